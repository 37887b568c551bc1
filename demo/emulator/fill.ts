import { isObject } from './json.js';

/** Replaces `{{message}}`, `{{reason}}` and `{{args.<name>}}` in a text. What is not known becomes nothing. */
export interface Filler {
  (text: string): string;
  /** The same in every text inside a JSON value. */
  deep(value: unknown): unknown;
  /** Remembers what is known from now on. */
  learn(known: { args: unknown; reason: string }): void;
}

/** Without a message, texts stay as they are. */
export const createFiller = (message: string | undefined): Filler => {
  const values = new Map([['message', message]]);
  const fill = (text: string): string =>
    message === undefined ? text : text.replaceAll(/\{\{([\w.]+)\}\}/g, (_, name: string) => values.get(name) ?? '');
  return Object.assign(fill, {
    deep: (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value ?? {}), (_, inner: unknown) => (typeof inner === 'string' ? fill(inner) : inner)),
    learn: ({ args, reason }: { args: unknown; reason: string }) => {
      values.set('reason', reason);
      if (!isObject(args)) return;
      for (const [name, value] of Object.entries(args)) {
        values.set(`args.${name}`, typeof value === 'string' ? value : JSON.stringify(value));
      }
    },
  });
};
