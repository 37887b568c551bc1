import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toNodeHandler } from '../../src/server/index.js';
import { listen } from './support.js';

describe('toNodeHandler in Express', () => {
  it('answers for a handler that throws, though the response of Express has a send() like that of Fastify', async (test) => {
    const handle = toNodeHandler(() => Promise.reject(new Error('secret')));
    const { origin, close } = await listen((request, response) => {
      void handle(request, Object.assign(response, { send: () => response.end('sent') }));
    });
    test.after(close);
    const response = await fetch(origin);
    assert.equal(response.status, 500);
    assert.equal(await response.text(), '');
  });
});
