import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Fault } from '../../demo/emulator/faults.js';
import {
  type Step,
  ask,
  call,
  deny,
  drop,
  fail,
  hang,
  late,
  lose,
  say,
  stall,
  wait,
} from '../../demo/emulator/script.js';
import { defaultEnv } from '../../src/core/env.js';
import { type Conversation, type ConversationOptions, type Env, type Signal, ZabyError } from '../../src/core/index.js';
import { settle } from './fake-env.js';
import { type Agent, hasty, openAgent, transcript, until } from './open-agent.js';

const cardOf = (conversation: Conversation) => {
  const part = conversation.state.turns.at(-1)?.parts.find(({ kind }) => kind === 'approval');
  assert.ok(part?.kind === 'approval' && part.request.approvalId !== undefined);
  return { ...part, approvalId: part.request.approvalId };
};

const refund = (...before: Step[]): Step[] => [
  ...before,
  ask({
    tool: 'refund',
    title: 'Refund?',
    args: { amount: 5 },
    onApprove: [say('Done.')],
    onReject: [say('Kept: {{reason}}')],
  }),
];

/** Asks for the refund, and waits until the agent asks back. */
const openRefund = async (steps: readonly Step[], options: Partial<ConversationOptions> = {}): Promise<Agent> => {
  const agent = await openAgent(steps, options);
  void agent.conversation.send('Refund me');
  await until(agent.conversation, ({ status }) => status === 'waiting-approval');
  return agent;
};

