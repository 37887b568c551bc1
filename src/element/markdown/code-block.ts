import { type TemplateResult, css, html, nothing } from 'lit';
import type { MarkdownContext } from './context.js';
import { copyButton } from './copy-button.js';

/** Draws code in a scroll box of its own, named by its language, with a button that copies it. `title` is shown beside it. */
export const codeBlock = (
  code: string | HTMLElement,
  language: string | undefined,
  context: Pick<MarkdownContext, 'strings' | 'announce'>,
  title?: string,
): TemplateResult => {
  const name = language ? languages.get(language.toLowerCase()) : undefined;
  return html`<figure class="code copied" part="code-block" dir="ltr"
    ><figcaption
      ><span>${title ?? nothing}${title && language ? ' · ' : nothing}${name ?? language ?? nothing}</span
      >${copyButton(context.strings.copy, () => (typeof code === 'string' ? code : code.textContent), context)}</figcaption
    ><pre tabindex="0" role="group" aria-label=${context.strings.code(name)}>${typeof code === 'string' ? html`<code>${code}</code>` : code}</pre
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
  figcaption {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    min-block-size: 32px;
    padding-inline: 12px 4px;
    border-block-end: 1px solid var(--zaby-border);
    color: var(--zaby-text-muted);
    font-size: 12px;
    overflow-wrap: anywhere;
  }
  .copy {
    flex: none;
    min-block-size: 24px;
    padding-inline: 8px;
    border-radius: 6px;
  }
  .copy:hover {
    color: var(--zaby-text);
    background: var(--zaby-surface-raised);
  }
  .copy:focus-visible,
  pre:focus-visible,
  .table-box:focus-visible {
    outline-offset: -2px;
  }
  pre {
    margin: 0;
    padding: 12px;
    overflow: auto;
    max-block-size: 420px;
    font-size: 13px;
    tab-size: 2;
  }
  code {
    font-family: var(--zaby-font-mono);
  }
`;
