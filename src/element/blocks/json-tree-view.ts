import { type TemplateResult, html, nothing } from 'lit';
import { copyButton } from '../markdown/index.js';
import { icons } from '../views/icons.js';
import { exact } from '../views/untrusted.js';
import type { BlockRenderer } from './context.js';
import { frame } from './frame.js';
import type { JsonTreeContext } from './json-tree.js';
import { read } from './read.js';
import { unfold } from './unfold.js';

/** So many entries, and so many characters of a text, are drawn at once. */
const page = 100;
const longText = 200;
const textPage = 10_000;

/** The way on. When it goes with the last of them, the focus goes to the first of those that came (WCAG 2.2, 2.4.3). */
const more = (shown: number, count: number, show: () => void, { strings }: JsonTreeContext) => {
  const press = (event: Event): void => {
    const button = event.currentTarget as HTMLElement;
    const list = button.previousElementSibling as HTMLElement;
    show();
    if (button.isConnected) return;
    const next = (list.children[shown] ?? list) as HTMLElement;
    next.tabIndex = -1;
    next.focus();
  };
  return shown < count
    ? html`<button type="button" class="unfold show-more" @click=${press}>${strings.showMoreEntries(count - shown)}</button>`
    : nothing;
};

const quoted = (part: string) => exact(JSON.stringify(part));

const textValue = (text: string, context: JsonTreeContext): TemplateResult => {
  if (text.length <= longText) return html`<bdi>${quoted(text)}</bdi>`;
  const { strings } = context;
  return html`<details class="fold" ${unfold(
    (pages, show) =>
      html`<bdi>${quoted(text.slice(0, pages * textPage))}</bdi>${more(pages * textPage, text.length, show, context)}`,
  )}><summary><bdi class="preview">${quoted(text.slice(0, longText))}…</bdi><span class="unfold">${strings.showAll(text.length)}</span
    ><span class="unfold refold">${strings.showLess}</span></summary><div></div></details>`;
};

const node = (
  name: TemplateResult | typeof nothing,
  value: unknown,
  context: JsonTreeContext,
  open = false,
): TemplateResult => {
  if (typeof value === 'string') return html`${name}${textValue(value, context)}`;
  if (typeof value !== 'object' || value === null) return html`${name}${String(value)}`;
  const isList = Array.isArray(value);
  const keys = isList ? undefined : Object.keys(value);
  const count = keys?.length ?? (value as unknown[]).length;
  const size = html`<span class="muted">${isList ? '[]' : '{}'} ${context.strings.entries(count)}</span>`;
  if (count === 0) return html`${name}${size}`;
  const children = (pages: number, show: () => void) => {
    const shown = Array.from({ length: Math.min(count, pages * page) }, (_, index) => {
      const key = keys ? keys[index]! : String(index);
      const label = html`<bdi class="key">${exact(key)}</bdi>: `;
      return html`<li>${node(label, (value as Record<string, unknown>)[key], context)}</li>`;
    });
    return html`<ul class="list">${shown}</ul>${more(shown.length, count, show, context)}`;
  };
  return html`<details ?open=${open} ${unfold(children)}><summary>${icons.chevron}${name}${size}</summary><div></div></details>`;
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
export const jsonTreeView = (value: unknown, context: JsonTreeContext): TemplateResult =>
  html`<div class="json copied" dir="ltr">${copyButton(context.strings.copy, () => written(value), context)}<code>${node(nothing, value, context, true)}</code></div>`;

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
    jsonTreeView(parsed(value), { strings: { ...markdown.strings, ...strings }, announce: markdown.announce }),
  );
};
