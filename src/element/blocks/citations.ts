import { css, html } from 'lit';
import type { UiBlock } from '../../core/index.js';
import type { MarkdownContext } from '../markdown/index.js';
import type { BlockStrings } from './context.js';
import { readSources } from './source.js';

/** How agents write where something comes from: `[1]`, `[^1]`, and `【1†source】` as some models were taught. */
const mark = /(\[\^?\d{1,3}\]|【\d{1,3}[^【】\n]{0,60}】)/;

/** More of them in one stretch of text are no citations, and would hold up the page. */
const mostPieces = 200;

const numberIn = (text: string): number => Number(/\d+/.exec(text));

/** From where the person came to an entry. */
const origins = new WeakMap<Element, HTMLElement>();

/** Goes to the entry of the same turn that a number means, and opens the way back. */
const follow = (block: UiBlock, { currentTarget }: Event): void => {
  const citation = currentTarget as HTMLElement;
  const lists = citation.closest('.turn')?.querySelectorAll<HTMLElement & { sources: UiBlock }>('.sources') ?? [];
  const list = [...lists].find(({ sources }) => sources === block);
  const entry = list?.querySelector<HTMLElement>(`[value='${numberIn(citation.textContent)}']`);
  if (!entry) return;
  origins.set(entry, citation);
  entry.querySelector<HTMLElement>('.back')!.hidden = false;
  entry.focus();
};

/** Goes back to where a person came from. */
export const goBack = ({ currentTarget }: Event): void => {
  const button = currentTarget as HTMLElement;
  origins.get(button.closest('li')!)?.focus();
  button.hidden = true;
};

/**
 * Makes the numbers in a text lead to the sources that they mean. One without a source stays text: it must not look as if there were one.
 */
export const createCiting = (strings: BlockStrings) => {
  const known = new WeakMap<UiBlock, MarkdownContext['cite']>();
  return (markdown: MarkdownContext, block: UiBlock): MarkdownContext => {
    let cite = known.get(block);
    if (!cite) {
      const labels = new Map(readSources(block).map(({ number, label }) => [number, label]));
      const followHere = (event: Event): void => follow(block, event);
      cite = (text) => {
        const pieces = text.split(mark);
        if (pieces.length === 1 || pieces.length > mostPieces) return text;
        return pieces.map((piece, index) => {
          const number = numberIn(piece);
          if (index % 2 === 0 || !labels.has(number)) return piece;
          return html`<button type="button" class="citation" aria-label=${strings.source(number, labels.get(number)!)} @click=${followHere}>[${number}]</button>`;
        });
      };
      known.set(block, cite);
    }
    return { ...markdown, cite };
  };
};

export const citationStyles = css`
  .citation {
    display: inline;
    padding: 1px 2px;
    border-radius: 4px;
    color: var(--zaby-accent-text);
    font-size: 0.8em;
    font-weight: 550;
    vertical-align: 0.25em;
    font-variant-numeric: tabular-nums;
  }
  .citation:hover {
    background: color-mix(in oklab, var(--zaby-accent-text) 12%, transparent);
  }
`;
