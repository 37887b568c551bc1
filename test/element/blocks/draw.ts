import { fixtureSync } from '@open-wc/testing';
import { html, render } from 'lit';
import { type UiBlock, readBlock } from '../../../src/core/blocks.js';
import { type BlockSettings, renderBlock } from '../../../src/element/blocks/index.js';
import { blockStrings, markdownStrings } from '../hostile/strings.js';

const settings: BlockSettings = { strings: blockStrings, markdown: { strings: markdownStrings }, busy: false };

const emptyPlace = (): HTMLElement => fixtureSync<HTMLElement>(html`<div></div>`);

/** Draws a block on the test page, in words of the tests' own; or another one where one was drawn. */
export const drawBlock = (block: UiBlock, more: Partial<BlockSettings> = {}, host = emptyPlace()): HTMLElement => {
  render(renderBlock(block, { ...settings, ...more }), host);
  return host;
};

/** Draws a block as it came from an agent. */
export const draw = (data: unknown, more?: Partial<BlockSettings>): HTMLElement => {
  const block = readBlock(data, 'b1');
  return block ? drawBlock(block, more) : emptyPlace();
};

/** Draws what came next where something was drawn. */
export const drawAgain = (host: HTMLElement, data: object, more?: Partial<BlockSettings>): void => {
  drawBlock(readBlock(data, 'b1')!, more, host);
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
