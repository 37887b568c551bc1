import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AgentDefinition } from '../../demo/emulator/index.js';
import {
  type Step,
  ask,
  call,
  deny,
  drop,
  duplicate,
  emit,
  end,
  exhaustToken,
  expireToken,
  fail,
  finish,
  gap,
  garbage,
  hang,
  heartbeats,
  html,
  lose,
  oversized,
  replay,
  revokeFamily,
  say,
  stall,
  step,
  swap,
  think,
  wait,
} from '../../demo/emulator/script.js';
import { defaultEnv } from '../../src/core/env.js';
import { type ConversationOptions, answerText } from '../../src/core/index.js';
import { hasty, openAgent, transcript, until } from './open-agent.js';

type Described = readonly Step[] | AgentDefinition;

/** Asks once and waits for the end. */
const hear = async (described: Described, options: Partial<ConversationOptions> = {}) => {
  await using agent = await openAgent(described, options);
  const { conversation, emulator } = agent;
  const turn = await conversation.send('Hello');
  return {
    turn,
    lines: transcript(conversation),
    draft: conversation.state.draft,
    events: agent.events,
    runs: emulator.runs(),
    minted: agent.minted(),
    requests: (name: string) => emulator.requests({ name }),
  };
};

const told = ['user: Hello', 'agent: one two three four', 'finished'];
const one = say('one two');
const two = say(' three four');

describe('an answer arrives whole and once', () => {
  const faults: Record<string, readonly Step[]> = {
    'the line is cut': [drop()],
    'the line is reset': [drop({ reset: true })],
    'the line is cut in the middle of an event': [drop({ into: 20 })],
    'the line is cut between two line ends': [drop({ into: 1 })],
    'the line is cut again and again': [drop(), drop(), drop(), drop(), drop()],
    'the stream ends too early': [end()],
    'the stream ends too early again and again': [end(), end(), end()],
    'events come twice': [duplicate(3)],
    'everything comes again': [replay()],
    'everything comes again after a cut': [drop(), replay()],
    'an event is left out': [gap(1)],
    'several events are left out': [gap(3)],
    'two events change places': [swap()],
    'there are heartbeats': [heartbeats(50)],
    'there is an event that is not JSON': [garbage()],
    'there is an empty event': [emit('')],
    'there is an event of another world': [emit({ type: 'SOMETHING_ELSE', delta: 'x' }, 'SOMETHING_ELSE')],
    'there are pings with a name': [emit({}, 'ping'), emit({}, 'heartbeat'), drop(), emit({}, 'keepalive')],
    'the token expires meanwhile and the line is cut': [expireToken(), drop()],
    'the token is spent meanwhile and the line is cut': [exhaustToken(), drop()],
    'the token family is revoked': [revokeFamily()],
    'reconnecting meets 500': [deny(500, { on: 'aiui', times: 2 }), drop()],
    'reconnecting meets 503 with Retry-After': [deny(503, { on: 'aiui', retryAfter: 0 }), drop()],
    'reconnecting meets 429': [deny(429, { on: 'aiui' }), drop()],
    'reconnecting meets 401': [deny(401, { on: 'aiui' }), drop()],
    'reconnecting meets a line that is cut': [lose('aiui'), drop()],
    'the server does not know the place any more': [deny(410, { on: 'aiui' }), drop()],
    'reconnecting meets a page once': [html({ on: 'aiui' }), drop()],
    'stored events cannot be had': [deny(500, { on: 'events', times: 9 }), gap(1)],
  };
  for (const [title, middle] of Object.entries(faults)) {
    it(`though ${title}`, async () => {
      const { lines, events } = await hear([one, ...middle, two, finish()]);
      assert.deepEqual(lines, told);
      assert.deepEqual(
        events.filter(({ type }) => type === 'error'),
        [],
      );
    });
  }

  const ways: Record<string, Partial<AgentDefinition>> = {
    'in Pascal': { dialect: 'pascal' },
    'in the simple dialect': { dialect: 'simple' },
    'in a mix of dialects': { dialect: 'mixed' },
    'without ids': { withoutIds: true },
    'without ids, in the simple dialect': { withoutIds: true, dialect: 'simple' },
    'with CRLF': { lineEnd: '\r\n' },
    'with CR': { lineEnd: '\r' },
    'from an older platform': { shapes: 'older' },
  };
  for (const [way, definition] of Object.entries(ways)) {
    for (const [title, middle] of Object.entries({
      'on a good day': [],
      'after cuts': [drop(), drop({ into: 10 })],
      'after early ends': [end(), end(), end()],
      'after heartbeats and repetitions': [heartbeats(3), ...(definition.withoutIds ? [] : [duplicate(2)])],
      'after pings and cuts': [emit({}, 'ping'), drop(), emit({}, 'ping'), drop()],
    })) {
      it(`${way}, ${title}`, async () => {
        const { lines } = await hear({ ...definition, scripts: [[one, ...middle, two, finish()]] });
        assert.deepEqual(lines, told);
      });
    }
  }

  it('when the cut is right before its end', async () => {
    assert.deepEqual((await hear([one, two, drop(), finish()])).lines, told);
    assert.deepEqual((await hear([one, two, end(), finish()])).lines, told);
  });

  it('when the line falls silent', async () => {
    const policy = { ...hasty, heartbeatTimeout: 60 };
    assert.deepEqual((await hear([one, stall(), two, finish()], { policy })).lines, told);
  });

  it('when opening the stream never gets an answer', async () => {
    const policy = { ...hasty, streamTimeout: 60 };
    assert.deepEqual((await hear([hang('aiui'), one, two, finish()], { policy })).lines, told);
  });

  it('however long the agent thinks, while there are heartbeats', async () => {
    const policy = { ...hasty, heartbeatTimeout: 600 };
    const { lines, requests } = await hear(
      { scripts: [[one, wait(1_500), two, finish()]], heartbeatMs: 20 },
      { policy },
    );
    assert.deepEqual(lines, told);
    assert.equal(requests('aiui').length, 1);
  });

  it('with all its other parts', async () => {
    const { lines } = await hear([
      think('Let me see.'),
      drop(),
      call({ tool: 'search', args: { q: 'x' }, result: 'found' }),
      end(),
      step('Reading', { steps: [drop()] }),
      one,
      two,
      finish(),
    ]);
    assert.deepEqual(lines, [
      'user: Hello',
      'agent: (Let me see.)',
      'agent: search({"q":"x"}) done: found',
      'agent: Reading done',
      'agent: one two three four',
      'finished',
    ]);
  });
});

