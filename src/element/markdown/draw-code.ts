import type { BlockNode } from './block-nodes.js';
import { type CreateView, add } from './block-view.js';
import { codeBlock, isLong } from './code-block.js';
import { create } from './create.js';
import { drawTemplate } from './draw-inline.js';
import { finishCode } from './finish-code.js';
import { growText, withoutBlankEnd } from './grow-text.js';

/** The name of no language is longer. In characters. */
const longestLanguage = 100;

const languageOf = ({ info }: BlockNode): string | undefined =>
  info?.split(/\s/)[0]!.slice(0, longestLanguage) || undefined;

export const code: CreateView = (node, around) => {
  const element = create('code');
  const grow = growText(element);
  const fragment = new DocumentFragment();
  let named: string | undefined;
  let wasLong: boolean | undefined;
  const draw = (now: BlockNode): void => {
    const { text, info } = now;
    grow(info === undefined ? withoutBlankEnd(text) : text);
    const language = languageOf(now);
    const long = isLong(text);
    if (language === named && long === wasLong) return;
    drawTemplate(codeBlock(element, language, around.drawing.context), fragment);
    named = language;
    wasLong = long;
  };
  draw(node);
  const shown = [...fragment.childNodes];
  around.parent.append(fragment);
  return {
    shown: () => shown,
    update: (now) => {
      draw(now);
      if (now.done) void finishCode(element, named, around.drawing.context);
    },
  };
};

/** Draws HTML as it was written. */
export const markup: CreateView = (_node, around) => {
  const element = add(around, create('p', 'literal'));
  const grow = growText(element);
  return { shown: () => [element], update: ({ text }) => grow(withoutBlankEnd(text)) };
};
