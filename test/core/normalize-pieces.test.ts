import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createNormalizer } from '../../src/core/normalize.js';

const pieces = {
  TEXT_MESSAGE_CONTENT: { messageId: 'm', delta: 'x' },
  REASONING_MESSAGE_CONTENT: { messageId: 'm', delta: 'x' },
  TOOL_CALL_ARGS: { toolCallId: 'm', delta: 'x' },
} as const;

const beside: readonly Record<string, unknown>[] = [
  {},
  { timestamp: 5 },
  { timestamp: '5' },
  { timestamp: 5, metadata: { a: 1 } },
  { metadata: { a: 1 } },
  { rawEvent: { a: 1 } },
  { subagentRunId: 's' },
  { delta: '' },
  { delta: 7 },
  { delta: null },
  { delta: ['x'] },
  { messageId: 'other', toolCallId: 'other' },
  { messageId: 7, toolCallId: 7 },
  { messageId: undefined, toolCallId: undefined },
];

/** What becomes of the third of three pieces, after which the same thing ends. */
const normalize = (name: string, fields: object, more: object) => {
  const normalizeWire = createNormalizer();
  const named = (data: object) => [
    { event: 'message', data: { type: name, ...data } },
    // Named beside the data, and not in it.
    { event: name, data },
  ];
  return named({}).map((_, which) => {
    const first = named(pieces[name as keyof typeof pieces])[which]!;
    normalizeWire(first);
    normalizeWire(first);
    return [normalizeWire(named({ ...fields, ...more })[which]!), normalizeWire(first), normalizeWire.open];
  });
};

describe('the straight path of a piece', () => {
  for (const [name, fields] of Object.entries(pieces))
    it(`leads ${name} to where the long one does`, () => {
      for (const more of beside) {
        const json = JSON.parse(JSON.stringify({ ...fields, ...more })) as object;
        // A field that nobody reads is enough to be sent the long way.
        assert.deepEqual(
          normalize(name, json, {}),
          normalize(name, json, { nobody: 'reads this' }),
          JSON.stringify(more),
        );
      }
    });
});
