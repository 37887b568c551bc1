import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readPartial } from '../../src/element/views/partial-json.js';

describe('JSON that is still growing', () => {
  const cases: readonly (readonly [string, unknown])[] = [
    ['{', {}],
    ['{"to', {}],
    ['{"to":', {}],
    ['{"to":"Ad', { to: 'Ad' }],
    ['{"to":"Ada","amount":12', { to: 'Ada' }],
    ['{"to":"Ada","amount":12,', { to: 'Ada', amount: 12 }],
    ['{"to":"Ada","sure":tr', { to: 'Ada' }],
    ['{"list":[1,2', { list: [1] }],
    ['{"list":[{"a":"x"},{"b":"y', { list: [{ a: 'x' }, { b: 'y' }] }],
    ['{"a":{"b":1}', { a: { b: 1 } }],
    ['{"text":"a \\"quote\\" and a \\', { text: 'a "quote" and a ' }],
    ['{"text":"caf\\u00e', { text: 'caf' }],
    ['{"text":"one, {two}, [three', { text: 'one, {two}, [three' }],
    ['"alone', 'alone'],
    ['12', 12],
    ['not JSON', 'not JSON'],
    ['', ''],
  ];
  for (const [text, value] of cases)
    it(`reads ${JSON.stringify(text)} as far as it goes`, () => assert.deepEqual(readPartial(text), value));

  it('is the whole once it is whole, and never fails before', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, at) => {
        assert.deepEqual(readPartial(text), JSON.parse(text));
        readPartial(text.slice(0, at % (text.length + 1)));
      }),
    );
  });

  it('does not fail on what is nested deeper than the stack', () => {
    assert.equal(typeof readPartial('['.repeat(100_000)), 'object');
  });
});