describe('an event that is too large', () => {
  it('is passed by with a notice, and the run goes on', async () => {
    const { lines } = await hear([say('one'), oversized(50_000), drop(), say('two'), finish()], {
      policy: { ...hasty, eventLimit: 10_000 },
    });
    assert.deepEqual(lines, ['user: Hello', 'agent: onetwo', 'agent: notice oversized-event', 'finished']);
  });
});

describe('a run', () => {
  it('is started once, though the answer to its start is lost', async () => {
    const { lines, runs } = await hear({ scripts: [{ when: '', before: [lose('runs')], script: [one, two] }] });
    assert.deepEqual(lines, told);
    assert.equal(runs.length, 1);
  });

  it('is started once, though the platform fails twice', async () => {
    const { lines, runs, requests } = await hear({
      scripts: [{ when: '', before: [deny(503, { on: 'runs', times: 2 })], script: [one, two] }],
    });
    assert.deepEqual(lines, told);
    assert.deepEqual([runs.length, requests('runs').length], [1, 3]);
  });

  it('that fails keeps what was said, and says why', async () => {
    const { turn, lines } = await hear([one, fail('Out of paper', 'PAPER')]);
    assert.deepEqual(lines, ['user: Hello', 'agent: one two', 'failed']);
    assert.deepEqual(
      [turn.error?.code, turn.error?.message, turn.error?.platformCode],
      ['run-failed', 'Out of paper', 'PAPER'],
    );
  });

  it('that fails at once says why', async () => {
    const { turn } = await hear([fail('Out of paper')]);
    assert.deepEqual([turn.status, turn.error?.message], ['failed', 'Out of paper']);
  });

  it('may be cancelled by the agent', async () => {
    assert.deepEqual((await hear([one, finish({ cancelled: true })])).turn.status, 'cancelled');
  });

  it('has one end: what follows it is not shown', async () => {
    await using agent = await openAgent([one, two, finish(), say(' five'), finish({ result: 'six' })]);
    await agent.conversation.send('Hello');
    await agent.conversation.send('Hello');
    assert.deepEqual(transcript(agent.conversation), [...told, ...told]);
  });

  it('that finished may still turn out to have failed', async () => {
    await using agent = await openAgent([one, finish(), wait(400), fail('The refund bounced')]);
    const { conversation } = agent;
    assert.equal((await conversation.send('Hello')).status, 'finished');
    const turn = await until(conversation, ({ status }) => status === 'failed');
    assert.equal(turn.error?.message, 'The refund bounced');
    assert.equal(answerText(turn), 'one two');
  });

  it('shows a result that is text where nothing was said, and not twice', async () => {
    assert.deepEqual((await hear([finish({ result: 'forty-two' })])).lines, [
      'user: Hello',
      'agent: forty-two',
      'finished',
    ]);
    assert.deepEqual((await hear([say('forty-two'), finish({ result: 'forty-two' })])).lines, [
      'user: Hello',
      'agent: forty-two',
      'finished',
    ]);
  });

  it('that the platform finished before it answered shows its final output, though the stream carries no text', async () => {
    await using agent = await openAgent([finish()]);
    const conversation = agent.reopen({
      env: {
        ...defaultEnv,
        fetch: async (input, init) => {
          const response = await fetch(input, init);
          if (!input.endsWith('/runs')) return response;
          const { runId } = (await response.json()) as { runId: string };
          return Response.json({ runId, status: 'COMPLETED', finalOutput: 'All done.' });
        },
      },
    });
    await conversation.send('Hello');
    assert.deepEqual(transcript(conversation), ['user: Hello', 'agent: All done.', 'finished']);
  });
});

