import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import { type ConversationOptions, createConversation } from '../../src/core/index.js';
import { defaultEnv } from '../../src/core/env.js';
import { createFakeEnv, createWebStorage } from './fake-env.js';
import { transcript, until } from './open-agent.js';
import { willing } from './open-transport.js';
import { type OpenServer, openServer } from './open-server.js';

const send = (response: ServerResponse, ...events: object[]) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const event of events) response.write(`data: ${JSON.stringify(event)}\n\n`);
  return response;
};

/** The same with an id for each event, as from a server that can resume. */
const sendNumbered = (response: ServerResponse, ...events: object[]) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  events.forEach((event, index) => response.write(`id: first-${index}\ndata: ${JSON.stringify(event)}\n\n`));
  return response;
};

const started = { type: 'RUN_STARTED', threadId: 't', runId: 'the server’s own' };

const callTool = (toolCallId: string) => [
  { type: 'TOOL_CALL_START', toolCallId, toolCallName: toolCallId },
  { type: 'TOOL_CALL_ARGS', toolCallId, delta: '{}' },
  { type: 'TOOL_CALL_END', toolCallId },
];

const interrupted = (...interrupts: object[]) => ({
  type: 'RUN_FINISHED',
  threadId: 't',
  runId: 'the server’s own',
  outcome: { type: 'interrupt', interrupts },
});

const interrupt = (id: string, more: object = {}) => ({ id: `i-${id}`, reason: 'tool_call', toolCallId: id, ...more });

/** Asks for two things at once; says how both were decided. */
const askBoth = () =>
  openServer(({ body }, response) => {
    const { resume } = JSON.parse(body) as { resume?: { payload?: { approved: boolean } }[] };
    if (!resume) {
      const strict = { responseSchema: { type: 'object', properties: { approved: {} }, additionalProperties: false } };
      send(
        response,
        started,
        ...callTool('a'),
        ...callTool('b'),
        interrupted(interrupt('a'), interrupt('b', strict)),
      ).end();
      return;
    }
    const told = resume.map(({ payload }) => String(payload?.approved)).join(' and ');
    send(
      response,
      started,
      { type: 'TEXT_MESSAGE_CHUNK', messageId: 'm', delta: told },
      { type: 'RUN_FINISHED' },
    ).end();
  });

const converse = ({ origin }: OpenServer, options: Partial<ConversationOptions> = {}) =>
  createConversation({ agentUrl: `${origin}/agent?team=1`, storage: 'none', policy: willing, ...options });

const bodies = ({ asked }: OpenServer) => asked.map(({ body }) => JSON.parse(body) as Record<string, unknown>);

describe('several requests for permission at once', () => {
  it('are answered together when the last one is decided', async () => {
    await using server = await askBoth();
    const conversation = converse(server);
    const sent = conversation.send('Do both');
    await until(conversation, ({ status }) => status === 'waiting-approval');
    await conversation.reject('i-b', { reason: 'no' });
    assert.equal(server.asked.length, 1, 'One alone is no answer');
    assert.equal(conversation.state.turns[0]?.status, 'waiting-approval');
    await conversation.approve('i-a');
    await sent;
    const [first, second] = bodies(server);
    assert.equal(second?.['parentRunId'], first?.['runId']);
    assert.notEqual(second?.['runId'], first?.['runId']);
    assert.deepEqual(second?.['resume'], [
      { interruptId: 'i-a', status: 'resolved', payload: { approved: true } },
      // Its schema has no place for a reason.
      { interruptId: 'i-b', status: 'resolved', payload: { approved: false } },
    ]);
    const calls = (second?.['messages'] as { toolCalls?: object[] }[] | undefined)?.[1]?.toolCalls;
    assert.equal(calls?.length, 2, 'The agent is told what waits');
    assert.equal(transcript(conversation).at(-2), 'agent: true and false');
    conversation.dispose();
  });

  it('are answered together also when both are decided in the same moment', async () => {
    await using server = await askBoth();
    const conversation = converse(server);
    const sent = conversation.send('Do both');
    await until(conversation, ({ status }) => status === 'waiting-approval');
    await Promise.all([conversation.approve('i-a'), conversation.approve('i-b')]);
    await sent;
    assert.equal(server.asked.length, 2);
    assert.equal(transcript(conversation).at(-2), 'agent: true and true');
    conversation.dispose();
  });

  it('keep the decision on one through a reload', async () => {
    await using server = await askBoth();
    const storage = createWebStorage(new Map());
    const settings = { storage: 'session', env: { ...defaultEnv, storage: () => storage } } as const;
    const before = converse(server, settings);
    void before.send('Do both');
    await until(before, ({ status }) => status === 'waiting-approval');
    await before.approve('i-a');
    before.dispose();
    const after = converse(server, settings);
    await after.reject('i-b');
    await until(after, ({ status }) => status === 'finished');
    assert.equal(server.asked.length, 2);
    assert.equal(transcript(after).at(-2), 'agent: true and false');
    after.dispose();
  });
});

/** Takes the decision, and is cut before it says anything; asked again, it answers. */
const cutAfterDecision = () =>
  openServer(({ method, body }, response, count) => {
    if (method === 'GET') {
      send(response).end();
      return;
    }
    const { resume } = JSON.parse(body) as { resume?: object[] };
    if (resume) {
      send(response).flushHeaders();
      setTimeout(() => response.destroy(), 10);
    } else if (count === 1) sendNumbered(response, started, ...callTool('a'), interrupted(interrupt('a'))).end();
    else
      send(
        response,
        started,
        { type: 'TEXT_MESSAGE_CHUNK', messageId: 'm', delta: 'Anew.' },
        { type: 'RUN_FINISHED' },
      ).end();
  });

