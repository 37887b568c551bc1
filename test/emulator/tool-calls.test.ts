import { deepEqual } from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createCallCollector } from '../../demo/emulator/model/tool-calls.js';

/** Deals the pieces of several calls out as a stream would: each call's own in order, the calls mixed. */
const mixed = fc
  .array(fc.record({ name: fc.constantFrom('look', 'pay'), pieces: fc.array(fc.string(), { maxLength: 5 }) }), {
    minLength: 1,
    maxLength: 5,
  })
  .chain((calls) => {
    const turns = calls.flatMap(({ pieces }, index) => pieces.map(() => index));
    return fc.record({ calls: fc.constant(calls), order: fc.shuffledSubarray(turns, { minLength: turns.length }) });
  });

describe('The pieces of tool calls', () => {
  for (const withIds of [true, false]) {
    it(`make the calls they were cut from, however they are mixed, ${withIds ? 'with' : 'without'} ids`, () => {
      fc.assert(
        fc.property(mixed, ({ calls, order }) => {
          let made = 0;
          const collector = createCallCollector((said) => said ?? `made ${(made += 1)}`);
          calls.forEach(({ name }, index) => {
            collector.add({ kind: 'call', index, name, ...(withIds && { id: `call ${index}` }) });
          });
          const next = calls.map(() => 0);
          for (const index of order) {
            const piece = next[index] ?? 0;
            collector.add({ kind: 'call', index, args: calls[index]?.pieces[piece] ?? '' });
            next[index] = piece + 1;
          }
          deepEqual(
            collector.calls.map(({ name, args }) => [name, args]),
            calls.map(({ name, pieces }) => [name, pieces.join('')]),
          );
        }),
      );
    });
  }
});
