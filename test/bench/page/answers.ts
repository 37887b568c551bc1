/** What runs in the page of `markdown.ts`: three ways to show the same answer. */
import { render } from 'lit';
import { marked } from 'marked';
import { en } from '../../../src/element/locales/en.js';
import { renderMarkdown } from '../../../src/element/markdown/index.js';

/** What an agent might write: a paragraph, a list, code and a table in turns, until it is long enough. */
const answer = (length: number): string => {
  const parts: string[] = [];
  for (let index = 0, written = 0; written < length; index++) {
    const part = [
      `## Part ${index}\n\nThe **shop** opens at nine, and _closes_ when the last person has gone; see [the hours](https://shop.example/${index}) or \`hours(${index})\`.`,
      Array.from({ length: 6 }, (_, item) => `- item ${item} of **${index}** with some words behind it`).join('\n'),
      `\`\`\`js\n${'const total = items.reduce((sum, { price }) => sum + price, 0);\n'.repeat(5)}\`\`\``,
      `| Name | Price |\n|------|------:|\n${Array.from({ length: 5 }, (_, row) => `| Row ${row} | ${row * index} |`).join('\n')}`,
    ][index % 4]!;
    parts.push(part);
    written += part.length + 2;
  }
  return parts.join('\n\n').slice(0, length);
};

const host = (): HTMLElement => {
  const element = document.createElement('div');
  document.body.replaceChildren(element);
  return element;
};

/** Lays the page out, as each frame does. */
const layOut = (element: HTMLElement): unknown => element.offsetHeight;

/** One kind of block alone, so long that it stays open all the time. */
const alone: Readonly<Record<string, (length: number) => string>> = {
  'an answer': answer,
  'one list': (length) => '- an item of a **list** that goes on\n'.repeat(length / 37),
  'one table': (length) => `| a | b |\n|---|---|\n${'| one **cell** | another one, longer |\n'.repeat(length / 38)}`,
  'one code block': (length) => `\`\`\`js\n${'const total = items.reduce(sum);\n'.repeat(length / 33)}`,
  'one quote': (length) => '> A line that somebody **said**.\n>\n'.repeat(length / 35),
  'one paragraph': (length) => 'Some **words** of a paragraph. '.repeat(length / 31),
};

export const kinds = Object.keys(alone);

export const ways = {
  /** Draws and lays out once for so many deltas, as the element does once a frame. */
  ours: (kind: string, length: number, deltas: number, perFrame: number): void => {
    const text = alone[kind]!(length);
    const element = host();
    for (let arrived = perFrame; arrived <= deltas; arrived += perFrame) {
      const shown = text.slice(0, Math.round((text.length * arrived) / deltas));
      render(renderMarkdown(shown, { strings: en, streaming: arrived < deltas }), element);
      layOut(element);
    }
  },
  /** Parses once, at the end. */
  once: (kind: string, length: number): void => {
    const element = host();
    element.innerHTML = marked.parse(alone[kind]!(length), { async: false });
    layOut(element);
  },
};

Object.assign(globalThis, { bench: { kinds, ways } });
