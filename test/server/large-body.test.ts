import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openEndpoint } from './support.js';

describe('a token request that is too large', () => {
  for (const announced of [true, false]) {
    it(`${announced ? 'and says so' : 'and does not say so'} is refused without cutting the line that the answer goes on`, async () => {
      let isCut = false;
      // As SvelteKit makes it: cancelling the body of a request destroys its socket.
      const body = new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(1024)),
        cancel: () => {
          isCut = true;
        },
      });
      const request = new Request('https://shop.example/api/zaby-token', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(announced && { 'content-length': '50000' }) },
        body,
        duplex: 'half',
      } as RequestInit);
      const { handler } = openEndpoint('https://platform.example');
      assert.equal((await handler(request)).status, 413);
      assert.equal(isCut, false);
      // The server below reads on, or does not: that is its own affair.
      assert.equal(request.body?.locked, false);
    });
  }
});
