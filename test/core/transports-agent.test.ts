import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  ask,
  call,
  deny,
  drop,
  emit,
  end,
  expireToken,
  fail,
  finish,
  lose,
  patch,
  say,
  state,
  wait,
} from '../../demo/emulator/script.js';
import { defaultEnv } from '../../src/core/env.js';
import {
  type ApprovalPart,
  type ConversationEvent,
  type Env,
  type Signal,
  type Turn,
  ZabyError,
} from '../../src/core/index.js';
import { createWebStorage, settle } from './fake-env.js';
import { transcript, until } from './open-agent.js';
import { type Reached, openTransport } from './open-transport.js';

const question = 'What is the answer?';
const answered = ['user: What is the answer?', 'agent: The answer is forty-two.', 'finished'];

/** The bodies that the agent was sent, oldest first. */
const inputs = ({ emulator }: Reached) =>
  emulator.runs().map(({ input }) => input as Record<string, unknown> & { messages: Record<string, unknown>[] });

const approvals = ({ parts }: Turn) => parts.filter((part): part is ApprovalPart => part.kind === 'approval');

const approvalOf = (turn: Turn) => approvals(turn)[0]?.request.approvalId ?? '';

const waiting = ({ status }: Turn) => status === 'waiting-approval';

describe('an AG-UI endpoint', () => {
  it('is asked in one request, without a token, and answers with the stream', async () => {
    await using agent = await openTransport('agent', [say('The answer is forty-two.')]);
    const { conversation } = agent;
    const turn = await conversation.send(question);
    assert.deepEqual(transcript(conversation), answered);
    assert.deepEqual(agent.asked(), ['POST agent 200']);
    assert.deepEqual(inputs(agent)[0], {
      threadId: conversation.state.conversationId,
      runId: turn.requestId,
      protocolVersion: '1.0',
      state: {},
      messages: [{ id: turn.id, role: 'user', content: question }],
      tools: [],
      context: [],
      forwardedProps: {},
    });
  });

  it('is told what was said before, calls and their results included', async () => {
    await using agent = await openTransport('agent', [
      call({ tool: 'weather', args: { city: 'Oslo' }, result: 'rain', toolCallId: 'call-1' }),
      say('It rains.'),
    ]);
    await agent.conversation.send('How is the weather?');
    await agent.conversation.send('And now?');
    const { messages } = inputs(agent)[1]!;
    assert.deepEqual(
      messages.map((message) => ({ ...message, id: undefined })),
      [
        { id: undefined, role: 'user', content: 'How is the weather?' },
        {
          id: undefined,
          role: 'assistant',
          toolCalls: [{ id: 'call-1', type: 'function', function: { name: 'weather', arguments: '{"city":"Oslo"}' } }],
        },
        { id: undefined, role: 'tool', toolCallId: 'call-1', content: 'rain' },
        { id: undefined, role: 'assistant', content: 'It rains.' },
        { id: undefined, role: 'user', content: 'And now?' },
      ],
    );
    assert.equal(new Set(messages.map(({ id }) => id)).size, messages.length);
  });

  it('is told every message under an id of its own, though its own ids repeat', async () => {
    await using agent = await openTransport('agent', [
      emit({ type: 'TEXT_MESSAGE_CHUNK', messageId: 'm', delta: 'Yes.' }),
      finish(),
    ]);
    for (const said of ['One?', 'Two?', 'Three?']) await agent.conversation.send(said);
    const ids = inputs(agent)[2]!.messages.map(({ id }) => id);
    assert.equal(new Set(ids).size, 5);
    assert.equal(ids[1], 'm');
  });

  it('is given its shared state back, and what the page says of itself', async () => {
    await using agent = await openTransport(
      'agent',
      [state({ cart: 1 }), patch([{ op: 'replace', path: '/cart', value: 2 }]), say('Added.')],
      { context: () => ({ page: '/shop', seen: [1] }) },
    );
    await agent.conversation.send('Add one');
    await agent.conversation.send('Another');
    assert.deepEqual(inputs(agent)[1]?.['state'], { cart: 2 });
    assert.deepEqual(inputs(agent)[1]?.['context'], [
      { description: 'page', value: '/shop' },
      { description: 'seen', value: '[1]' },
    ]);
  });

  it('is told of attachments and forms', async () => {
    await using agent = await openTransport('agent', [say('Thanks.')]);
    await agent.conversation.send({
      text: 'Look',
      attachments: [{ url: 'https://example.org/a.png', mimeType: 'image/png', name: 'a.png' }],
    });
    await agent.conversation.submit('address', { city: 'Oslo' });
    const [, { messages, forwardedProps } = assert.fail()] = inputs(agent);
    assert.deepEqual(messages[0]?.['content'], [
      { type: 'text', text: 'Look' },
      {
        type: 'image',
        source: { type: 'url', value: 'https://example.org/a.png', mimeType: 'image/png' },
        metadata: { filename: 'a.png' },
      },
    ]);
    assert.equal(messages.at(-1)?.['content'], '{"city":"Oslo"}');
    assert.deepEqual(forwardedProps, { form: { blockId: 'address', values: { city: 'Oslo' } } });
  });

  it('may tell all messages at its end, without saying anything twice', async () => {
    await using agent = await openTransport('agent', [
      emit({ type: 'TEXT_MESSAGE_CHUNK', messageId: 'm1', delta: 'The answer is' }),
      emit({
        type: 'MESSAGES_SNAPSHOT',
        messages: [
          { id: 'q', role: 'user', content: question },
          { id: 'm1', role: 'assistant', content: 'The answer is forty-two.' },
        ],
      }),
      finish(),
    ]);
    await agent.conversation.send(question);
    assert.deepEqual(transcript(agent.conversation), answered);
    await agent.conversation.send(question);
    assert.deepEqual(inputs(agent)[1]?.messages[1], {
      id: 'm1',
      role: 'assistant',
      content: 'The answer is forty-two.',
    });
  });

  it('may go on after RUN_FINISHED, as agent loops do: the answer ends with the body', async () => {
    await using agent = await openTransport('agent', [
      call({ tool: 'weather', result: 'rain' }),
      finish(),
      wait(30),
      emit({ type: 'RUN_STARTED', threadId: 't', runId: 'another' }),
      emit({ type: 'TEXT_MESSAGE_CHUNK', messageId: 'm2', delta: 'It rains.' }),
      emit({ type: 'RUN_FINISHED', threadId: 't', runId: 'another' }),
      emit({ type: 'CUSTOM', name: 'usage', value: 7 }),
    ]);
    const statuses = new Set<string>();
    agent.conversation.subscribe(({ turns }) => statuses.add(turns.at(-1)?.status ?? ''));
    await agent.conversation.send('How is the weather?');
    assert.deepEqual(transcript(agent.conversation).slice(2), ['agent: It rains.', 'finished']);
    const types = agent.events.flatMap((event) => (event.type === 'agent-event' ? event.event.type : []));
    assert.ok(types.indexOf('custom') < types.indexOf('run-finished'), 'The end comes last');
    assert.equal(agent.events.filter(({ type }) => type === 'turn-ended').length, 1);
  });

  it('is never shown as done when the body ends, or breaks, behind an earlier RUN_FINISHED', async () => {
    await using agent = await openTransport('agent', [finish(), say('And one more th'), drop()]);
    const turn = await agent.conversation.send(question);
    assert.equal(turn.status, 'incomplete');
  });

  it('says what failed, and asks anew on Retry', async () => {
    await using agent = await openTransport('agent', {
      scripts: [[fail('No model')], [say('The answer is forty-two.')]],
    });
    const { status, error } = await agent.conversation.send(question);
    assert.deepEqual([status, error?.message], ['failed', 'No model']);
    await agent.conversation.retry();
    assert.deepEqual(transcript(agent.conversation).slice(2), answered);
  });

  it('keeps a rating with the conversation, and tells the page', async () => {
    await using agent = await openTransport('agent', [say('The answer is forty-two.')]);
    const turn = await agent.conversation.send(question);
    await agent.conversation.rate(turn.id, { rating: 5 });
    assert.equal(agent.conversation.state.turns[0]?.feedback?.status, 'sent');
    assert.ok(agent.events.some((event: ConversationEvent) => event.type === 'feedback'));
  });

  it('is not asked again when the person stops; the request ends', async () => {
    await using agent = await openTransport('agent', [say('The answer '), wait()]);
    const sent = agent.conversation.send(question);
    await until(agent.conversation, ({ parts }) => parts.length > 0);
    agent.conversation.stop();
    assert.equal((await sent).status, 'stopped');
    while (agent.emulator.openStreams() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual(agent.asked(), ['POST agent 200']);
  });

  it('is sent a token where the page has one, and a new one when that is refused', async () => {
    await using agent = await openTransport('agent', {
      scripts: [[say('The '), expireToken(), say('answer.')]],
      agent: { withToken: true },
      maxUses: 1,
    });
    await agent.conversation.send(question);
    await agent.conversation.send(question);
    assert.equal(agent.conversation.state.turns[1]?.status, 'finished');
    assert.ok(agent.emulator.requests({ name: 'token' }).length >= 2);
  });
});

describe('a cut on the way from an AG-UI endpoint', () => {
  const broken = [say('The answer is '), drop(), say('forty-two.'), finish()];

  it('leaves the answer incomplete and asks nothing, where the agent resumes nothing', async () => {
    for (const cut of [drop(), drop({ reset: true }), drop({ into: 40 }), end()]) {
      await using agent = await openTransport('agent', [say('The answer is '), cut, say('forty-two.'), finish()]);
      const turn = await agent.conversation.send(question);
      assert.equal(turn.status, 'incomplete');
      assert.equal(turn.error?.retryable, true);
      assert.deepEqual(transcript(agent.conversation), [
        'user: What is the answer?',
        'agent: The answer is ',
        'incomplete',
      ]);
      assert.deepEqual(agent.asked(), ['POST agent 200']);
    }
  });

  it('is mended by Retry under the same id; the new answer takes the place of the old', async () => {
    await using agent = await openTransport('agent', { scripts: [broken, [say('The answer is forty-two.')]] });
    await agent.conversation.send(question);
    const turn = await agent.conversation.retry();
    assert.deepEqual(transcript(agent.conversation), answered);
    assert.deepEqual(agent.asked(), ['POST agent 200', 'POST agent 200']);
    assert.deepEqual(
      inputs(agent).map(({ runId }) => runId),
      [turn.requestId, turn.requestId],
    );
    assert.equal(inputs(agent)[1]?.messages.length, 1);
  });

  it('is mended by itself where the events have ids: a GET goes on behind the last one', async () => {
    for (const cut of [drop(), drop({ reset: true }), drop({ into: 40 }), end()]) {
      await using agent = await openTransport('agent', {
        scripts: [[say('The answer is '), cut, say('forty-two.'), finish()]],
        agent: { resumable: true },
      });
      await agent.conversation.send(question);
      assert.deepEqual(transcript(agent.conversation), answered);
      assert.deepEqual(agent.asked(), ['POST agent 200', 'GET agent 200']);
      assert.match(agent.requests('agent')[1]?.lastEventId ?? '', /:\d+$/);
    }
  });

  it('says so when the person has to sign in before it can be mended', async () => {
    let signedOut = false;
    await using agent = await openTransport('agent', {
      scripts: [[say('The answer is '), drop(), say('forty-two.')]],
      agent: { resumable: true, withToken: true },
      maxUses: 1,
    });
    const { getToken } = agent.options;
    const conversation = agent.reopen({
      getToken: (request) => {
        if (signedOut) throw new ZabyError('sign-in-required', 'Signed out');
        signedOut = true;
        return getToken!(request);
      },
    });
    const turn = await conversation.send(question);
    assert.equal(turn.error?.code, 'sign-in-required');
    signedOut = false;
    await conversation.retry();
    assert.deepEqual(transcript(conversation), answered);
  });

  it('is tried again in vain, then left to Retry, which goes on where it can', async () => {
    await using agent = await openTransport(
      'agent',
      {
        scripts: [[say('The answer is '), deny(503, { on: 'agent', times: 3 }), drop(), say('forty-two.'), finish()]],
        agent: { resumable: true },
      },
      { policy: { backoffBase: 1, backoffMaximum: 2, reconnectAttempts: 2 } },
    );
    const turn = await agent.conversation.send(question);
    assert.notEqual(turn.status, 'finished');
    await agent.conversation
      .retry()
      .then(({ status }) => (status === 'finished' ? undefined : agent.conversation.retry()));
    assert.deepEqual(transcript(agent.conversation), answered);
    assert.equal(agent.requests('agent').filter(({ method }) => method === 'POST').length, 1);
  });

  it('before the first byte gives the text back and asks nothing by itself', async () => {
    await using agent = await openTransport('agent', {
      scripts: [[say('The answer is forty-two.')]],
      faults: [lose('agent')],
    });
    const turn = await agent.conversation.send(question);
    assert.equal(turn.status, 'failed');
    assert.equal(agent.conversation.state.draft, question);
    assert.equal(agent.requests('agent').length, 1);
    await agent.conversation.retry();
    assert.deepEqual(transcript(agent.conversation), answered);
    assert.deepEqual(new Set(inputs(agent).map(({ runId }) => runId)), new Set([turn.requestId]));
  });
});

describe('permission asked by an AG-UI endpoint', () => {
  const refund = [
    ask({
      tool: 'refund',
      title: 'Refund?',
      args: { amount: 5 },
      editable: true,
      onApprove: [say('Paid {{args.amount}}.')],
      onReject: [say('Kept: {{reason}}.')],
    }),
  ];

  it('is granted by a new run that names the interrupted one, and the same turn goes on', async () => {
    for (const resumable of [false, true]) {
      await using agent = await openTransport('agent', { scripts: [refund], agent: { resumable } });
      const { conversation } = agent;
      const sent = conversation.send('Refund me');
      const turn = await until(conversation, waiting);
      await conversation.approve(approvalOf(turn), { editedArgs: { amount: 4 } });
      await sent;
      assert.deepEqual(transcript(conversation), [
        'user: Refund me',
        'agent: refund({"amount":5}) done: {"status":"done"}',
        'agent: approval refund approved',
        'agent: Paid 4.',
        'finished',
      ]);
      assert.deepEqual(agent.asked(), ['POST agent 200', 'POST agent 200']);
      assert.equal(agent.emulator.approvals()[0]?.decision, 'approved');
      assert.equal(agent.emulator.runs().length, 1);
    }
  });

  it('is refused with a reason', async () => {
    await using agent = await openTransport('agent', [
      ask({ tool: 'refund', title: 'Refund?', onReject: [say('Kept: {{reason}}.')] }),
    ]);
    const sent = agent.conversation.send('Refund me');
    await agent.conversation.reject(approvalOf(await until(agent.conversation, waiting)), { reason: 'too much' });
    await sent;
    assert.deepEqual(transcript(agent.conversation).slice(2), [
      'agent: approval refund rejected',
      'agent: Kept: too much.',
      'finished',
    ]);
  });

  it('is decided once, however often it is pressed', async () => {
    await using agent = await openTransport('agent', refund);
    const sent = agent.conversation.send('Refund me');
    const approvalId = approvalOf(await until(agent.conversation, waiting));
    await Promise.all([
      agent.conversation.approve(approvalId),
      agent.conversation.approve(approvalId),
      agent.conversation.reject(approvalId),
    ]);
    await sent;
    assert.equal(agent.requests('agent').length, 2);
    assert.equal(agent.emulator.approvals()[0]?.decision, 'approved');
  });

  it('is not confirmed while nothing tells whether it counted; pressing again sends the same run', async () => {
    await using agent = await openTransport('agent', { scripts: [[deny(500, { on: 'agent' }), ...refund]] });
    const sent = agent.conversation.send('Refund me');
    // The first request has passed before: the fault waits for the answer.
    const turn = await until(agent.conversation, waiting);
    await agent.conversation.approve(approvalOf(turn));
    assert.equal(approvals(agent.conversation.state.turns[0]!)[0]?.status, 'unconfirmed');
    await agent.conversation.approve(approvalOf(turn));
    await sent;
    assert.equal(transcript(agent.conversation).at(-2), 'agent: Paid 5.');
  });

  it('is not given by Stop, which sends nothing', async () => {
    await using agent = await openTransport('agent', { scripts: [refund, [say('Fine.')]] });
    const sent = agent.conversation.send('Refund me');
    await until(agent.conversation, waiting);
    agent.conversation.stop();
    const turn = await sent;
    assert.equal(turn.status, 'stopped');
    assert.equal(approvals(turn)[0]?.status, 'undecided');
    assert.equal(agent.requests('agent').length, 1);
    await agent.conversation.send('Something else');
    const { messages } = inputs(agent)[1]!;
    assert.deepEqual(
      messages.map(({ role }) => role),
      ['user', 'user'],
      'A call that nobody answered is not told',
    );
  });

  it('waits again after a reload, and the decision reaches the agent', async () => {
    const storage = createWebStorage(new Map());
    const env = { ...defaultEnv, storage: () => storage };
    await using agent = await openTransport('agent', refund, { storage: 'session', env });
    void agent.conversation.send('Refund me');
    const approvalId = approvalOf(await until(agent.conversation, waiting));
    agent.conversation.dispose();
    const after = agent.reopen();
    assert.equal(after.state.turns[0]?.status, 'waiting-approval');
    await after.approve(approvalId);
    await until(after, ({ status }) => status === 'finished');
    assert.deepEqual(transcript(after), [
      'user: Refund me',
      'agent: refund({"amount":5}) done: {"status":"done"}',
      'agent: approval refund approved',
      'agent: Paid 5.',
      'finished',
    ]);
    assert.equal(agent.requests('agent').length, 2);
  });

  it('survives a cut of the answer to it where the agent resumes', async () => {
    await using agent = await openTransport('agent', {
      scripts: [[ask({ tool: 'refund', title: 'Refund?', onApprove: [say('Paid '), drop(), say('it.')] })]],
      agent: { resumable: true },
    });
    const sent = agent.conversation.send('Refund me');
    await agent.conversation.approve(approvalOf(await until(agent.conversation, waiting)));
    await sent;
    assert.equal(transcript(agent.conversation).at(-2), 'agent: Paid it.');
    assert.deepEqual(agent.asked(), ['POST agent 200', 'POST agent 200', 'GET agent 200']);
  });
});

describe('a reload in the middle of an answer from an AG-UI endpoint', () => {
  const slow = [say('The answer is '), wait(50), say('forty-two.'), finish()];
  const reload = async (resumable: boolean) => {
    const storage = createWebStorage(new Map());
    const env = { ...defaultEnv, storage: () => storage };
    const agent = await openTransport('agent', { scripts: [slow], agent: { resumable } }, { storage: 'session', env });
    void agent.conversation.send(question);
    await until(agent.conversation, ({ parts }) => parts.length > 0);
    agent.conversation.dispose();
    return { agent, after: agent.reopen() };
  };

  it('goes on where the agent resumes', async () => {
    const { agent, after } = await reload(true);
    await using _ = agent;
    await until(after, ({ status }) => status === 'finished');
    assert.deepEqual(transcript(after), answered);
    assert.deepEqual(agent.asked(), ['POST agent 200', 'GET agent 200']);
  });

  it('leaves it incomplete where not, keeps what was shown, and asks nothing', async () => {
    const { agent, after } = await reload(false);
    await using _ = agent;
    await until(after, ({ status }) => status === 'incomplete');
    assert.deepEqual(transcript(after), ['user: What is the answer?', 'agent: The answer is ', 'incomplete']);
    assert.deepEqual(agent.asked(), ['POST agent 200']);
    await after.retry();
    assert.deepEqual(transcript(after), answered);
  });

  it('is not cut short by another tab that cannot follow it', async () => {
    const values = new Map<string, string>();
    const tabs = new Set<(signal: Signal) => void>();
    const openTab = (): Env => {
      let own: ((signal: Signal) => void) | undefined;
      const storage = createWebStorage(values);
      const setItem = (key: string, value: string) => {
        if (values.get(key) === value) return;
        values.set(key, value);
        setImmediate(() => tabs.forEach((tell) => tell !== own && tell({ type: 'storage', key })));
      };
      return {
        ...defaultEnv,
        storage: () => Object.assign(Object.create(storage) as typeof storage, { setItem }),
        signals: (listener) => {
          // The conversation's own; what listens besides has nothing to do with storage.
          own ??= listener;
          tabs.add(listener);
          return () => tabs.delete(listener);
        },
      };
    };
    const pause = 60_000;
    await using agent = await openTransport(
      'agent',
      { scripts: [[say('The answer is '), wait(pause), say('forty-'), wait(pause), say('two.'), finish()]] },
      { storage: 'local', env: openTab() },
    );
    const sent = agent.conversation.send(question);
    await until(agent.conversation, ({ parts }) => parts.length > 0);
    // Until the tab has written it down.
    while (!values.values().next().value?.includes('The answer is ')) await settle();
    const other = agent.reopen({ env: openTab() });
    await until(other, ({ status }) => status === 'incomplete');
    agent.emulator.advance(pause);
    await until(other, ({ parts }) => parts.some((part) => part.kind === 'text' && part.text.includes('forty')));
    agent.emulator.advance(pause);
    await sent;
    await until(other, ({ status }) => status === 'finished');
    for (const tab of [agent.conversation, other]) assert.deepEqual(transcript(tab), answered);
    assert.deepEqual(agent.asked(), ['POST agent 200']);
  });

  it('gives the text back where the question was on its way', async () => {
    const storage = createWebStorage(new Map());
    const env = { ...defaultEnv, storage: () => storage };
    await using agent = await openTransport(
      'agent',
      { scripts: [slow], faults: [lose('agent')] },
      { storage: 'session', env, policy: {} },
    );
    void agent.conversation.send(question);
    agent.conversation.dispose();
    const after = agent.reopen();
    await until(after, ({ returned }) => returned === true);
    assert.equal(after.state.draft, question);
    assert.equal(agent.requests('agent').filter(({ status }) => status === 200).length, 0);
  });
});
