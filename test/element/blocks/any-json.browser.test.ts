import { expect, fixtureCleanup } from '@open-wc/testing';
import fc from 'fast-check';
import { nothing } from 'lit';
import { readBlock } from '../../../src/core/blocks.js';
import type { Part } from '../../../src/core/index.js';
import { openPanel } from '../views/open-panel.js';
import { draw } from './draw.js';

const kinds = [
  'alert',
  'chart',
  'code-block',
  'data-table',
  'json-tree',
  'markdown',
  'metrics-card',
  'progress-tracker',
  'prompt-form',
  'source-list',
  'timeline',
  'unheard-of',
];

/** Every name under which any of them reads anything, and some that none does. */
const fields = (
  'data props payload content rows columns items records values headers fields inputs questions properties required options choices ' +
  'enum sources links citations results url href title name label snippet number steps stages status state percent total current value ' +
  'startedAt endedAt elapsed indeterminate severity level message description text code language filename markdown submitLabel pattern ' +
  'min max minLength maxLength multiple type format default series labels x y points metrics events date key id trend unit'
).split(' ');

const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<unknown>(
      null,
      true,
      false,
      '',
      0,
      -1,
      1e300,
      NaN,
      '2026-05-04',
      '49.90 EUR',
      'https://a.example/',
      'running',
      'date',
    ),
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.integer(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...fields), tie('value'), { maxKeys: 5 }),
  ),
})).value;

const block = fc
  .record({
    kind: fc.constantFrom(...kinds),
    title: fc.constantFrom(undefined, 'The title of it'),
    data: fc.dictionary(fc.constantFrom(...fields.filter((name) => name !== 'title' && name !== 'id')), json, {
      maxKeys: 12,
    }),
  })
  .map(({ kind, title, data }) => ({ ...data, kind, ...(title && { title }) }));

const part = (data: object, index: number): Part => ({
  id: `block:${index}`,
  kind: 'block',
  block: readBlock(data, `b${index}`)!,
});

describe('Blocks of any JSON', () => {
  it('are drawn, under their title, and break nothing of the answer around them', async () => {
    const panel = await openPanel('Finished');
    const [turn] = panel.state.turns;
    await fc.assert(
      fc.asyncProperty(fc.array(block, { minLength: 1, maxLength: 4 }), async (blocks) => {
        const before: Part = { id: 'before', kind: 'text', text: 'What comes [1] before.', done: true };
        const after: Part = { id: 'after', kind: 'text', text: 'What comes after.', done: true };
        panel.state = { ...panel.state, turns: [{ ...turn!, parts: [before, ...blocks.map(part), after] }] };
        await panel.updateComplete;
        const root = panel.shadowRoot!;
        const texts = [...root.querySelectorAll('[part="text"]')].map((each) => each.textContent.trim());
        expect(texts).to.deep.equal(['What comes [1] before.', 'What comes after.']);
        const places = [...root.querySelectorAll('slot > [part="block"]')];
        expect(places.length).to.equal(blocks.length);
        for (const [index, { kind, ...data }] of blocks.entries()) {
          if ('title' in data) expect(places[index]!.textContent, kind).to.contain('The title of it');
        }
      }),
      { numRuns: 150, seed: 11 },
    );
  });

  it('are read without a failure by each of our own, and may be used', () => {
    const failed: unknown[] = [];
    const more = { submit: () => {}, since: () => nothing, failed: (...values: unknown[]) => failed.push(values) };
    fc.assert(
      fc.property(block, (data) => {
        // What goes wrong in a listener fails the test by itself.
        for (const each of draw(data, more).querySelectorAll<HTMLElement>('button:not(.copy)')) each.click();
        expect(failed).to.deep.equal([]);
        fixtureCleanup();
      }),
      { numRuns: 600, seed: 12 },
    );
  });
});
