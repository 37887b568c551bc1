import { confirm, isCancel, password, select, text } from '@clack/prompts';
import type { Readable, Writable } from 'node:stream';
import { interrupted } from '../failure.js';
import type { Surroundings } from '../surroundings.js';

/** Asks the person at the terminal. Leaving one by Ctrl+C or Escape leaves the program. */
export interface Questions {
  text(message: string, initial: string, check?: (value: string) => string | undefined): Promise<string>;
  /** What is typed shows as dots. */
  secret(message: string, check: (value: string) => string | undefined): Promise<string>;
  choose<Value extends string>(message: string, options: readonly Choice<Value>[]): Promise<Value>;
  confirm(message: string): Promise<boolean>;
}

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

const answered = async <Value>(question: Promise<Value>): Promise<Exclude<Value, symbol>> => {
  const answer = await question;
  if (isCancel(answer)) throw interrupted('Left before anything was made.');
  return answer as Exclude<Value, symbol>;
};

export const createQuestions = ({ input, output, signal }: Surroundings): Questions => {
  const common = { input: input as Readable, output: output as Writable, signal };
  return {
    text: (message, initial, check = () => undefined) =>
      answered(
        text({
          ...common,
          message,
          ...(initial !== '' && { placeholder: initial, defaultValue: initial }),
          validate: (value) => check(value === undefined || value === '' ? initial : value),
        }),
      ),
    secret: (message, check) => answered(password({ ...common, message, validate: (value) => check(value ?? '') })),
    choose: <Value extends string>(message: string, options: readonly Choice<Value>[]) =>
      answered(
        select({ ...common, message, options: options.map(({ value, label }) => ({ value: value as string, label })) }),
      ) as Promise<Value>,
    confirm: (message) => answered(confirm({ ...common, message })),
  };
};
