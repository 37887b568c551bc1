import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Step, drop, emit, finish, garbage, say, wait } from '../../demo/emulator/script.js';
import type { StorageAdapter } from '../../src/core/index.js';
import { shown } from '../conformance/play.js';
import { openLine } from './open-line.js';

const one = say('one two');
const two = say(' three four');

/** The words that a person reads, wherever they stand. */
const words = (line: Awaited<ReturnType<typeof openLine>>): string =>
  line.conversation.state.turns
    .flatMap(({ parts }) => parts)
    .flatMap((part) => (part.kind === 'text' ? [part.text] : []))
    .join('');

const nested = (open: string, close: string, inside = '1') => `${open.repeat(10_000)}${inside}${close.repeat(10_000)}`;
const objects = nested('{"a":', '}');

/** What may come from an agent gone wrong, or an evil one. */
const payloads: Record<string, string> = {
  'a state that names prototypes':
    '{"type":"STATE_SNAPSHOT","snapshot":{"__proto__":{"bad":1},"constructor":{"prototype":{"bad":1}}}}',
  'a patch that reaches for prototypes':
    '{"type":"STATE_DELTA","delta":[{"op":"add","path":"/__proto__/bad","value":1},{"op":"add","path":"/constructor/prototype/bad","value":1}]}',
  'a message called __proto__': '{"type":"TEXT_MESSAGE_END","messageId":"__proto__","subagentRunId":"__proto__"}',
  'a call called constructor': '{"type":"TOOL_CALL_START","toolCallId":"constructor","toolCallName":"__proto__"}',
  'a block of prototypes':
    '{"type":"UI_BLOCK","block":{"kind":"constructor","id":"__proto__","__proto__":{"kind":"approval-card"}}}',
  'numbers beyond all numbers':
    '{"type":"ACTIVITY_SNAPSHOT","messageId":9007199254740993,"timestamp":1e400,"activityType":1e21,"content":{"total":1e400,"current":-1e400}}',
  'half a character': '{"type":"CUSTOM","name":"\\ud83d","value":"\\udc00\\ud800"}',
  'a state of 10,000 levels': `{"type":"STATE_SNAPSHOT","snapshot":${objects}}`,
  'a block of 10,000 levels': `{"type":"UI_BLOCK","block":{"kind":"data-table","rows":${nested('[', ']')}}}`,
  'a call with arguments of 10,000 levels': `{"type":"tool_call","toolName":"x","args":${objects},"result":${objects}}`,
  'an activity of 10,000 levels': `{"type":"ACTIVITY_SNAPSHOT","messageId":"a","activityType":"x","content":${objects}}`,
  'messages in messages': `{"type":"MESSAGES_SNAPSHOT","messages":${nested('[{"role":"assistant","content":', '}]', '"x"')}}`,
};

/** Where a conversation is kept, and whether it could be. */
const createShelf = (): StorageAdapter & { readonly kept: Map<string, string> } => {
  const kept = new Map<string, string>();
  return {
    kept,
    load: (key) => kept.get(key) ?? null,
    save: (key, value) => void kept.set(key, value),
    remove: (key) => void kept.delete(key),
    keys: () => [...kept.keys()],
  };
};