describe('when it does not get better', () => {
  const policy = { ...hasty, reconnectAttempts: 3 };

  it('the effort ends, and what was said stays', async () => {
    const { turn, lines, draft, requests } = await hear([one, deny(500, { on: 'aiui', times: 99 }), drop(), two], {
      policy,
    });
    assert.deepEqual(lines, ['user: Hello', 'agent: one two', 'failed']);
    assert.deepEqual([turn.error?.code, turn.error?.retryable, draft], ['server', true, '']);
    assert.equal(requests('aiui').length, 1 + 3);
  });

  it('trying again goes on with the same run', async () => {
    await using agent = await openAgent([one, deny(500, { on: 'aiui', times: 3 }), drop(), two, finish()], { policy });
    assert.equal((await agent.conversation.send('Hello')).status, 'failed');
    assert.equal((await agent.conversation.retry()).status, 'finished');
    assert.deepEqual(transcript(agent.conversation), told);
    assert.equal(agent.emulator.runs().length, 1);
  });

  it('trying again after a failed run asks anew', async () => {
    await using agent = await openAgent({
      scripts: [
        [one, fail('Out of paper')],
        [one, two],
      ],
    });
    await agent.conversation.send('Hello');
    await agent.conversation.retry();
    assert.deepEqual(transcript(agent.conversation), ['user: Hello', 'agent: one two', 'failed', ...told]);
    const [first, second] = agent.emulator.runs();
    assert.notEqual(first?.requestId, second?.requestId);
  });

  it('a stream that is only ever a page is told as such', async () => {
    const { turn, requests } = await hear([html({ on: 'aiui', times: 99 }), one], { policy });
    assert.deepEqual([turn.status, turn.error?.code], ['failed', 'protocol']);
    assert.ok(requests('aiui').length <= 2);
  });

  it('a run that ends without saying how is incomplete', async () => {
    const { turn, lines } = await hear([one, finish({ quietly: true })], { policy });
    assert.deepEqual(lines, ['user: Hello', 'agent: one two', 'incomplete']);
    assert.deepEqual([turn.error?.code, turn.error?.retryable], ['incomplete', true]);
  });

  it('a run that was forgotten is incomplete at once, and asked anew', async () => {
    await using agent = await openAgent([one, deny(404, { on: 'aiui' }), drop(), two], { policy });
    const { conversation, emulator } = agent;
    const turn = await conversation.send('Hello');
    assert.deepEqual([turn.status, turn.error?.code, turn.error?.retryable], ['incomplete', 'incomplete', true]);
    assert.equal(emulator.requests({ name: 'aiui' }).length, 2);
    await conversation.retry();
    assert.equal(emulator.runs().length, 2);
    assert.equal(new Set(conversation.state.turns.map(({ runId }) => runId)).size, 2);
  });

  it('a session that was revoked for good ends, and the transcript stays', async () => {
    const { turn, lines, minted } = await hear([one, revokeFamily({ forGood: true }), two], { policy });
    assert.deepEqual(lines, ['user: Hello', 'agent: one two', 'failed']);
    assert.equal(turn.error?.code, 'session-ended');
    assert.ok(minted <= 3);
  });

  it('a platform that wants an hour is not asked again, and says when', async () => {
    const { turn, requests } = await hear([one, deny(429, { on: 'aiui', times: 99, retryAfter: 3600 }), drop(), two], {
      policy,
    });
    assert.equal(turn.error?.code, 'rate-limited');
    assert.ok(Math.abs((turn.error?.retryAt ?? 0) - Date.now() - 3_600_000) < 60_000);
    assert.equal(requests('aiui').length, 2);
  });

  it('events that nobody has any more are told as missing, and the run goes on', async () => {
    await using agent = await openAgent([one, gap(1), say(' lost'), two, finish()]);
    const conversation = agent.reopen({
      env: {
        ...defaultEnv,
        // Forgets one event on the stream and in its replay, and everything that was stored.
        fetch: async (input, init) => {
          const response = await fetch(input, init);
          if (input.includes('/events')) return Response.json({ events: [] });
          if (!input.endsWith('/aiui') || !response.body) return response;
          const kept = (await response.text()).split('\n\n').filter((event) => !event.includes('" lost"'));
          return new Response(kept.join('\n\n'), { headers: { 'content-type': 'text/event-stream' } });
        },
      },
    });
    await conversation.send('Hello');
    assert.deepEqual(transcript(conversation), [
      'user: Hello',
      'agent: one two three four',
      'agent: notice missing-events',
      'finished',
    ]);
  });
});

