import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AgentDefinition } from '../../demo/emulator/index.js';
import {
  type Step,
  ask,
  drop,
  duplicate,
  emit,
  end,
  expireToken,
  finish,
  gap,
  garbage,
  replay,
  say,
  swap,
  wait,
} from '../../demo/emulator/script.js';
import type { ApprovalPart } from '../../src/core/index.js';
import { type Line, type LineOptions, openLine } from './open-line.js';

const told = ['user: Hello', 'agent: one two three four', 'finished'];
const one = say('one two');
const two = say(' three four');

/** Asks an agent whose stream meets that in the middle of its answer, and expects the answer whole. */
const outlives = async (
  middle: readonly Step[],
  options: LineOptions = {},
  definition: Partial<AgentDefinition> = {},
) => {
  await using line = await openLine({ scripts: [[one, ...middle, two, finish()]], ...definition }, options);
  await line.ask();
  assert.deepEqual(line.lines(), told);
  // Nothing of it is a person's business.
  assert.deepEqual(line.statuses, ['sending', 'running', 'finished']);
};

describe('events that come twice', () => {
  for (const count of [1, 3, 64])
    it(`F27 count once where the last ${count} come again after a cut`, () =>
      outlives([drop(), duplicate(count)], { budget: { aiui: 2 } }));

  it('F27 count once where the network repeats bytes', () =>
    outlives([], {
      plan: [{ match: /aiui/, after: '"delta":"one"}\n\n', do: 'duplicate', bytes: 40 }],
      budget: { aiui: 2 },
    }));

  it('F28 count once where the server begins anew, again and again', () =>
    outlives([drop(), replay(), drop(), replay(), replay()], { budget: { aiui: 3 } }));

  it('F28 count once where the server knows no ids and begins anew after each cut', () =>
    outlives([drop(), drop(), end()], { budget: { aiui: 4, events: 1 } }, { withoutIds: true }));
});

describe('events that are missing', () => {
  for (const count of [1, 2, 3])
    it(`F29 are fetched where ${count} were left out`, () =>
      outlives([gap(count)], { budget: { aiui: 2, events: 1 } }));

  it('F29 are fetched where they were left out at the very beginning', async () => {
    await using line = await openLine([gap(2), one, two, finish()], { budget: { aiui: 2, events: 1 } });
    await line.ask();
    assert.deepEqual(line.lines(), told);
  });

  it('F29 are taken from what is stored where the stream leaves them out again', () =>
    outlives([gap(1), replay(), gap(1), replay(), gap(1)], { budget: { aiui: 4, events: 2 } }));

  it('F29 are not given up for lost while the stored events cannot be had', async () => {
    await using line = await openLine([wait(1), finish()], {
      plan: [
        { match: /\/aiui /, times: 2, at: 'request', do: 'answer', ...stream(1, 2, 4) },
        { match: /\/aiui /, skip: 2, at: 'request', do: 'answer', ...stream(1, 2, 3, 4, 5) },
        { match: /\/events/, times: 99, at: 'request', do: 'answer', status: 503, body: '{}' },
      ],
      partial: true,
    });
    await line.ask();
    assert.deepEqual(line.lines(), ['user: Hello', 'agent: 2 3 4 ', 'finished']);
  });

  it('F29 are told as missing where nobody has them, and the rest is shown', async () => {
    await using line = await openLine([wait(1), finish()], {
      plan: [
        { match: /\/aiui /, times: 99, at: 'request', do: 'answer', ...stream(1, 2, 4, 5) },
        { match: /\/events/, times: 99, at: 'request', do: 'answer', status: 200, body: '{"events":[]}' },
      ],
      partial: true,
    });
    await line.ask();
    assert.deepEqual(line.lines(), ['user: Hello', 'agent: 2 4 ', 'agent: notice missing-events', 'finished']);
    assert.ok(line.proxy.exchanges().length <= 5);

    // The person presses Reload, and somebody has found them.
    line.proxy.plan([{ match: /\/aiui /, times: 9, at: 'request', do: 'answer', ...stream(1, 2, 3, 4, 5) }]);
    const requests = line.proxy.exchanges().length;
    await line.conversation.retry();
    assert.deepEqual(line.lines(), ['user: Hello', 'agent: 2 3 4 ', 'finished']);
    assert.equal(line.emulator.runs().length, 1);
    assert.ok(line.proxy.exchanges().length <= requests + 2);
  });
});

