import { css } from 'lit';
import { codeBlockStyles } from './code-block.js';
import { imageStyles } from './images.js';
import { linkStyles } from './links.js';
import { tableStyles } from './table.js';

const textStyles = css`
  /* Weaker than the distances between them, whichever sheet comes first. */
  :where(.markdown, .part, .markdown li, .markdown blockquote) > * {
    margin-block: 0;
  }
  .markdown li > :is(p, figure, blockquote, .table-frame) + *,
  .markdown li > p + *,
  .markdown blockquote > * + * {
    margin-block-start: 12px;
  }
  /* What a block goes on in that is longer than people write. */
  .markdown .piece {
    display: block;
    content-visibility: auto;
    contain-intrinsic-block-size: auto 1600px;
  }
  .markdown :is(p, li, blockquote, .piece) {
    text-align: start;
    unicode-bidi: plaintext;
  }
  .markdown :is(h1, h2, h3, h4, h5, h6) {
    font-weight: 650;
    line-height: 1.3;
    letter-spacing: -0.005em;
    text-wrap: balance;
  }
  :is(.markdown, .part) > * + :is(h1, h2, h3, h4, h5, h6) {
    margin-block-start: 20px;
  }
  /* Beside the distance of the part itself: the two do not collapse. */
  .part > :is(h1, h2, h3, h4, h5, h6):first-child {
    margin-block-start: 8px;
  }
  .markdown :is(h1, h2, h3, h4, h5, h6) + * {
    margin-block-start: 8px;
  }
  .markdown .heading-1 {
    font-size: 1.2667em;
  }
  .markdown .heading-2 {
    font-size: 1.1333em;
  }
  .markdown .heading-3 {
    font-size: 1em;
  }
  .markdown :is(.heading-4, .heading-5, .heading-6) {
    color: var(--zaby-text-muted);
    font-size: 0.9333em;
  }
  .markdown ul {
    padding-inline-start: 1.6em;
    list-style: disc;
  }
  .markdown :is(ul, ol) ul {
    list-style: circle;
  }
  .markdown :is(ul, ol) :is(ul, ol) ul {
    list-style: square;
  }
  .markdown ol {
    padding-inline-start: 2em;
    list-style: decimal;
  }
  .markdown .digits-3 {
    padding-inline-start: 2.6em;
  }
  .markdown .digits-4 {
    padding-inline-start: 3.2em;
  }
  .markdown :is(.digits-5, .digits-6) {
    padding-inline-start: 4.4em;
  }
  .markdown :is(.digits-7, .digits-8, .digits-9, .digits-10) {
    padding-inline-start: 7.2em;
  }
  .markdown li + li,
  .markdown :is(ul, ol).piece {
    margin-block-start: 4px;
  }
  .markdown li > :is(ul, ol, figure, .table-frame) {
    margin-block-start: 4px;
  }
  .markdown li::marker {
    color: var(--zaby-text-muted);
    font-variant-numeric: tabular-nums;
  }
  .markdown .task {
    list-style: none;
    margin-inline-start: -1.5em;
  }
  .markdown .task > :is(ul, ol) {
    margin-inline-start: 1.5em;
  }
  .markdown .task input {
    inline-size: 1em;
    block-size: 1em;
    margin-block: 0;
    margin-inline: 0 0.35em;
    vertical-align: -0.12em;
    accent-color: var(--zaby-accent-fill);
  }
  .markdown blockquote {
    margin-inline: 0;
    padding-inline-start: 12px;
    border-inline-start: 3px solid var(--zaby-border);
    color: var(--zaby-text-muted);
  }
  .markdown [class^='alert'] {
    border-color: var(--zaby-accent-text);
    color: inherit;
  }
  .markdown [class^='alert'] > :nth-child(2) {
    margin-block-start: 4px;
  }
  .markdown .alert-tip {
    border-color: var(--zaby-success);
  }
  .markdown .alert-warning {
    border-color: var(--zaby-warning);
  }
  .markdown .alert-caution {
    border-color: var(--zaby-danger);
  }
  .markdown .deep {
    padding-inline-start: 0.5em;
    border-width: 1px;
  }
  .markdown .deepest {
    padding-inline-start: 0;
    border: 0;
  }
  .markdown hr {
    margin-block: 20px;
    margin-inline: 0;
    border: 0;
    border-block-start: 1px solid var(--zaby-border);
  }
  .markdown :not(pre) > code {
    padding-block: 0.1em;
    padding-inline: 0.35em;
    border-radius: calc(var(--zaby-radius) * 0.4);
    background: var(--zaby-code-surface);
    font-family: var(--zaby-font-mono);
    font-size: 0.9em;
    overflow-wrap: anywhere;
  }
  /* What the end of a text has not reached yet, and nothing of it is there to see. */
  .markdown p:empty {
    display: none;
  }
  .markdown .visually-hidden {
    user-select: none;
  }
`;

/** The looks of Markdown, and of what blocks share with it. Needs the box around it (`views/unformatted.ts`). */
export const markdownStyles = [textStyles, linkStyles, imageStyles, codeBlockStyles, tableStyles];
