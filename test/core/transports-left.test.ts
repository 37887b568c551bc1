import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import { defaultEnv } from '../../src/core/env.js';
import { createConversation } from '../../src/core/index.js';
import { createWebStorage } from './fake-env.js';
import { transcript, until } from './open-agent.js';
import { type Asked, openServer } from './open-server.js';
import { willing } from './open-transport.js';

const send = (response: ServerResponse, ...events: object[]) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const event of events) response.write(`data: ${JSON.stringify(event)}\n\n`);
  return response.end();
};

const interrupted = {
  type: 'RUN_FINISHED',
  outcome: { type: 'interrupt', interrupts: [{ id: 'delete', reason: 'tool_call', message: 'Delete it?' }] },
};

const say = (delta: string) => [{ type: 'TEXT_MESSAGE_CHUNK', messageId: 'm', delta }, { type: 'RUN_FINISHED' }];

const read = ({ body }: Asked) => JSON.parse(body) as { runId: string; resume?: object[] };

/** An agent that takes a decision and does not get to answer it; `again` is what it says when the decision comes once more. */
const leaveWhileDeciding = async (again: (first: string, now: string, response: ServerResponse) => void) => {
  let taken: string | undefined;
  let onTaken: (() => void) | undefined;
  const isTaken = new Promise<void>((resolve) => (onTaken = resolve));
  const server = await openServer((asked, response) => {
    const { runId, resume } = read(asked);
    if (!resume) send(response, ...(taken === undefined ? [interrupted] : say('Anew.')));
    else if (taken !== undefined) again(taken, runId, response);
    else {
      taken = runId;
      onTaken?.();
    }
  });
  const storage = createWebStorage(new Map());
  const open = () =>
    createConversation({
      agentUrl: `${server.origin}/agent`,
      storage: 'session',
      policy: willing,
      env: { ...defaultEnv, storage: () => storage },
    });
  const before = open();
  void before.send('Do it');
  await until(before, ({ status }) => status === 'waiting-approval');
  void before.approve('delete');
  await isTaken;
  before.dispose();
  const conversation = open();
  await until(conversation, ({ parts }) =>
    parts.some((part) => part.kind === 'approval' && part.status === 'unconfirmed'),
  );
  return { server, conversation };
};

describe('a decision whose answer the page did not live to see', () => {
  it('is made again for the same run, by which an agent knows it', async () => {
    const { server, conversation } = await leaveWhileDeciding((first, now, response) =>
      send(response, ...(first === now ? say('Deleted.') : [])),
    );
    await conversation.approve('delete');
    await until(conversation, ({ status }) => status === 'finished');
    assert.equal(transcript(conversation).at(-2), 'agent: Deleted.');
    assert.equal(server.asked.length, 3);
    conversation.dispose();
    await server[Symbol.asyncDispose]();
  });

  it('leaves the turn incomplete where the agent only knows that it was made; Retry asks anew', async () => {
    const { server, conversation } = await leaveWhileDeciding((_first, _now, response) =>
      response.writeHead(409, { 'content-type': 'application/json' }).end('{}'),
    );
    await conversation.approve('delete');
    await until(conversation, ({ status }) => status === 'incomplete');
    await conversation.retry();
    assert.deepEqual(transcript(conversation).slice(-2), ['agent: Anew.', 'finished']);
    conversation.dispose();
    await server[Symbol.asyncDispose]();
  });
});