describe('an answer to a request for permission whose own answer is cut', () => {
  it('leaves the turn incomplete; Retry asks from the beginning, and sends no decision again', async () => {
    await using server = await cutAfterDecision();
    const conversation = converse(server);
    const sent = conversation.send('Do it');
    await until(conversation, ({ status }) => status === 'waiting-approval');
    await conversation.approve('i-a');
    await sent;
    assert.equal(conversation.state.turns[0]?.status, 'incomplete');
    await conversation.retry();
    assert.deepEqual(transcript(conversation), ['user: Do it', 'agent: Anew.', 'finished']);
    assert.deepEqual(
      bodies(server).map(({ resume }) => resume !== undefined),
      [false, true, false],
    );
    conversation.dispose();
  });

  it('leaves it so after a reload, too', async () => {
    await using server = await cutAfterDecision();
    const storage = createWebStorage(new Map());
    const settings = { storage: 'session', env: { ...defaultEnv, storage: () => storage } } as const;
    const before = converse(server, settings);
    void before.send('Do it');
    await until(before, ({ status }) => status === 'waiting-approval');
    void before.approve('i-a');
    await until(before, ({ parts }) => parts.some((part) => part.kind === 'approval' && part.status === 'approved'));
    before.dispose();
    const after = converse(server, settings);
    await until(after, ({ status }) => status === 'incomplete');
    assert.equal(server.asked.length, 2);
    await after.retry();
    assert.equal(transcript(after).at(-2), 'agent: Anew.');
    after.dispose();
  });
});

describe('an agent with an address of its own', () => {
  it('may be silent for minutes: nobody could take its answer up again', async () => {
    let finishNow: (() => void) | undefined;
    await using server = await openServer((_, response) => {
      send(response, started, { type: 'TEXT_MESSAGE_CHUNK', messageId: 'm', delta: 'Well' });
      finishNow = () => response.end(`data: {"type":"RUN_FINISHED"}\n\n`);
    });
    const env = createFakeEnv((url, init) => fetch(url, init));
    const conversation = converse(server, { env, policy: {} });
    const sent = conversation.send('Think');
    await until(conversation, ({ parts }) => parts.length > 0);
    await env.advance(200_000);
    assert.equal(conversation.state.turns[0]?.status, 'running');
    finishNow?.();
    assert.equal((await sent).status, 'finished');
    conversation.dispose();
  });

  it('is let go of when its line stays open long after the end', async () => {
    await using server = await openServer((_, response) => {
      send(response, started, { type: 'TEXT_MESSAGE_CHUNK', messageId: 'm', delta: 'Done.' }, { type: 'RUN_FINISHED' });
    });
    const env = createFakeEnv((url, init) => fetch(url, init));
    const conversation = converse(server, { env, policy: {} });
    const sent = conversation.send('Think');
    await until(conversation, ({ parts }) => parts.length > 0);
    await env.advance(100_000);
    assert.equal((await sent).status, 'finished');
    conversation.dispose();
  });

  it('may ask again after an answer, in the same turn', async () => {
    let count = 0;
    await using server = await openServer((_, response) => {
      count += 1;
      if (count < 3) send(response, started, ...callTool(`c${count}`), interrupted(interrupt(`c${count}`))).end();
      else
        send(
          response,
          started,
          { type: 'TEXT_MESSAGE_CHUNK', messageId: 'm', delta: 'Done.' },
          { type: 'RUN_FINISHED' },
        ).end();
    });
    const conversation = converse(server);
    const sent = conversation.send('Do it');
    await until(conversation, ({ status }) => status === 'waiting-approval');
    await conversation.approve('i-c1');
    await until(conversation, ({ parts, status }) => status === 'waiting-approval' && parts.length > 2);
    await conversation.approve('i-c2');
    await sent;
    const runs = bodies(server).map(({ runId, parentRunId }) => [runId, parentRunId]);
    assert.deepEqual(
      runs.map(([, parent]) => parent),
      [undefined, runs[0]?.[0], runs[1]?.[0]],
    );
    assert.equal(transcript(conversation).at(-2), 'agent: Done.');
    conversation.dispose();
  });

  it('is asked to go on by GET, with the run and the last event named, and answers a page: incomplete', async () => {
    await using server = await openServer(({ method }, response) => {
      if (method === 'GET') response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Hello');
      else {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(`id: x-1\ndata: {"type":"TEXT_MESSAGE_CHUNK","messageId":"m","delta":"Half"}\n\n`);
        setTimeout(() => response.destroy(), 20);
      }
    });
    const conversation = converse(server);
    const turn = await conversation.send('Hello');
    assert.deepEqual([turn.status, turn.error?.retryable], ['incomplete', true]);
    const [post, get] = server.asked;
    assert.equal(post?.url, get?.url);
    assert.equal(get?.url, `/agent?team=1&runId=${turn.requestId}`);
    assert.equal(get?.headers['last-event-id'], 'x-1');
    assert.deepEqual(
      server.asked.map(({ method }) => method),
      ['POST', 'GET'],
    );
    conversation.dispose();
  });
});