describe('a question that the platform never took', () => {
  it('comes back to where it was typed', async () => {
    const { lines, draft, turn } = await hear({
      scripts: [{ when: '', before: [deny(500, { on: 'runs', times: 99 })], script: [one] }],
    });
    assert.deepEqual(lines, ['user: Hello', 'failed']);
    assert.equal(draft, 'Hello');
    assert.deepEqual([turn.returned, turn.error?.code], [true, 'server']);
  });

  it('comes back in front of what was typed meanwhile', async () => {
    await using agent = await openAgent({
      scripts: [{ when: '', before: [deny(422, { on: 'runs', message: 'Too rude' })], script: [one] }],
    });
    const sent = agent.conversation.send('Hello');
    agent.conversation.setDraft('And another thing');
    const turn = await sent;
    assert.equal(agent.conversation.state.draft, 'Hello\nAnd another thing');
    assert.deepEqual([turn.error?.code, turn.error?.message], ['invalid-input', 'Too rude']);
  });

  it('keeps its key when it is sent again as it is, so that there is one run at most', async () => {
    await using agent = await openAgent({ scripts: [{ when: '', before: [lose('runs', 3)], script: [one, two] }] });
    const { conversation } = agent;
    assert.equal((await conversation.send('Hello')).status, 'failed');
    assert.equal((await conversation.send('Hello')).status, 'finished');
    assert.deepEqual(transcript(conversation), told);
    assert.equal(agent.emulator.runs().length, 1);
  });

  it('keeps its key when it is tried again, and leaves the composer', async () => {
    await using agent = await openAgent({ scripts: [{ when: '', before: [lose('runs', 3)], script: [one, two] }] });
    const { conversation } = agent;
    await conversation.send('Hello');
    conversation.setDraft('Hello\nand more');
    await conversation.retry();
    assert.deepEqual(transcript(conversation), told);
    assert.equal(conversation.state.draft, 'and more');
    assert.equal(agent.emulator.runs().length, 1);
  });

  it('is a new one when something was attached to it', async () => {
    await using agent = await openAgent({ scripts: [{ when: '', before: [lose('runs', 3)], script: [one, two] }] });
    const { conversation } = agent;
    await conversation.send('Hello');
    await conversation.send({ text: 'Hello', attachments: [{ url: 'https://example.com/a.png' }] });
    const inputs = agent.emulator.runs().map(({ input }) => (input as { attachments?: unknown[] }).attachments?.length);
    assert.deepEqual(inputs, [undefined, 1]);
  });

  it('comes back when the page cannot say what it is about', async () => {
    await using agent = await openAgent([one], {
      context: () => {
        throw new Error('No cart');
      },
    });
    const turn = await agent.conversation.send('Hello');
    assert.equal(turn.status, 'failed');
    assert.equal(agent.conversation.state.draft, 'Hello');
    assert.deepEqual(
      agent.events.flatMap((event) => (event.type === 'error' ? [event.error.code] : [])),
      ['invalid-argument'],
    );
  });
});

describe('while a person is asked', () => {
  const approval = ask({ tool: 'refund', title: 'Refund?', onApprove: [say('Done.')] });

  it('a cut line changes nothing, and the one card stays', async () => {
    await using agent = await openAgent([approval, drop(), finish()]);
    const { conversation } = agent;
    const answered = conversation.send('Refund me');
    const turn = await until(conversation, ({ status }) => status === 'waiting-approval');
    const card = turn.parts.find(({ kind }) => kind === 'approval');
    assert.ok(card?.kind === 'approval' && card.request.approvalId);
    await conversation.approve(card.request.approvalId);
    assert.equal((await answered).status, 'finished');
    assert.equal(transcript(conversation).filter((line) => line.includes('approval')).length, 1);
  });
});
