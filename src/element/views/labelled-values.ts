import { type TemplateResult, css, html, nothing } from 'lit';
import { own } from '../../core/index.js';
import { unfold } from '../blocks/unfold.js';
import type { ViewContext } from './context.js';
import { asText, isRecord } from './data-text.js';
import { exact, inWords } from './untrusted.js';

/** The beginning of a value; a longer one is folded, and says how long it is. */
const beginningOf = (text: string): string => text.split('\n', 10).join('\n').slice(0, 280);

/** Draws what has much inside; `plain` is what would stand there else. */
type DrawDeep = (value: object, plain: TemplateResult) => unknown;

const hasMuch = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && beginningOf(asText(value)) !== asText(value);

const exactValue = (value: unknown, { strings }: ViewContext, deep?: DrawDeep): unknown => {
  const text = asText(value);
  if (text === '') return html`<span class="muted">${strings.empty}</span>`;
  const beginning = beginningOf(text);
  if (beginning === text) return html`${exact(text)}`;
  const preview = html`<span class="preview">${exact(beginning)}…</span>`;
  const more = html`<span class="unfold">${strings.showAll(text.length)}</span>`;
  const less = html`<span class="unfold refold">${strings.showLess}</span>`;
  const plain = html`<details class="fold" ${unfold(() => exact(text))}><summary>${preview}${more}${less}</summary><div></div></details>`;
  return deep && hasMuch(value) ? deep(value, plain) : plain;
};

type Property = Readonly<Partial<Record<'title' | 'description' | 'type' | 'items' | 'format', unknown>>>;

/** What a JSON schema says of a property, whatever it is. */
export const propertyOf = (schema: unknown, name: string): Property => {
  const property: unknown = Object(own(schema, 'properties'))[name];
  return isRecord(property) ? property : {};
};

const label = (name: string, schema: unknown): TemplateResult => {
  const words = inWords(name);
  const { title = words } = propertyOf(schema, name);
  // A title is somebody's word; what it stands for is told with it.
  return html`<dt title=${words === name ? nothing : name}>${exact(title === words ? words : `${String(title)} `)}${title === words ? nothing : html`<code>${exact(name)}</code>`}</dt>`;
};

export interface ValuesModel {
  /** The JSON schema of the values: names and explains them. */
  readonly schema?: unknown;
  /** What holds instead of them; each that is another stands first. */
  readonly edited?: unknown;
  readonly deep?: DrawDeep;
}

/** Shows data as it is: each value under its name, nothing invisible, nothing cut without saying so. */
export const labelledValues = (
  value: unknown,
  context: ViewContext,
  { schema, edited, deep }: ValuesModel = {},
): TemplateResult => {
  const shown = (each: unknown) => html`<div class="value" dir="auto">${exactValue(each, context, deep)}</div>`;
  if (!isRecord(value)) return shown(value);
  return html`<dl class="values">
    ${Object.entries(value).map(([name, proposed]) => {
      const now = isRecord(edited) ? edited[name] : proposed;
      const { description } = propertyOf(schema, name);
      return html`<div class=${deep && hasMuch(now) ? 'pair wide' : 'pair'}>
        ${label(name, schema)}
        <dd>
          ${shown(now)}${asText(now) === asText(proposed) ? nothing : html`<p class="muted small">${context.strings.proposed}</p>${shown(proposed)}`}${
            typeof description === 'string'
              ? html`<p class="muted small" dir="auto">${exact(description)}</p>`
              : nothing
          }
        </dd>
      </div>`;
    })}
  </dl>`;
};

export const labelledValuesStyles = css`
  .values {
    display: grid;
    gap: 6px;
  }

  .pair {
    display: grid;
    grid-template-columns: minmax(72px, 30%) minmax(0, 1fr);
    gap: 2px 12px;
    align-items: baseline;
  }

  .pair.wide {
    grid-template-columns: minmax(0, 1fr);
  }

  .pair dt {
    color: var(--zaby-text-muted);
    overflow-wrap: anywhere;
  }

  .value {
    font-family: var(--zaby-font-mono);
    font-size: 0.9286em;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    tab-size: 2;
    max-block-size: 320px;
    overflow-y: auto;
  }

  .fold[open] :is(.preview, .unfold:not(.refold)),
  .fold:not([open]) .refold {
    display: none;
  }

  .unfold {
    display: block;
    inline-size: fit-content;
    min-block-size: 24px;
    margin-block-start: 2px;
    color: var(--zaby-accent-text);
    font-family: var(--zaby-font);
    font-weight: 550;
    text-decoration: underline;
    text-underline-offset: 2px;
  }
`;
