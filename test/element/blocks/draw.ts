import { fixtureSync } from '@open-wc/testing';
import { html, render } from 'lit';
import { readBlock } from '../../../src/core/blocks.js';
import { type BlockSettings, renderBlock } from '../../../src/element/blocks/index.js';
import { blockStrings, markdownStrings } from '../hostile/strings.js';

const settings: BlockSettings = { strings: blockStrings, markdown: { strings: markdownStrings }, busy: false };

/** Draws a block as it came from an agent, on the test page, in words of the tests' own. */
export const draw = (data: unknown, more: Partial<BlockSettings> = {}): HTMLElement => {
  const host = fixtureSync<HTMLElement>(html`<div></div>`);
  const block = readBlock(data, 'b1');
  if (block) render(renderBlock(block, { ...settings, ...more }), host);
  return host;
};

/** Draws another block, or another state of it, where one was drawn. */
export const drawAgain = (host: HTMLElement, data: unknown, more: Partial<BlockSettings> = {}): void => {
  const block = readBlock(data, 'b1');
  if (block) render(renderBlock(block, { ...settings, ...more }), host);
};

/** The words in all elements that a selector finds. */
export const texts = (root: ParentNode, selector: string): string[] =>
  [...root.querySelectorAll(selector)].map((element) => element.textContent.replaceAll(/\s+/g, ' ').trim());

/** The button with that name or text. */
export const button = (root: ParentNode, name: string): HTMLButtonElement => {
  const found = [...root.querySelectorAll('button')].find(
    (each) => (each.getAttribute('aria-label') ?? each.textContent).trim() === name,
  );
  if (!found) throw new Error(`There is no button "${name}".`);
  return found;
};
