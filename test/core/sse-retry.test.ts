import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { defaultEnv } from '../../src/core/env.js';
import { createConversation } from '../../src/core/index.js';
import { hasty, transcript } from './open-agent.js';
import { json, openServer } from './open-server.js';

/** Hears an answer whose first stream asks for a wait by these lines, and is then cut. Gives every wait that was begun. */
const hear = async (lines: string): Promise<number[]> => {
  const waits: number[] = [];
  let opened = 0;
  await using server = await openServer(({ url }, response) => {
    if (url.endsWith('/runs')) return json(response, 200, { runId: 'run_1' });
    if (!url.endsWith('/aiui')) return json(response, 200, { events: [] });
    opened += 1;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    return opened === 1
      ? response.end(`${lines}id: 1\ndata: {"type":"TEXT_MESSAGE_CONTENT","messageId":"m","delta":"Hello"}\n\n`)
      : response.end('id: 2\ndata: {"type":"RUN_FINISHED"}\n\n');
  });
  const conversation = createConversation({
    getToken: async () => 'token',
    apiOrigin: server.origin,
    storage: 'none',
    policy: { ...hasty, heartbeatTimeout: 45_000, streamTimeout: 15_000, startTimeout: 14_000 },
    env: {
      ...defaultEnv,
      setTimeout: (callback, ms) => {
        waits.push(ms);
        // The waits in question are over at once.
        return defaultEnv.setTimeout(callback, ms === 4_000 || ms === 30_000 ? 0 : ms);
      },
    },
  });
  await conversation.send('Hi');
  conversation.dispose();
  assert.deepEqual(transcript(conversation), ['user: Hi', 'agent: Hello', 'finished']);
  return waits;
};

describe('a server that says how long to stay away after a cut', () => {
  it('is left alone for so long', async () => {
    assert.ok((await hear('retry: 4000\n')).includes(4_000));
  });

  it('is not left alone for longer than half a minute', async () => {
    assert.ok((await hear('retry: 86400000\n')).includes(30_000));
  });

  it('cannot make us come back sooner than we would', async () => {
    const waits = await hear('retry: 0\n');
    assert.ok(!waits.includes(0), String(waits));
  });
});