describe('a decision', () => {
  it('is sent once, however often the button is pressed', async () => {
    await using agent = await openRefund(refund());
    const { conversation, emulator } = agent;
    const { approvalId } = cardOf(conversation);
    await Promise.all([
      conversation.approve(approvalId),
      conversation.approve(approvalId),
      conversation.reject(approvalId),
    ]);
    await until(conversation, ({ status }) => status === 'finished');
    assert.equal(emulator.requests({ name: 'approvals' }).length, 1);
    assert.equal(cardOf(conversation).status, 'approved');
    assert.ok(transcript(conversation).includes('agent: Done.'));
  });

  it('may be no, with a reason', async () => {
    await using agent = await openRefund(refund());
    await agent.conversation.reject(cardOf(agent.conversation).approvalId, { reason: 'too much' });
    await until(agent.conversation, ({ status }) => status === 'finished');
    assert.deepEqual([cardOf(agent.conversation).status, cardOf(agent.conversation).reason], ['rejected', 'too much']);
    assert.ok(transcript(agent.conversation).includes('agent: Kept: too much'));
  });

  it('may change the arguments', async () => {
    await using agent = await openRefund(refund());
    await agent.conversation.approve(cardOf(agent.conversation).approvalId, { editedArgs: { amount: 3 } });
    assert.deepEqual(agent.emulator.approvals()[0]?.editedArgs, { amount: 3 });
  });

  it('may keep the arguments after all, when changed ones were not sent', async () => {
    await using agent = await openRefund(refund(deny(400, { on: 'approvals' })));
    const { approvalId } = cardOf(agent.conversation);
    await agent.conversation.approve(approvalId, { editedArgs: { amount: 3 } });
    assert.equal(cardOf(agent.conversation).status, 'pending');
    await agent.conversation.approve(approvalId);
    assert.deepEqual(
      [cardOf(agent.conversation).status, cardOf(agent.conversation).editedArgs],
      ['approved', undefined],
    );
  });

  it('with changed arguments, made otherwise elsewhere, leaves nothing changed', async () => {
    await using agent = await openRefund(
      refund(deny(409, { on: 'approvals', body: { code: 'DECIDED', status: 'REJECTED', decidedBy: 'Ann' } })),
    );
    await agent.conversation.approve(cardOf(agent.conversation).approvalId, { editedArgs: { amount: 3 } });
    assert.deepEqual(
      [cardOf(agent.conversation).status, cardOf(agent.conversation).editedArgs],
      ['rejected', undefined],
    );
  });

  it('made elsewhere with changed arguments shows them', async () => {
    await using agent = await openRefund(refund());
    const { conversation, emulator } = agent;
    const verdict = { decision: 'approved', by: 'Ann', editedArgs: { amount: 3 } } as const;
    emulator.decide(emulator.runs()[0]!.runId, cardOf(conversation).approvalId, verdict);
    await until(conversation, ({ status }) => status === 'finished');
    assert.deepEqual(cardOf(conversation).editedArgs, { amount: 3 });
  });

  it('made elsewhere is shown, with who made it', async () => {
    await using agent = await openRefund(
      refund(deny(409, { on: 'approvals', body: { code: 'DECIDED', status: 'REJECTED', decidedBy: 'Ann' } })),
    );
    await agent.conversation.approve(cardOf(agent.conversation).approvalId);
    assert.deepEqual([cardOf(agent.conversation).status, cardOf(agent.conversation).decidedBy], ['rejected', 'Ann']);
  });

  it('made elsewhere is shown though nobody says how', async () => {
    await using agent = await openRefund(refund(deny(409, { on: 'approvals', body: { error: { code: 'CONFLICT' } } })));
    await agent.conversation.approve(cardOf(agent.conversation).approvalId);
    assert.equal(cardOf(agent.conversation).status, 'decided');
  });

  it('made elsewhere comes by the stream', async () => {
    await using agent = await openRefund(refund());
    const { conversation, emulator } = agent;
    emulator.decide(emulator.runs()[0]!.runId, cardOf(conversation).approvalId, { decision: 'rejected', by: 'Ann' });
    await until(conversation, ({ status }) => status === 'finished');
    assert.deepEqual([cardOf(conversation).status, cardOf(conversation).decidedBy], ['rejected', 'Ann']);
  });

  for (const status of [404, 410]) {
    it(`that comes too late (${status}) shows as expired`, async () => {
      await using agent = await openRefund(refund(deny(status, { on: 'approvals' })));
      await agent.conversation.approve(cardOf(agent.conversation).approvalId);
      assert.equal(cardOf(agent.conversation).status, 'expired');
    });
  }

  it('whose answer is lost is asked for again, and known', async () => {
    await using agent = await openRefund(refund(lose('approvals')));
    await agent.conversation.approve(cardOf(agent.conversation).approvalId);
    assert.equal(cardOf(agent.conversation).status, 'approved');
  });

  it('that nobody confirms is not guessed, and may be made again', async () => {
    await using agent = await openRefund(refund(deny(500, { on: 'approvals', times: 3 })));
    const { conversation } = agent;
    const { approvalId } = cardOf(conversation);
    await conversation.approve(approvalId);
    assert.deepEqual([cardOf(conversation).status, cardOf(conversation).error?.code], ['unconfirmed', 'server']);
    await conversation.approve(approvalId);
    assert.equal(cardOf(conversation).status, 'approved');
    assert.equal(cardOf(conversation).error, undefined);
  });

  it('that is refused may be made again', async () => {
    await using agent = await openRefund(refund(deny(403, { on: 'approvals', code: 'NOT_YOURS' })));
    await agent.conversation.approve(cardOf(agent.conversation).approvalId);
    assert.deepEqual(
      [cardOf(agent.conversation).status, cardOf(agent.conversation).error?.code],
      ['pending', 'forbidden'],
    );
  });

  it('is not sent while the page is offline, and says so until the network is back', async () => {
    const listeners = new Set<(signal: Signal) => void>();
    const env: Env = {
      ...defaultEnv,
      signals: (listener) => (listeners.add(listener), () => listeners.delete(listener)),
    };
    await using agent = await openRefund(refund(), { env });
    for (const listener of listeners) listener({ type: 'offline' });
    await agent.conversation.approve(cardOf(agent.conversation).approvalId);
    assert.deepEqual(
      [cardOf(agent.conversation).status, cardOf(agent.conversation).error?.code],
      ['pending', 'network'],
    );
    assert.equal(agent.emulator.requests({ name: 'approvals' }).length, 0);
    for (const listener of listeners) listener({ type: 'online' });
    assert.deepEqual([cardOf(agent.conversation).status, cardOf(agent.conversation).error], ['pending', undefined]);
    await agent.conversation.approve(cardOf(agent.conversation).approvalId);
    assert.equal(cardOf(agent.conversation).status, 'approved');
  });

  it('may still be made after the line was lost and the turn tried again', async () => {
    await using agent = await openRefund(refund(say('Let me see.'), deny(400, { on: 'aiui' })), {
      policy: { ...hasty, heartbeatTimeout: 60 },
    });
    const { conversation } = agent;
    await until(conversation, ({ status }) => status === 'failed');
    assert.equal(cardOf(conversation).status, 'undecided');
    const again = conversation.retry();
    assert.equal(conversation.state.turns[0]?.status, 'waiting-approval');
    await conversation.approve(cardOf(conversation).approvalId);
    assert.equal((await again).status, 'finished');
    assert.ok(transcript(conversation).includes('agent: Done.'));
  });

  it('for what is not asked is misuse', async () => {
    await using agent = await openAgent([say('Hi')]);
    for (const id of ['nothing', undefined as never, null as never, {} as never]) {
      await assert.rejects(agent.conversation.approve(id), { code: 'invalid-argument' });
      await assert.rejects(agent.conversation.reject(id), { code: 'invalid-argument' });
    }
  });
});

const isOfStart = (step: Step): step is Fault => step.word === 'deny' && step.on === 'runs';
const isOfRun = (step: Step): boolean => !isOfStart(step);