describe('an event that makes no sense', () => {
  for (const [what, payload] of Object.entries(payloads))
    it(`F58 is passed by, and the answer goes on and can be kept: ${what}`, async () => {
      const storage = createShelf();
      const step: Step = emit(payload);
      await using line = await openLine([one, step, drop(), two, finish()], {
        budget: { aiui: 2 },
        partial: true,
        storage,
      });
      const turn = await line.ask();
      assert.equal(turn.status, 'finished');
      assert.equal(words(line), 'one two three four');
      assert.equal(({} as { bad?: number }).bad, undefined);
      const again = line.agent.reopen({ storage });
      await again.restored;
      assert.deepEqual(shown(again.state), shown(line.conversation.state));
    });

  it('F58 may be 8 MB of one text, and the answer goes on', async () => {
    const text = 'a'.repeat(8 * 1024 * 1024);
    await using line = await openLine(
      [one, emit(`{"type":"TEXT_MESSAGE_CONTENT","messageId":"big","delta":"${text}"}`), two, finish()],
      { budget: { aiui: 1 }, partial: true },
    );
    await line.ask();
    // What is said around it is one message.
    assert.ok(words(line) === `one two three four${text}`);
  });

  it('F58 a thousand times over costs nothing but a count of a thousand', async () => {
    await using line = await openLine([one, ...Array.from({ length: 1_000 }, () => garbage()), two, finish()], {
      budget: { aiui: 1, events: 0 },
    });
    let warnings = 0;
    line.conversation.listen((event) => {
      if (event.type === 'agent-event' && event.event.type === 'warning') warnings++;
    });
    await line.ask();
    assert.deepEqual(line.lines(), ['user: Hello', 'agent: one two three four', 'finished']);
    assert.equal(warnings, 1_000);
    const { passedBy, trail } = line.conversation.diagnostics.export();
    assert.deepEqual(passedBy, { 'malformed-event': 1_000 });
    assert.equal(trail.filter(([, what]) => what === 'warning').length, 1);
  });

  it('F58 of a kind that nobody knows reaches who listens, untouched', async () => {
    const data = { type: 'WEATHER', sun: { __proto__: null, hours: [1, 2.5, null] } };
    await using line = await openLine([one, emit(data, 'Weather'), two, finish()]);
    const heard: unknown[] = [];
    line.conversation.listen((event) => {
      if (event.type === 'agent-event' && event.event.type === 'unknown') heard.push(event.event.wire.data);
    });
    await line.ask();
    assert.deepEqual(heard, [JSON.parse(JSON.stringify(data))]);
    assert.deepEqual(line.conversation.diagnostics.export().passedBy, { 'unknown-event': 1 });
  });
});

describe('what follows the end', () => {
  it('F33 is a failure where it is one', async () => {
    await using line = await openLine([one, finish(), emit({ type: 'RUN_ERROR', message: 'It broke after all' })], {
      partial: true,
    });
    await line.ask();
    const turn = await line.until(({ status }) => status === 'failed');
    assert.equal(turn.error?.message, 'It broke after all');
    assert.deepEqual(line.lines(), ['user: Hello', 'agent: one two', 'failed']);
  });

  it('F33 is counted for the developer', { timeout: 20_000 }, async () => {
    await using line = await openLine([one, finish(), emit({ type: 'STATE_SNAPSHOT', snapshot: 1 }), say(' late')], {
      partial: true,
    });
    await line.ask();
    // The state, and the beginning, the word and the end of what was said.
    while (line.conversation.diagnostics.export().passedBy['late-event'] !== 4) await new Promise(setImmediate);
    assert.equal(line.conversation.state.shared, undefined);
    assert.deepEqual(line.lines(), ['user: Hello', 'agent: one two', 'finished']);
  });

  it('F33 is no success where a failure went before', async () => {
    await using line = await openLine(
      [one, emit({ type: 'RUN_ERROR', message: 'It broke' }), emit({ type: 'RUN_FINISHED' }), two, wait(1)],
      { partial: true, budget: { aiui: 1 } },
    );
    assert.equal((await line.ask()).status, 'failed');
    assert.deepEqual(line.lines(), ['user: Hello', 'agent: one two', 'failed']);
  });
});

const event = (id: string, data: object): string => `id: ${id}\ndata: ${JSON.stringify(data)}\n\n`;

describe('an id that is no plain ASCII', () => {
  it('F24 is where the stream goes on, in the bytes that it came in', async () => {
    const headers = { 'content-type': 'text/event-stream' };
    await using line = await openLine([wait(1), finish()], {
      plan: [
        {
          match: /\/aiui /,
          at: 'request',
          do: 'answer',
          status: 200,
          headers,
          body: event('шаг é 日本', { type: 'TEXT_MESSAGE_CHUNK', messageId: 'm', delta: 'one ' }),
        },
        {
          skip: 1,
          match: /\/aiui /,
          at: 'request',
          do: 'answer',
          status: 200,
          headers,
          body: event('next', { type: 'TEXT_MESSAGE_CHUNK', delta: 'two' }) + event('end', { type: 'RUN_FINISHED' }),
        },
      ],
      partial: true,
    });
    await line.ask();
    assert.deepEqual(line.lines(), ['user: Hello', 'agent: one two', 'finished']);
    const heads = line.proxy.exchanges().flatMap(({ request, head }) => (request.includes('/aiui') ? head : []));
    const [, id = ''] = /last-event-id: (.*)\r/i.exec(heads[1]!) ?? [];
    assert.equal(Buffer.from(id, 'latin1').toString('utf8'), 'шаг é 日本');
  });
});
