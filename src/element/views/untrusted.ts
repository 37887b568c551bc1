import { type TemplateResult, css, html } from 'lit';

/**
 * What a reader cannot see, or what moves what they see: every control, format, private, unassigned and lone surrogate
 * character, line and paragraph separators, and what fonts draw as nothing (Unicode 16, "Default_Ignorable_Code_Point").
 */
const unseen = /([\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}])/u;

const isPlain = (character: string): boolean => character === '\n' || character === '\t';

const escapeOf = (character: string): string => `\\u{${character.codePointAt(0)!.toString(16).toUpperCase()}}`;

/** Shows a text exactly: nothing in it stays invisible, and no part of it can reorder another. */
export const exact = (text: string): (string | TemplateResult)[] =>
  text
    .split(unseen)
    .map((piece, index) =>
      index % 2 === 0 || isPlain(piece) ? piece : html`<span class="escape">${escapeOf(piece)}</span>`,
    );

/** Turns an identifier into words: `refund_order` and `refundOrder` become "Refund order". Anything else stays as it is. */
export const inWords = (identifier: string): string => {
  if (!/^[\w.-]{1,80}$/.test(identifier)) return identifier;
  const words = identifier
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[\s_.-]+/g, ' ')
    .trim()
    .toLowerCase();
  return words === '' ? identifier : words.charAt(0).toUpperCase() + words.slice(1);
};

export const untrustedStyles = css`
  .escape {
    padding-inline: 2px;
    border-radius: 3px;
    background: color-mix(in oklab, var(--zaby-danger) 14%, transparent);
    color: var(--zaby-danger);
    font-family: var(--zaby-font-mono);
    font-size: 0.92em;
  }
`;
