import { type TemplateResult, html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { Token, Tokens } from 'marked';
import { codeBlock } from './code-block.js';
import { directionOf } from './direction.js';
import { decodeEntities } from './entities.js';
import { type Drawing, inline } from './inline.js';
import { childrenOf } from './lex.js';
import { type Cell, table, tableRow } from './table.js';

/** Draws one block and what it holds. Blocks that stand alone take their direction from their text; what is inside them follows. */
export const block = (token: Token, drawing: Drawing): unknown => {
  const direction = (drawing.depth === 0 ? directionOf(token.raw) : undefined) ?? nothing;
  switch (token.type) {
    case 'space':
    case 'def':
      return nothing;
    case 'paragraph':
      return html`<p dir=${direction}>${inline(childrenOf(token) ?? [], drawing)}</p>`;
    case 'text':
      return drawing.depth === 0 ? html`<p dir=${direction}>${textOf(token, drawing)}</p>` : textOf(token, drawing);
    case 'checkbox':
      return inline([token], drawing);
    case 'heading':
      return heading(token as Tokens.Heading, drawing, direction);
    case 'code':
      return codeBlock((token as Tokens.Code).text, languageOf(token as Tokens.Code), drawing.context);
    case 'blockquote':
      return html`<blockquote dir=${direction}>${blocks(childrenOf(token), drawing)}</blockquote>`;
    case 'list':
      return list(token as Tokens.List, drawing, direction);
    case 'table':
      return drawTable(token as Tokens.Table, drawing);
    case 'hr':
      return html`<hr />`;
    default:
      return html`<p class="literal" dir=${direction}>${token.raw.replace(/\n+$/, '')}</p>`;
  }
};

/** Draws the parts of a block; those that are as they were keep their elements, and what stands in them is not even lexed. */
const each = <Part extends Token>(
  parts: readonly Part[],
  drawing: Drawing,
  draw: (part: Part, drawing: Drawing) => unknown,
): unknown[] =>
  parts.map((part, index) => {
    const open = drawing.open && index === parts.length - 1;
    const { raw, type, text, loose } = part as Tokens.Generic;
    return guard([raw, type, text, loose, open, drawing.levels.get(part), drawing.epoch], () =>
      draw(part, { ...drawing, open }),
    );
  });

const blocks = (tokens: readonly Token[] | undefined, drawing: Drawing): unknown[] =>
  each(tokens ?? [], { ...drawing, depth: drawing.depth + 1 }, block);

const textOf = (token: Token, drawing: Drawing): unknown => {
  const inside = childrenOf(token);
  return inside ? inline(inside, drawing) : token.raw;
};

const languageOf = ({ lang }: Tokens.Code): string | undefined =>
  decodeEntities(lang ?? '').split(/\s/)[0] || undefined;

type Direction = 'ltr' | 'rtl' | typeof nothing;

const heading = (token: Tokens.Heading, drawing: Drawing, direction: Direction): TemplateResult => {
  const content = inline(token.tokens, drawing);
  const look = `heading-${token.depth}`;
  switch (drawing.levels.get(token)) {
    case 1:
      return html`<h1 class=${look} dir=${direction}>${content}</h1>`;
    case 2:
      return html`<h2 class=${look} dir=${direction}>${content}</h2>`;
    case 3:
      return html`<h3 class=${look} dir=${direction}>${content}</h3>`;
    case 4:
      return html`<h4 class=${look} dir=${direction}>${content}</h4>`;
    case 5:
      return html`<h5 class=${look} dir=${direction}>${content}</h5>`;
    default:
      return html`<h6 class=${look} dir=${direction}>${content}</h6>`;
  }
};

const list = ({ ordered, start, items }: Tokens.List, drawing: Drawing, direction: Direction): TemplateResult => {
  const content = each(
    items,
    drawing,
    ({ task, tokens }, inside) => html`<li class=${task ? 'task' : nothing}>${blocks(tokens, inside)}</li>`,
  );
  if (!ordered) return html`<ul dir=${direction}>${content}</ul>`;
  return html`<ol dir=${direction} start=${start === 1 ? nothing : start}>${content}</ol>`;
};

const sides = { left: 'start', center: 'center', right: 'end' } as const;

const drawTable = ({ header, rows, raw }: Tokens.Table, drawing: Drawing): TemplateResult => {
  const cell = ({ text, tokens, align }: Tokens.TableCell): Cell => ({
    content: inline(tokens, { ...drawing, inTable: true }),
    empty: text === '',
    align: align ? sides[align] : undefined,
  });
  return table(
    drawing.context.strings.table,
    header.map(cell),
    rows.map((row, index) => {
      const open = drawing.open && index === rows.length - 1;
      return guard([row.map(({ text }) => text).join('|'), open, drawing.epoch], () => tableRow(row.map(cell)));
    }),
    directionOf(raw),
  );
};