describe('stop', () => {
  const moments: Record<string, readonly Step[]> = {
    'while the run is being started': [hang('runs'), say('Hi')],
    'before the first word': [hang('aiui'), say('Hi')],
    'while nothing is said': [wait(), say('Hi')],
    'in the middle of a word': [say('one'), wait(), say('two')],
    'in the middle of a tool call': [call({ tool: 'search', unanswered: true }), wait()],
    'while a person is asked': refund(),
    'while reconnecting': [say('one'), hang('aiui'), drop()],
    'while the line is dead': [say('one'), stall()],
  };
  for (const [moment, script] of Object.entries(moments)) {
    it(`${moment} ends the turn at once, and a new question is answered`, async () => {
      await using agent = await openAgent({
        scripts: [
          { when: 'again', script: [say('Fine.')] },
          { when: '', script: script.filter(isOfRun), before: script.filter(isOfStart) },
        ],
      });
      const { conversation, events } = agent;
      const answered = conversation.send('Hello');
      await new Promise((resolve) => setTimeout(resolve, 60));
      conversation.stop();
      assert.equal(conversation.state.turns.at(-1)?.status, 'stopped');
      assert.ok(
        conversation.state.turns.at(-1)?.parts.every((part) => part.kind !== 'approval' || part.status === 'undecided'),
      );
      const before = transcript(conversation);
      assert.equal((await answered).status, 'stopped');
      conversation.stop();
      assert.equal((await conversation.send('again')).status, 'finished');
      assert.deepEqual(transcript(conversation), [...before, 'user: again', 'agent: Fine.', 'finished']);
      assert.deepEqual(
        events.filter(({ type }) => type === 'error'),
        [],
      );
      assert.equal(agent.emulator.requests({ name: 'approvals' }).length, 0);
    });
  }

  it('is told, though a new question follows at once', async () => {
    await using agent = await openAgent({ scripts: [[wait()], [say('Fine.')]] });
    const { conversation, events } = agent;
    const first = conversation.send('Hello');
    await until(conversation, ({ status }) => status === 'running');
    conversation.stop();
    await conversation.retry();
    await first;
    assert.deepEqual(
      events.flatMap((event) => (event.type === 'turn-ended' ? [event.turn.status] : [])),
      ['stopped', 'finished'],
    );
  });

  it('marks the text that it cut off, and not one that was whole', async () => {
    await using agent = await openAgent({ scripts: [[say('| Brewer | Wei'), wait()], [say('Whole.')]] });
    const { conversation } = agent;
    void conversation.send('A table');
    await until(conversation, ({ parts }) => parts.length > 0);
    conversation.stop();
    await conversation.send('Go on');
    const cut = conversation.state.turns.map(({ parts }) =>
      parts.map((part) => part.kind === 'text' && part.cut === true),
    );
    assert.deepEqual(cut, [[true], [false]]);
  });

  it('without anything to stop is nothing', async () => {
    await using agent = await openAgent([say('Hi')]);
    agent.conversation.stop();
    assert.deepEqual(agent.conversation.state.turns, []);
  });
});

describe('a rating', () => {
  it('reaches the platform, and the last one wins', async () => {
    await using agent = await openAgent([late('feedback', 20), say('Hi')]);
    const { conversation, emulator } = agent;
    const { id } = await conversation.send('Hello');
    await Promise.all([
      conversation.rate(id, { rating: 5, label: 'thumbs-up' }),
      conversation.rate(id, { rating: 1, label: 'thumbs-down' }),
      conversation.rate(id, { rating: 2, comment: 'Too short' }),
    ]);
    const { requestId: _key, runId: _run, ...last } = emulator.feedback().at(-1)!;
    assert.deepEqual(last, { rating: 2, label: 'thumbs-down', comment: 'Too short' });
    assert.deepEqual(conversation.state.turns[0]?.feedback, { ...last, status: 'sent' });
  });

  it('that does not arrive says so, and may be given again', async () => {
    await using agent = await openAgent([deny(500, { on: 'feedback', times: 3 }), say('Hi')]);
    const { conversation } = agent;
    const { id } = await conversation.send('Hello');
    await assert.rejects(conversation.rate(id, { rating: 5 }), { code: 'server' });
    assert.equal(conversation.state.turns[0]?.feedback?.status, 'failed');
    await conversation.rate(id, { rating: 5 });
    assert.equal(conversation.state.turns[0]?.feedback?.status, 'sent');
  });
});

