import { type TemplateResult, css, html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { MarkdownContext } from './context.js';
import { copyButton } from './copy-button.js';
import { create } from './create.js';
import { finishCode, rendererOf } from './finish-code.js';
import { growText } from './grow-text.js';
import { endOfPiece } from './weigh.js';

/** Switches a look of the block on and off. It stays as the person left it while the block grows. */
const toggle = (label: string, isSource: boolean): TemplateResult =>
  html`<button type="button" class="copy" part=${isSource ? 'source' : 'wrap'} aria-pressed="false" @click=${(
    event: Event,
  ) => {
    const button = event.currentTarget as HTMLElement;
    const { classList } = button.closest('figure')!;
    button.ariaPressed = String(classList.toggle(isSource ? 'as-code' : 'wrapped'));
  }}>${label}</button>`;

const finished = (text: string, language: string | undefined, context: CodeContext): HTMLElement => {
  const code = create('code');
  growText(code)(text);
  // By then it stands in the block.
  queueMicrotask(() => void finishCode(code, language, context));
  return code;
};

type CodeContext = Pick<MarkdownContext, 'strings' | 'announce' | 'renderers' | 'failed'>;

/** Whether the code may be higher than the screen. */
export const isLong = (code: string): boolean => endOfPiece(code, 0, 2000) < code.length;

/**
 * Draws code in a scroll box of its own, named by its language, with buttons that wrap its lines and copy it. `title` is shown
 * beside it.
 *
 * Who gives a `code` element may let it grow, and calls `finishCode` when nothing more comes.
 */
export const codeBlock = (
  code: string | HTMLElement,
  language: string | undefined,
  context: CodeContext,
  title?: string,
): TemplateResult => {
  const { strings, renderers } = context;
  const name = language ? languages.get(language.toLowerCase()) : undefined;
  const text = (): string => (typeof code === 'string' ? code : code.textContent);
  const inside =
    typeof code === 'string' ? guard([code, language, renderers], () => finished(code, language, context)) : code;
  return html`<figure class="code copied" part="code-block" dir="ltr"
    ><figcaption class=${isLong(text()) ? 'long' : nothing}
      ><span>${title ?? nothing}${title && language ? ' · ' : nothing}${name ?? language ?? nothing}</span
      ><span class="code-buttons">${rendererOf(language, context) ? toggle(strings.showCode, true) : nothing}${toggle(strings.wrapLines, false)}${copyButton(strings.copy, text, context)}</span></figcaption
    ><pre tabindex="0" role="group" aria-label=${strings.code(name)}>${inside}</pre
  ></figure>`;
};

/** Names for the usual words behind a fence. Only these become part of an accessible name; others are shown as they are. */
const languages = new Map(
  'Bash C C++ C# CSS Go HTML Java JavaScript JSON Kotlin PHP Python Ruby Rust Shell SQL TypeScript XML YAML js:JavaScript ts:TypeScript py:Python sh:Shell'
    .split(' ')
    .map((entry) => {
      const [word = '', name = word] = entry.split(':');
      return [word.toLowerCase(), name];
    }),
);

export const codeBlockStyles = css`
  :where(.code) {
    margin: 0;
  }
  .code {
    border: 1px solid var(--zaby-border);
    border-radius: var(--zaby-radius);
    background: var(--zaby-code-surface);
    overflow: clip;
  }
  .code > figcaption {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    min-block-size: 32px;
    padding-inline: 12px 4px;
    border-block-end: 1px solid var(--zaby-border);
    background: var(--zaby-code-surface);
    color: var(--zaby-text-muted);
    font-size: 12px;
    overflow-wrap: anywhere;
  }
  /* The buttons stay in reach. Of short code they do anyway, and each box that sticks has its price. */
  .code > .long {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
  }
  .code-buttons {
    flex: none;
  }
  .copy {
    min-block-size: 24px;
    padding-inline: 8px;
    border-radius: calc(var(--zaby-radius) / 2);
  }
  .copy:is(:hover, [aria-pressed='true']) {
    color: var(--zaby-text);
    background: var(--zaby-surface-raised);
  }
  .copy[aria-pressed='true'] {
    text-decoration: underline;
  }
  .copy:focus-visible,
  pre:focus-visible,
  .table-box:focus-visible {
    outline-offset: -2px;
  }
  pre {
    margin: 0;
    padding: calc(12px * var(--zaby-density));
    overflow-x: auto;
    /* At its side edge it must not move the page, or go back a page. */
    overscroll-behavior-x: contain;
    font-size: 13px;
    tab-size: 2;
  }
  code {
    font-family: var(--zaby-font-mono);
  }
  /* What is wider is to be scrolled to, not cut off. */
  pre .piece,
  .table-box .piece {
    inline-size: max-content;
    min-inline-size: 100%;
  }
  :is(.wrapped, .markdown > .part ~ .part) pre {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  :is(.wrapped, .markdown > .part ~ .part) pre .piece {
    inline-size: auto;
  }
  /* Behind a thousand blocks: a browser looks at every box that may scroll whenever anything is painted. */
  .markdown > .part ~ .part pre {
    overflow: visible;
  }
  .drawing {
    padding: 12px;
    overflow: auto;
    overscroll-behavior-x: contain;
  }
  .code:not(.drawn) [part='source'],
  .drawn:not(.as-code) > figcaption [part='wrap'],
  .drawn:not(.as-code) > pre,
  .as-code > .drawing {
    display: none;
  }
`;
