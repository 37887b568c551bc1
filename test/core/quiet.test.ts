import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createConversation } from '../../src/core/index.js';
import { createFakeEnv, settle } from './fake-env.js';

describe('a line that stays cut', () => {
  it('is told of a second after the cut, however often it was tried again in between', async () => {
    let cut: (() => void) | undefined;
    let attempts = 0;
    const env = createFakeEnv(async (url) => {
      if (!url.endsWith('/aiui')) return Response.json({ runId: 'run-1' });
      if (attempts++ > 0) throw new TypeError('No line');
      const body = new ReadableStream({ start: (controller) => void (cut = () => controller.error(new TypeError())) });
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    });
    const policy = { backoffBase: 600, reconnectAttempts: 9 };
    const conversation = createConversation({ getToken: async () => 'token', storage: 'none', env, policy });
    const answered = conversation.send('Hello');
    await settle();
    cut?.();
    await settle();
    await env.advance(990);
    assert.equal(conversation.state.turns[0]?.status, 'running');
    assert.ok(attempts > 2, 'It was tried again');
    await env.advance(20);
    assert.equal(conversation.state.turns[0]?.status, 'reconnecting');
    conversation.stop();
    await answered;
    conversation.dispose();
  });
});
