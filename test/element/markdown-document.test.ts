import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Token, Tokens } from 'marked';
import { type Block, createDocument, forget } from '../../src/element/markdown/document.js';

/** Pieces that mean something to Markdown, at the beginning of a line or within one. */
const pieces =
  '# ¦## ¦- ¦* ¦1. ¦2. ¦2) ¦> ¦\n¦\n¦\n\n¦  ¦   ¦    ¦\t¦\r\n¦*¦**¦_¦~~¦`¦``¦```¦```js\n¦~~~\n¦[¦](¦)¦]¦![¦][¦<b>¦<div>¦</div>¦<!--¦-->¦&amp;¦\\¦|¦| a | b |\n¦|---|---|\n¦|--¦[a]: b\n¦[a]: ¦"t¦t"\n¦[a]¦word¦two words¦===¦---¦- [x] ¦x@y.example¦https://z.example'.split(
    '¦',
  );

/** A text and where it is cut. */
const cutText = fc
  .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 50 })
  .map((chosen) => chosen.join(''))
  .chain((text) => fc.tuple(fc.constant(text), fc.array(fc.nat(text.length), { maxLength: 12 })));

/** All that is drawn of a block, as data. */
const shape = ({ token, inline, levels }: Block): unknown => {
  const of = (each: Token): unknown => {
    const { type, tokens, items, header, rows, text, href, title, depth, loose, ordered, start, task, lang } =
      each as Tokens.Generic;
    const cells =
      header && [header, ...(rows ?? [])].flat().map((cell: Tokens.TableCell) => inline(cell.tokens).map(of));
    const inside = items ? items.map(of) : tokens && inline(tokens).map(of);
    const leaf = inside || cells ? undefined : text;
    return [type, levels.get(each), leaf, href, title, depth, loose, ordered, start, task, lang, cells, inside];
  };
  return JSON.parse(JSON.stringify(of(token)));
};

const shapes = (blocks: readonly Block[]): unknown[] => blocks.map(shape);

/** Reads in steps, looking at each block when it is new, as drawing does. */
const inSteps = (text: string, cuts: readonly number[]): { seen: unknown[]; steps: (readonly Block[])[] } => {
  const read = createDocument(3);
  const steps: (readonly Block[])[] = [];
  let seen: unknown[] = [];
  const look = (blocks: readonly Block[]): void => {
    const before = steps.at(-1) ?? [];
    seen = blocks.map((block, index) => {
      if (block === before[index]) return seen[index];
      const drawn = shape(block);
      forget(block);
      return drawn;
    });
    steps.push(blocks);
  };
  for (const cut of [...new Set(cuts)].toSorted((a, b) => a - b)) look(read(text.slice(0, cut), true));
  look(read(text, false));
  return { seen, steps };
};

describe('A text that grows', () => {
  it('ends as if it had come at once, whatever it is and however it is cut', () => {
    fc.assert(
      fc.property(cutText, ([text, cuts]) => {
        assert.deepEqual(inSteps(text, cuts).seen, shapes(createDocument(3)(text, false)));
      }),
      { numRuns: 3000 },
    );
  });

  it('closes up the ranks of headings across what is finished', () => {
    const text = '# One\n\n[a]: b\n[c]: d\n> ## Two\n';
    assert.deepEqual(inSteps(text, [text.indexOf('>')]).seen, shapes(createDocument(3)(text, false)));
  });

  it('keeps what is finished, and reads only the end anew', () => {
    const paragraphs = Array.from({ length: 50 }, (_, index) => `Paragraph ${index} with **words**.\n\n`);
    const { steps } = inSteps(
      paragraphs.join(''),
      paragraphs.map((_, index) => paragraphs.slice(0, index + 1).join('').length),
    );
    for (const [index, blocks] of steps.entries()) {
      const next = steps[index + 1] ?? blocks;
      assert.deepEqual(
        next.slice(0, blocks.length - 1).map((block, at) => block === blocks[at]),
        blocks.slice(0, -1).map(() => true),
      );
    }
  });

  it('reads again exactly the finished blocks that name a link which is defined late, or defined otherwise', () => {
    const read = createDocument(3);
    const named = ['One [a].', 'Two [b].', 'Three *[c][A]*.', 'Four.', '> Five [d](e) and [a][]'].join('\n\n');
    const changes = (text: string): number[] => {
      const before = last;
      last = read(text, true);
      shapes(last);
      // The last ones are still the end, which is read anew each time.
      return [0, 1, 2, 3, 4].filter((index) => before.length > 0 && last[index] !== before[index]);
    };
    let last: readonly Block[] = [];
    changes(`${named}\n\nSix.\n\nSeven.\n\n`);
    assert.deepEqual(changes(`${named}\n\nSix.\n\nSeven.\n\n[a]: https://one.exam`), [0, 2, 4]);
    assert.match(JSON.stringify(shapes(last)[0]), /one\.exam/);
    assert.deepEqual(changes(`${named}\n\nSix.\n\nSeven.\n\n[a]: https://one.example\n[b]: two`), [0, 1, 2, 4]);
    assert.match(JSON.stringify(shapes(last)[2]), /one\.example/);
  });

  it('is read anew when it is another text', () => {
    const read = createDocument(3);
    read('One [a].\n\nTwo.\n\nThree.\n\n[a]: b', true);
    assert.deepEqual(shapes(read('Other [a].', false)), shapes(createDocument(3)('Other [a].', false)));
  });
});
