import assert from 'node:assert/strict';
import { it } from 'node:test';
import { coverage, rowsIn } from './fault-rows.js';

const matrix = `| id | fault | inject |
| --- | --- | --- |
| F01 | connection refused | N |
| F02 | DNS failure | C |
| F03 | TLS failure | C |
`;

it('a row is covered where a title begins with its id', () => {
  const tests = [
    { path: 'a.test.ts', text: "it('F01 asks again', () => {}); it(`F02 gives up after ${times}`, () => {});" },
    { path: 'b.test.ts', text: 'const titles = { cut: "F01 goes on" };' },
  ];
  assert.deepEqual(coverage(matrix, tests), [
    { id: 'F01', fault: 'connection refused', files: ['a.test.ts', 'b.test.ts'] },
    { id: 'F02', fault: 'DNS failure', files: ['a.test.ts'] },
    { id: 'F03', fault: 'TLS failure', files: [] },
  ]);
});

it('a test that is skipped or only named covers nothing', () => {
  assert.deepEqual([...rowsIn("it.skip('F01 x'); it.todo('F02 x'); // as in F03 above\nconst row = 'F04';")], []);
});
