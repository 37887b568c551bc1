import { type TemplateResult, html } from 'lit';
import type { MarkdownStrings } from '../markdown/index.js';
import type { BlockStrings } from './context.js';
import { later } from './later.js';

export interface JsonTreeContext {
  readonly strings: BlockStrings & MarkdownStrings;
  /** Says something to screen readers, once. */
  readonly announce?: ((message: string) => void) | undefined;
}

/** Draws any JSON value as a tree that unfolds. What draws it is loaded with the first one; so long, `plain` stands there. */
export const jsonTree = (value: unknown, context: JsonTreeContext, plain: unknown = ''): TemplateResult =>
  html`<div class="block" ${later(
    (figures) => figures.jsonTree(value, context),
    () => plain,
  )}></div>`;