/** A stream's answer made of events with these numbers; 1 begins the run, 5 ends it, the others say their number. */
const stream = (...numbers: number[]) => ({
  status: 200,
  headers: { 'content-type': 'text/event-stream' },
  body: numbers
    .map((number) => {
      const type = number === 1 ? 'RUN_STARTED' : number === 5 ? 'RUN_FINISHED' : 'TEXT_MESSAGE_CHUNK';
      return `id: ${number}\ndata: ${JSON.stringify({ type, messageId: 'm', delta: `${number} ` })}\n\n`;
    })
    .join(''),
});

describe('events in another order', () => {
  it('F30 are put in order', () => outlives([swap()], { budget: { aiui: 1 } }));

  it('F30 are put in order wherever the line is cut between them', () =>
    outlives([swap(), drop()], { budget: { aiui: 2 } }));

  for (const numbers of [
    [2, 1, 3, 4, 5],
    [3, 2, 1, 5, 4],
    [5, 4, 3, 2, 1],
  ])
    it(`F30 are put in order from the first on: ${numbers.join(' ')}`, async () => {
      await using line = await openLine([wait(1), finish()], {
        plan: [{ match: /\/aiui /, at: 'request', do: 'answer', ...stream(...numbers) }],
        partial: true,
      });
      await line.ask();
      assert.deepEqual(line.lines(), ['user: Hello', 'agent: 2 3 4 ', 'finished']);
      assert.equal(line.proxy.exchanges().length, 2);
    });
});

describe('what follows the end', () => {
  it('F33 is not shown, and costs nothing', async () => {
    await using line = await openLine([one, two, finish(), say(' five'), duplicate(2), emit({ type: 'X' }), finish()], {
      budget: { aiui: 1, events: 0 },
      partial: true,
    });
    await line.ask();
    assert.deepEqual(line.lines(), told);
  });

  it('F33 is not shown in another turn', async () => {
    await using line = await openLine([one, two, finish(), wait(30), say(' five'), finish()], {
      budget: { aiui: 2 },
      partial: true,
    });
    await line.ask();
    await line.ask();
    assert.deepEqual(line.lines(), [...told, ...told]);
  });
});

describe('events that make no sense', () => {
  const nonsense: Record<string, Step> = {
    'no JSON': garbage(),
    'half a number': emit('-'),
    nothing: emit(''),
    'a type of another world': emit({ type: 'SOMETHING_ELSE', delta: 'x' }, 'SOMETHING_ELSE'),
    'no type': emit({ delta: 'x' }),
    'no fields': emit({ type: 'TEXT_MESSAGE_CONTENT' }),
    'fields of the wrong types': emit({ type: 'TEXT_MESSAGE_CONTENT', messageId: 7, delta: { a: 1 } }),
    'a tool without anything': emit({ type: 'TOOL_CALL_END' }),
    'a result of nothing': emit({ type: 'TOOL_CALL_RESULT' }),
    null: emit('null'),
    'a list': emit([1, 2, 3]),
    'a prototype': emit('{"type":"STATE_SNAPSHOT","__proto__":{"bad":1},"snapshot":{"__proto__":{"bad":1}}}'),
  };
  for (const [what, step] of Object.entries(nonsense))
    it(`F58 are passed by: ${what}`, async () => {
      await using line = await openLine([one, step, two, finish()], { budget: { aiui: 1, events: 0 }, partial: true });
      await line.ask();
      const texts = line.conversation.state.turns[0]!.parts.flatMap((part) =>
        part.kind === 'text' ? [part.text] : [],
      );
      assert.equal(texts.join(''), 'one two three four');
      assert.equal(({} as { bad?: number }).bad, undefined);
    });

  it('F58 are counted, and told to who listens', async () => {
    await using line = await openLine([one, garbage(), two, finish()]);
    const warnings: unknown[] = [];
    line.conversation.listen((event) => {
      if (event.type === 'agent-event' && event.event.type === 'warning') warnings.push(event.event.code);
    });
    await line.ask();
    assert.deepEqual(warnings, ['malformed-event']);
    assert.deepEqual(line.lines(), told);
  });

  it('F58 do not come again after a cut', async () => {
    await using line = await openLine([one, garbage(), drop(), two, finish()], { budget: { aiui: 2 } });
    let warnings = 0;
    line.conversation.listen((event) => {
      if (event.type === 'agent-event' && event.event.type === 'warning') warnings++;
    });
    await line.ask();
    assert.equal(warnings, 1);
  });
});

