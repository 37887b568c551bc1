import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { BlockNode } from '../../src/element/markdown/block-nodes.js';
import { type BlockReader, createBlockReader } from '../../src/element/markdown/read-blocks.js';
import { readInline } from '../../src/element/markdown/read-inline.js';

/** Pieces that mean something to Markdown, at the beginning of a line or within one. */
const pieces =
  '# ¦## ¦- ¦* ¦1. ¦2. ¦2) ¦> ¦\n¦\n¦\n\n¦  ¦   ¦    ¦\t¦\r\n¦\r¦*¦**¦_¦~~¦`¦``¦```¦```js\n¦~~~\n¦[¦](¦)¦]¦![¦][¦<b>¦<div>¦</div>¦<!--¦-->¦&amp;¦\\¦|¦| a | b |\n¦|---|---|\n¦|--¦[a]: b\n¦[a]: ¦"t¦t"\n¦[a]¦word¦two words¦===¦---¦- [x] ¦x@y.example¦https://z.example'.split(
    '¦',
  );

/** A text and where it is cut. */
const cutText = fc
  .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 50 })
  .map((chosen) => chosen.join(''))
  .chain((text) => fc.tuple(fc.constant(text), fc.array(fc.nat(text.length), { maxLength: 12 })));

/** All that is drawn of a text, as data. */
const shape = ({ root, links }: BlockReader): unknown => {
  const of = (node: BlockNode): unknown => {
    const { type, text, children, sample, done: _done, ...more } = node;
    const inside = /code|html/.test(type) ? text : readInline(text.trim(), { links }).nodes;
    return [type, inside, node === root || !root.children.includes(node) ? '' : sample, more, children.map(of)];
  };
  return JSON.parse(JSON.stringify([of(root), [...links]]));
};

/** Reads a text at once, or up to a cut. */
const readOnce = (text: string, streaming = false): unknown => {
  const reader = createBlockReader(3);
  reader.read(text, streaming);
  return shape(reader);
};

const inSteps = (text: string, cuts: readonly number[], look?: (reader: BlockReader, cut: number) => void): unknown => {
  const reader = createBlockReader(3);
  for (const cut of [...new Set(cuts)].toSorted((a, b) => a - b)) {
    reader.read(text.slice(0, cut), true);
    look?.(reader, cut);
  }
  reader.read(text, false);
  return shape(reader);
};

const doneIn = (node: BlockNode): BlockNode[] => [
  ...(node.done ? [node] : []),
  ...node.children.flatMap((child) => doneIn(child)),
];

/** Behind a paragraph without words nothing would be drawn. */
const leavesNoneEmpty = (text: string): void => {
  const { root, read } = createBlockReader(3);
  read(text, false);
  assert.deepEqual(
    doneIn(root).filter((node) => node.type === 'paragraph' && node.text === ''),
    [],
  );
};

/** The blocks of a text that is not finished, in short. */
const kinds = (text: string): string => {
  const reader = createBlockReader(3);
  reader.read(text, true);
  const of = ({ type, text: source, children, head = '' }: BlockNode): string =>
    type +
    (source || head ? `(${source || head})` : '') +
    (children.length > 0 ? `[${children.map(of).join(' ')}]` : '');
  // A paragraph without words is not drawn.
  const drawn = reader.root.children.filter((node) => node.type !== 'paragraph' || node.text !== '');
  return drawn.map(of).join(' ');
};

describe('A text that grows', () => {
  it('ends as if it had come at once, whatever it is and however it is cut', () => {
    fc.assert(
      fc.property(cutText, ([text, cuts]) => assert.deepEqual(inSteps(text, cuts), readOnce(text))),
      { numRuns: 3000 },
    );
  });

  it('is at each moment what it would be if that much had come at once', () => {
    fc.assert(
      fc.property(cutText, ([text, cuts]) => {
        inSteps(text, cuts, (reader, cut) => assert.deepEqual(shape(reader), readOnce(text.slice(0, cut), true)));
      }),
      { numRuns: 1000 },
    );
  });

  it('never changes what is done', () => {
    fc.assert(
      fc.property(cutText, ([text, cuts]) => {
        const seen = new Map<BlockNode, string>();
        const check = ({ root }: BlockReader): void => {
          const done = new Set(doneIn(root));
          for (const [node, before] of seen) {
            assert.ok(done.has(node));
            assert.equal(JSON.stringify({ ...node, sample: '' }), before);
          }
          for (const node of done) seen.set(node, JSON.stringify({ ...node, sample: '' }));
        };
        inSteps(text, cuts, check);
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves no paragraph without words', () => {
    leavesNoneEmpty('[a]: b\n---\nThe end.');
    fc.assert(
      fc.property(cutText, ([text]) => leavesNoneEmpty(text)),
      { numRuns: 1000 },
    );
  });

  it('closes up the ranks of headings across what is finished', () => {
    const text = '# One\n\n[a]: b\n[c]: d\n> ## Two\n';
    assert.deepEqual(inSteps(text, [text.indexOf('>')]), readOnce(text));
  });

  it('knows what the line at its end is becoming', () => {
    for (const marks of ['#', '- ', '1', '1.', '2', '|', '```'.slice(0, 2), '>', '***', '[', '- [', '- [x]', '> - '])
      assert.equal(kinds(marks), '', marks);
    assert.equal(kinds('a\n-'), 'paragraph(a)');
    assert.equal(kinds('a\n--'), 'paragraph(a)');
    assert.equal(kinds('a\n---\n'), 'heading(a)');
    assert.equal(kinds('```j'), 'code');
    assert.equal(kinds('```\na\n``'), 'code(a)');
    assert.equal(kinds('| a'), 'table(| a)');
    assert.equal(kinds('| a | b |\n'), 'table(| a | b |)');
    assert.equal(kinds('> | a | b |\n> |--'), 'quote[table(| a | b |)]');
    assert.equal(kinds('a | b\n--- | '), 'table(a | b)');
    assert.equal(kinds('| a |\n|---|\n| 1'), 'table(| a |)[row(| 1)]');
    assert.equal(kinds('[a]: https://a.exam'), '');
    assert.equal(kinds('[a]: https://a.example "Ti'), '');
    assert.equal(kinds('[a]: not a definition'), 'paragraph([a]: not a definition)');
    assert.equal(kinds('- a\n\n  b'), 'list[item[paragraph(a) paragraph(b)]]');
  });

  it('nests so deep and no deeper', () => {
    const depth = ({ children }: BlockNode): number => 1 + Math.max(0, ...children.map(depth));
    for (const mark of ['> ', '- ', '1. ', '> - ', '* 1) > ']) {
      const { root, read } = createBlockReader(3);
      read(mark.repeat(10_000), false);
      assert.ok(depth(root) < 70, mark);
    }
  });
});