describe('misuse', () => {
  it('is told as such, and harms nothing', async () => {
    await using agent = await openAgent([say('Hi')]);
    const { conversation } = agent;
    const misuse = { name: 'ZabyError', code: 'invalid-argument' };
    for (const nothing of ['', '   ', '\n', undefined, null, 5, {}, { text: 7 }, []])
      await assert.rejects(conversation.send(nothing as never), misuse);
    await assert.rejects(conversation.retry(), misuse);
    await assert.rejects(conversation.submit(undefined as never, {}), misuse);
    await assert.rejects(conversation.submit('form', null as never), misuse);
    assert.throws(() => conversation.setDraft(undefined as never), misuse);
    const { id } = await conversation.send('Hello');
    for (const rating of [0, 6, 1.5, NaN, '5', null])
      await assert.rejects(conversation.rate(id, { rating } as never), misuse);
    await assert.rejects(conversation.rate('nothing', { rating: 5 }), misuse);
    await assert.rejects(conversation.rate(id, undefined as never), misuse);
    assert.deepEqual(transcript(conversation), ['user: Hello', 'agent: Hi', 'finished']);
  });

  it('of two questions at once is refused', async () => {
    await using agent = await openAgent([say('Hi')]);
    const first = agent.conversation.send('Hello');
    await assert.rejects(agent.conversation.send('Hello?'), { code: 'busy' });
    await assert.rejects(agent.conversation.retry(), { code: 'busy' });
    await assert.rejects(agent.conversation.submit('form', {}), { code: 'busy' });
    assert.equal((await first).status, 'finished');
  });

  it('after disposal is refused or nothing', async () => {
    await using agent = await openAgent([say('Hi')]);
    const { conversation } = agent;
    conversation.dispose();
    conversation.dispose();
    await assert.rejects(conversation.send('Hello'), { code: 'disposed' });
    conversation.reset();
    conversation.stop();
    await assert.rejects(conversation.send('Hello'), { code: 'disposed' });
  });
});

/** Surroundings whose open timers, listeners and requests are counted. */
const watched = () => {
  const open = { timers: new Set<unknown>(), listeners: new Set<unknown>(), requests: new Set<AbortSignal>() };
  const env: Env = {
    ...defaultEnv,
    setTimeout: (callback, ms) => {
      const timer = setTimeout(() => {
        open.timers.delete(timer);
        callback();
      }, ms);
      open.timers.add(timer);
      return timer;
    },
    clearTimeout: (timer) => {
      open.timers.delete(timer);
      clearTimeout(timer as number);
    },
    signals: (listener) => {
      open.listeners.add(listener);
      return () => open.listeners.delete(listener);
    },
  };
  return { open, env };
};

describe('letting go', () => {
  const moments: Record<string, readonly Step[]> = {
    'an answer': [say('one'), wait()],
    'a start that hangs': [hang('runs'), say('one')],
    'a stream that hangs': [hang('aiui'), say('one')],
    reconnecting: [say('one'), deny(500, { on: 'aiui', times: 99 }), drop()],
    'an approval': refund(),
    'the time after a finished answer': [say('one'), fail('x')],
  };
  for (const [moment, script] of Object.entries(moments)) {
    it(`in the middle of ${moment} leaves no timer, no listener and no stream`, async () => {
      const { open, env } = watched();
      await using agent = await openAgent(script, { env, storage: 'none' });
      void agent.conversation.send('Hello');
      agent.conversation.setDraft('x');
      await new Promise((resolve) => setTimeout(resolve, 60));
      agent.conversation.dispose();
      agent.conversation.setDraft('y');
      for (let turn = 0; turn < 5; turn++) await settle();
      assert.deepEqual([open.timers.size, open.listeners.size], [0, 0]);
      assert.ok(!process.getActiveResourcesInfo().includes('Immediate'));
    });
  }

  it('of one answer after the other leaves no more behind than one', async () => {
    const { open, env } = watched();
    const warnings: Error[] = [];
    const listen = (warning: Error) => warnings.push(warning);
    process.on('warning', listen);
    await using agent = await openAgent([say('Hi')], { env });
    for (let turn = 0; turn < 30; turn++) await agent.conversation.send('Hello');
    agent.conversation.stop();
    await settle();
    process.off('warning', listen);
    assert.deepEqual(
      warnings.map(({ message }) => message),
      [],
    );
    assert.ok(open.timers.size <= 4 && open.listeners.size <= 3);
  });

  it('tells no error, and nothing is left unhandled', async () => {
    const unhandled: unknown[] = [];
    const listen = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', listen);
    await using agent = await openAgent([hang('runs'), say('Hi')], { policy: { ...hasty } });
    const answered = agent.conversation.send('Hello');
    const events: unknown[] = [];
    agent.conversation.listen((event) => events.push(event));
    agent.conversation.dispose();
    assert.ok(!((await answered) instanceof ZabyError));
    await settle();
    process.off('unhandledRejection', listen);
    assert.deepEqual([unhandled, events], [[], []]);
  });
});
