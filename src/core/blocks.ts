import { type JsonObject, defined, isObject, ownString } from './wire.js';

/** A piece of UI that the agent asks for (PROTOCOL.md §4, `UI_BLOCK`). */
export interface UiBlock {
  /** Blocks with the same id replace one another; made up where the agent sent none. */
  readonly id: string;
  /** Kebab-case: `data-table`, `source-list`, `progress-tracker`, `markdown`, `code-block`, `prompt-form`, … or anything else. */
  readonly kind: string;
  readonly title?: string;
  readonly description?: string;
  /** The block as it came. Views read it through `own`, and draw without what is missing. */
  readonly data: JsonObject;
}

const kebab = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[\s_.]+/g, '-')
    .toLowerCase();

/** Reads a block from whatever came. Forgiving: nothing but an object is refused, and a missing kind is `unknown`. */
export const readBlock = (value: unknown, fallbackId: string): UiBlock | undefined => {
  if (!isObject(value)) return undefined;
  return defined({
    id: ownString(value, 'id', 'blockId', 'block_id') ?? fallbackId,
    kind: kebab(ownString(value, 'kind', 'type') ?? 'unknown'),
    title: ownString(value, 'title', 'heading', 'label'),
    description: ownString(value, 'description', 'summary', 'message'),
    data: value,
  });
};
