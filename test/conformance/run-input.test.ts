import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RunAgentInputSchema } from '@ag-ui/core/schemas';
import fc from 'fast-check';
import type { ConversationState } from '../../src/core/index.js';
import { createNormalizer } from '../../src/core/normalize.js';
import { readWire } from '../../src/core/read-wire.js';
import { createRunInput } from '../../src/core/transports/run-input.js';
import { event } from './hostile-events.js';
import { begin, play } from './play.js';

const read = (texts: readonly string[]) => texts.map((data) => readWire({ event: 'message', data }));

const assertValid = (input: unknown): void => {
  const parsed = RunAgentInputSchema.safeParse(JSON.parse(JSON.stringify(input)));
  assert.ok(parsed.success, `${parsed.error?.message} in ${JSON.stringify(input)}`);
};

const ask = (state: ConversationState, more?: Parameters<typeof createRunInput>[4], input = {}) =>
  createRunInput(state, state.turns.at(-1)!, 'run', input, more);

describe('what an AG-UI agent is asked', () => {
  it('fits AG-UI’s own schema, whatever the agent said before', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 8 }), fc.array(event, { maxLength: 8 }), (first, second) => {
        const normalize = createNormalizer();
        const before = play(read(first), normalize, begin('One?'));
        const next = begin('Two?').turns.map((turn) => ({ ...turn, id: 'turn' }));
        const old = before.turns.map((turn) => ({ ...turn, id: 'old', endedAt: 1 }));
        const state = play(read(second), createNormalizer(), { ...before, turns: [...old, ...next] });
        assertValid(ask(state));
        assertValid(
          ask(state, {
            parentRunId: 'parent',
            resume: [{ interruptId: 'i', status: 'resolved', payload: { approved: true } }],
          }),
        );
      }),
      { numRuns: 500 },
    );
  });

  const contexts: Record<string, unknown> = {
    'a text': 'The cart is empty',
    'an object': { page: '/cart', items: [1, 2], gone: null },
    'pairs of texts': [{ description: 'page', value: '/cart' }],
    'a list of something else': [1, { value: 2 }],
    'a pair without a name': [{ value: '/cart' }],
    'nothing at all': null,
  };
  for (const [title, context] of Object.entries(contexts))
    it(`fits it with ${title} as the page’s context`, () => assertValid(ask(begin('One?'), undefined, { context })));

  it('fits it with files and with a form', () => {
    const state = begin('Look');
    const attachments = [
      { url: 'https://example.com/a.png', name: 'a.png', mimeType: 'image/png', size: 1 },
      { url: 'https://example.com/b' },
    ];
    assertValid(ask({ ...state, turns: state.turns.map((turn) => ({ ...turn, attachments })) }));
    const form = { blockId: 'b', values: { a: [1] } };
    assertValid(ask({ ...state, turns: state.turns.map((turn) => ({ ...turn, question: '', form })) }));
  });
});
