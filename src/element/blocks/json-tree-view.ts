import { type TemplateResult, html, nothing } from 'lit';
import { copyButton } from '../markdown/index.js';
import { icons } from '../views/icons.js';
import { exact } from '../views/untrusted.js';
import type { BlockRenderer } from './context.js';
import { frame, idOf } from './frame.js';
import type { JsonTreeContext } from './json-tree.js';
import { read } from './read.js';
import { folded, paged } from './unfold.js';

/** A longer text is shortened. In characters. */
const longText = 200;

const quoted = (part: string) => html`<bdi>${exact(JSON.stringify(part))}</bdi>`;

const textValue = (text: string, { strings }: JsonTreeContext): TemplateResult =>
  text.length <= longText
    ? quoted(text)
    : folded(
        html`<span class="preview">${quoted(text.slice(0, longText))}…</span><span class="unfold">${strings.characters(text.length)}</span>`,
        () => paged(text.match(/[^]{1,100}/gu) ?? [], strings.moreEntries, (pieces) => quoted(pieces.join(''))),
      );

const node = (
  name: TemplateResult | typeof nothing,
  value: unknown,
  context: JsonTreeContext,
  open = false,
): TemplateResult => {
  if (typeof value === 'string') return html`${name}${textValue(value, context)}`;
  if (typeof value !== 'object' || value === null) return html`${name}${String(value)}`;
  const { entries, moreEntries } = context.strings;
  const isList = Array.isArray(value);
  const count = isList ? value.length : Object.keys(value).length;
  const size = html`<span class="muted">${`${isList ? '[]' : '{}'} ${entries(count)}`}</span>`;
  const entry = (key: string | number) =>
    html`<li>${node(html`<bdi class="key">${exact(String(key))}</bdi>: `, (value as Record<string, unknown>)[key], context)}</li>`;
  return count === 0
    ? html`${name}${size}`
    : folded(
        html`${icons.chevron}${name}${size}`,
        () =>
          paged<string | number>(
            isList ? [...value.keys()] : Object.keys(value),
            moreEntries,
            (keys) => html`<ul class="list">${keys.map(entry)}</ul>`,
          ),
        open,
      );
};

/** Nothing else but what is nested deeper than the stack cannot be written. */
const written = (value: unknown): string => {
  try {
    return JSON.stringify(value, undefined, 2) ?? '';
  } catch {
    return '…';
  }
};

/** A JSON value to look into: what is folded is not drawn, so its size is no matter. */
export const jsonTreeView = (value: unknown, context: JsonTreeContext, titleId?: string): TemplateResult =>
  html`<div class="json copied" dir="ltr">${copyButton(context.strings.copy, () => written(value), context, titleId)}<code>${node(nothing, value, context, true)}</code></div>`;

const parsed = (value: unknown): unknown => {
  try {
    return typeof value === 'string' ? JSON.parse(value) : value;
  } catch {
    return value;
  }
};

/** JSON that the agent sends as such; without a field for it, the block itself. */
export const jsonBlock: BlockRenderer = (block, { strings, markdown }) => {
  const { id: _id, kind: _kind, type: _type, title: _title, description: _description, ...rest } = block.data;
  const value = read(block.data, 'json', 'value', 'data', 'content', 'tree', 'payload') ?? rest;
  return frame(
    block,
    jsonTreeView(
      parsed(value),
      { strings: { ...markdown.strings, ...strings }, announce: markdown.announce },
      block.title ? idOf(block) : undefined,
    ),
    idOf(block),
  );
};
