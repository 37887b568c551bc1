import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { endOfPiece } from '../../src/element/markdown/weigh.js';
import { attacks } from './hostile/attacks.js';

/** Where a text is cut. */
const cuts = (text: string, size: number): number[] => {
  const found: number[] = [];
  for (let at = 0; at < text.length;) {
    const end = endOfPiece(text, at, size);
    assert.ok(end > at, `nothing is drawn at ${at}`);
    found.push((at = end));
  }
  return found;
};

describe('What is drawn of a long text at once', () => {
  for (const [name, attack] of Object.entries(attacks)) {
    it(`comes to the end of it, and stays as it is while text is added: ${name}`, () => {
      const text = attack.slice(0, 30_000);
      for (const size of [1000, 4000, 8000]) {
        const whole = cuts(text, size);
        const begun = cuts(text.slice(0, 9001), size);
        assert.deepEqual(begun.slice(0, -1), whole.slice(0, begun.length - 1));
        assert.ok(whole.every((end, index) => end - (whole[index - 1] ?? 0) < size + 3));
      }
    });
  }

  it('is less where it costs more, and ends where a line, a sentence or a word does', () => {
    const [words] = cuts('word '.repeat(2000), 1000);
    const [bold] = cuts('**word** '.repeat(2000), 1000);
    const [links] = cuts('[word](https://a.example) '.repeat(2000), 1000);
    assert.ok(words! > bold! && bold! > links!);
    assert.equal(words, 1000);
    assert.equal(cuts(`${'word '.repeat(120)}\n${'word '.repeat(2000)}`, 1000)[0], 601);
    assert.equal(cuts(`${'word '.repeat(120)}end. ${'word '.repeat(2000)}`, 1000)[0], 605);
  });
});
