import { type TemplateResult, css, html, nothing } from 'lit';
import type { MarkdownContext } from './context.js';
import { copyText } from './copy.js';

/** How long the button says that it copied, in ms. */
const copiedFor = 2000;

/** Draws code in a scroll box of its own, named by its language, with a button that copies it. `title` is shown beside it. */
export const codeBlock = (
  code: string,
  language: string | undefined,
  { strings, announce }: Pick<MarkdownContext, 'strings' | 'announce'>,
  title?: string,
): TemplateResult => {
  const name = language ? languages.get(language.toLowerCase()) : undefined;
  const copy = async (event: Event): Promise<void> => {
    const button = event.currentTarget as HTMLElement;
    const figure = button.closest('figure');
    const copied = figure !== null && (await copyText(code, figure));
    announce?.(copied ? strings.copied : strings.copyFailed);
    if (!copied) return selectContents(figure?.querySelector('code'));
    button.classList.add('is-copied');
    setTimeout(() => button.classList.remove('is-copied'), copiedFor);
  };
  return html`<figure class="code" part="code-block" dir="ltr"
    ><figcaption
      ><span>${title ?? nothing}${title && language ? ' · ' : nothing}${name ?? language ?? nothing}</span
      ><button type="button" class="copy" part="copy" @click=${copy}
        ><span class="copy-label">${strings.copy}</span><span class="copied-label">${strings.copied}</span></button
    ></figcaption
    ><pre tabindex="0" role="group" aria-label=${strings.code(name)}><code>${code}</code></pre
  ></figure>`;
};

const selectContents = (element: Element | null | undefined): void => {
  if (element) getSelection()?.selectAllChildren(element);
};

/** Names for the usual words behind a fence. Only these become part of an accessible name; others are shown as they are. */
const languages = new Map(
  `bash:Bash sh:Shell shell:Shell zsh:Shell console:Console c:C cpp:C++ cs:C# csharp:C# css:CSS diff:Diff go:Go graphql:GraphQL html:HTML
  http:HTTP java:Java js:JavaScript javascript:JavaScript jsx:JSX json:JSON kotlin:Kotlin kt:Kotlin lua:Lua markdown:Markdown md:Markdown
  php:PHP py:Python python:Python r:R rb:Ruby ruby:Ruby rs:Rust rust:Rust sql:SQL swift:Swift toml:TOML ts:TypeScript tsx:TSX
  typescript:TypeScript xml:XML yaml:YAML yml:YAML`
    .split(/\s+/)
    .map((entry) => entry.split(':') as [string, string]),
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
    text-align: start;
  }
  .code figcaption {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    min-block-size: 32px;
    padding-block: 0;
    padding-inline: 12px 4px;
    border-block-end: 1px solid var(--zaby-border);
    color: var(--zaby-text-muted);
    font-size: 12px;
    line-height: 1.4;
    overflow-wrap: anywhere;
  }
  .code .copy {
    flex: none;
    min-inline-size: 24px;
    min-block-size: 24px;
    padding-block: 2px;
    padding-inline: 8px;
    border: 0;
    border-radius: 6px;
    background: none;
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  .code .copy:hover {
    color: var(--zaby-text);
    background: var(--zaby-surface-raised);
  }
  .code .copy:focus-visible,
  .code pre:focus-visible,
  .table-box:focus-visible {
    outline: 2px solid var(--zaby-accent-text, var(--zaby-accent));
    outline-offset: -2px;
  }
  .code .copied-label,
  .code .is-copied .copy-label {
    display: none;
  }
  .code .is-copied .copied-label {
    display: inline;
    color: var(--zaby-success);
  }
  .code pre {
    margin-block: 0;
    margin-inline: 0;
    padding-block: 12px;
    padding-inline: 12px;
    overflow: auto;
    max-block-size: 420px;
    border-end-start-radius: inherit;
    border-end-end-radius: inherit;
    font-family: var(--zaby-font-mono);
    font-size: 13px;
    line-height: 1.5;
    tab-size: 2;
    white-space: pre;
  }
  .code pre code {
    font: inherit;
  }
`;
