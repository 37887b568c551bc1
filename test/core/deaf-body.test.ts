import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { request } from '../../src/core/http.js';
import { createFakeEnv } from './fake-env.js';

describe('an answer that stops in the middle', () => {
  it('is given up in time, though its body never hears that it was', async () => {
    // As in Node, where the body of an answer may lose the signal of its request.
    const env = createFakeEnv(async () => new Response(new ReadableStream({ pull: () => new Promise(() => {}) })));
    const { signal } = new AbortController();
    const read = request({ env, signal, url: 'https://platform.test/runs', timeout: 30_000 }, ({ response }) =>
      response.text(),
    );
    const refused = assert.rejects(read, { code: 'timeout', retryable: true });
    await env.advance(30_000);
    await refused;
    assert.equal(env.timers, 0);
  });
});
