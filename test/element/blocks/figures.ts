import { waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { en } from '../../../src/element/locales/en.js';
import { draw } from './draw.js';

/** What was said to screen readers. */
export const said: string[] = [];

/** English, as a visitor reads it. */
export const english = {
  strings: en,
  markdown: { strings: en, announce: (text: string) => said.push(text) },
  locale: 'en',
};

/** Resolves when what draws figures has come: the first one asks for it. */
export const figuresLoaded = async (): Promise<void> => {
  const first = draw({ kind: 'timeline', events: ['one'] });
  await waitUntil(() => first.querySelector('.timeline'));
};

/** The words that unfold something. */
export const summaryIn = (root: ParentNode, words: string): HTMLElement => {
  const found = [...root.querySelectorAll('summary')].find(({ textContent }) => textContent.includes(words));
  if (!found) throw new Error(`Nothing unfolds by "${words}".`);
  return found;
};

/** Unfolds by the keyboard. */
export const unfold = async (summary: HTMLElement): Promise<void> => {
  const details = summary.parentElement as HTMLDetailsElement;
  summary.focus();
  await sendKeys({ press: 'Enter' });
  await waitUntil(() => details.open && details.lastElementChild!.childNodes.length > 0);
};
