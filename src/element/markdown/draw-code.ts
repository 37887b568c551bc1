import { type CreateView, add } from './block-view.js';
import { codeBlock, isLong } from './code-block.js';
import { create } from './create.js';
import { drawTemplate } from './draw-inline.js';
import { finishCode } from './finish-code.js';
import { growText, withoutBlankEnd } from './grow-text.js';

/** The name of no language is longer. In characters. */
const longestLanguage = 100;

export const code: CreateView = (_node, around) => {
  const element = create('code');
  const grow = growText(element);
  const fragment = new DocumentFragment();
  const draw = (language?: string): ChildNode[] =>
    drawTemplate(codeBlock(element, language, around.drawing.context), fragment);
  const shown = draw();
  around.parent.append(fragment);
  let named: string | undefined;
  let wasLong = false;
  return {
    shown: () => shown,
    update: ({ text, info, done }) => {
      grow(info === undefined ? withoutBlankEnd(text) : text);
      const language = info?.split(/\s/)[0]!.slice(0, longestLanguage) || undefined;
      const long = isLong(text);
      if (language !== named || long !== wasLong) draw((named = language));
      wasLong = long;
      if (done) void finishCode(element, language, around.drawing.context);
    },
  };
};

/** Draws HTML as it was written. */
export const markup: CreateView = (_node, around) => {
  const element = add(around, create('p', 'literal'));
  const grow = growText(element);
  return { shown: () => [element], update: ({ text }) => grow(withoutBlankEnd(text)) };
};
