import assert from 'node:assert/strict';
import { it } from 'node:test';
import { faultsOf, holds, rowsOf } from './covered-rows.js';

it('the rows of a page are the first cells of its tables', () => {
  assert.deepEqual(rowsOf('| # | row |\n| --- | --- |\n| E1 | axe |\n| E2 | contrast |\n', /^E\d/), ['E1', 'E2']);
});

it('a title holds a row where a test that runs has it', () => {
  assert.equal(holds('a.test.ts', "it('sends once while Enter is held', () => {})", 'sends once'), true);
  assert.equal(holds('a.test.ts', 'it(`sends ${how}`, () => {})', 'sends ${how}'), true);
  assert.equal(holds('a.test.ts', "it.skip('sends once')", 'sends once'), false);
  assert.equal(holds('a.test.ts', '// sends once', 'sends once'), false);
});

it('a line of the list by hand holds a row by its name', () => {
  assert.equal(holds('by-hand.md', 'head\n| E25 | the same place |', 'E25'), true);
});

it('a row without a place, a place without a test and a row of no page are told', () => {
  const texts = new Map([['a.test.ts', "it('is there', () => {})"]]);
  assert.deepEqual(faultsOf({ E1: ['a.test.ts › is there'], E9: ['a.test.ts › is gone'] }, ['E1', 'E2'], texts), [
    'E2 is held nowhere',
    'E9 is no row of the page',
    'E9: there is no a.test.ts › is gone',
  ]);
});
