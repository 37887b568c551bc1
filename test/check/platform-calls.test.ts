import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { calls } from '../server/platform/calls.js';
import { type Heard, keyOf } from '../server/platform/record.js';
import { findGaps, makeTable } from '../server/platform/table.js';
import { root } from './source.js';

const whole: readonly Heard[] = calls.flatMap((call) => [
  { call: keyOf(call), status: 200, fields: ['id'] },
  ...call.errors.map((status) => ({ call: keyOf(call), status, code: 'CODE' })),
]);

describe('the table of the platform’s calls', () => {
  it('has no gap where every call was seen to succeed and to be refused', () => {
    assert.deepEqual(findGaps(whole), []);
  });

  it('misses each success and each refusal that nobody has seen', () => {
    for (const left of whole) {
      const gaps = findGaps(whole.filter((heard) => heard !== left));
      assert.equal(gaps.length, 1, JSON.stringify(left));
      assert.ok(gaps[0]?.includes(left.call));
    }
  });

  it('has a row for every call, under every name', () => {
    const table = makeTable(whole);
    for (const name of calls.flatMap(({ names }) => names)) assert.ok(table.includes(`\`${name}\``), name);
    assert.match(table, /200 `id` \| 401 `CODE`/);
  });

  it('has every name that PROTOCOL.md gives', async () => {
    const protocol = await readFile(join(root, 'docs/PROTOCOL.md'), 'utf8');
    const listed = /The official SDK's client names, [^:]*: (.*?); and on the runtime side/s.exec(protocol)?.[1] ?? '';
    const documented = new Set(calls.flatMap(({ names }) => names));
    const named = [...listed.matchAll(/`([\w.]+)\.([\w/]+)`/g)].flatMap(([, resource = '', methods = '']) =>
      methods.split('/').map((method) => `${resource}.${method}`),
    );
    assert.ok(named.length > 20);
    for (const name of named) assert.ok(documented.has(name), name);
  });
});
