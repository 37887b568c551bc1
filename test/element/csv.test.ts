import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toCsv } from '../../src/element/csv.js';

describe('A table as CSV', () => {
  it('separates cells by commas and rows by line ends', () => {
    assert.equal(
      toCsv([
        ['Order', 'Total'],
        ['1042', '49.90'],
      ]),
      'Order,Total\r\n1042,49.90',
    );
  });

  it('quotes what would end a cell early', () => {
    assert.equal(
      toCsv([['a,b', 'say "hi"', 'two\nlines', 'a;b', 'a\tb']]),
      '"a,b","say ""hi""","two\nlines","a;b","a\tb"',
    );
  });

  it('lets no cell become a formula', () => {
    for (const cell of [
      '=1+1',
      '+1+1',
      '-1+1',
      '@SUM(A1)',
      '=cmd|"/c calc"!A0',
      '\t=1',
      '\r=1',
      '\n=1',
      '＝1+1',
      '-',
      '+',
      '--1',
    ]) {
      assert.match(toCsv([[cell]]), /^"?'/, JSON.stringify(cell));
    }
  });

  it('leaves numbers as they are', () => {
    assert.equal(toCsv([['-5', '+3.5', '-1,000.50', '-12%', '']]), '-5,+3.5,"-1,000.50",-12%,');
  });
});