describe('a token that expires in the middle', () => {
  it('F52 leaves the open stream alone, and the next request takes a new one', async () => {
    await using line = await openLine([one, expireToken(), wait(20), two, finish()], { budget: { aiui: 2, runs: 3 } });
    await line.ask();
    assert.deepEqual([line.lines(), line.agent.minted(), line.count('aiui')], [told, 1, 1]);
    await line.ask();
    assert.deepEqual([line.lines(), line.agent.minted(), line.count('aiui')], [[...told, ...told], 2, 2]);
  });

  it('F52 costs a cut stream one new token and nothing else', () =>
    outlives([expireToken(), drop()], { budget: { aiui: 3 } }));
});

describe('a line that breaks while a person is asked', () => {
  const question = ask({
    tool: 'refund',
    title: 'Refund?',
    args: { amount: 5 },
    result: 'paid',
    onApprove: [say('Done.')],
  });

  for (const [how, breaks] of Object.entries({
    'is cut': (line: Line) => line.proxy.cutAll(),
    'is reset': (line: Line) => line.proxy.cutAll({ reset: true }),
    'is reset twice': async (line: Line) => {
      line.proxy.cutAll({ reset: true });
      while (line.emulator.openStreams() !== 1 || line.proxy.exchanges().filter(isStream).length < 2)
        await new Promise(setImmediate);
      line.proxy.cutAll({ reset: true });
    },
  }))
    it(`F34 keeps one card, and it can be decided, when it ${how}`, async () => {
      await using line = await openLine([question, finish()], { budget: { runs: 1, approvals: 1, aiui: 4 } });
      let asked = 0;
      line.conversation.listen(({ type }) => {
        if (type === 'approval-requested') asked++;
      });
      const answered = line.ask();
      const { parts } = await line.until(({ status }) => status === 'waiting-approval');
      await breaks(line);
      while (line.proxy.exchanges().filter(isStream).length < 2) await new Promise(setImmediate);
      const card = parts.find(({ kind }) => kind === 'approval') as ApprovalPart;
      assert.deepEqual(
        line.conversation.state.turns[0]?.parts.filter(({ kind }) => kind === 'approval'),
        [card],
      );
      await line.conversation.approve(card.request.approvalId!);
      await answered;
      assert.deepEqual(line.lines(), [
        'user: Hello',
        'agent: refund({"amount":5}) done: paid',
        'agent: approval refund approved',
        'agent: Done.',
        'finished',
      ]);
      assert.equal(asked, 1);
      assert.deepEqual(line.statuses, ['sending', 'running', 'waiting-approval', 'running', 'finished']);
    });

  it('F34 keeps one card when the question is asked by an interrupt, and the line is reset', async () => {
    await using line = await openLine([{ ...question, as: 'interrupt' } as Step, finish()], {
      budget: { runs: 1, approvals: 1, aiui: 4 },
    });
    const answered = line.ask();
    const { parts } = await line.until(({ status }) => status === 'waiting-approval');
    line.proxy.cutAll({ reset: true });
    const card = parts.find(({ kind }) => kind === 'approval') as ApprovalPart;
    await line.conversation.reject(card.request.approvalId!);
    await answered;
    assert.deepEqual(line.lines().slice(-2), ['agent: approval refund rejected', 'finished']);
  });
});

const isStream = ({ request }: { request: string }) => request.endsWith('/aiui');
