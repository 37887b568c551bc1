import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openEndpoint, openPlatform, tokenRequest } from './support.js';

describe("a token endpoint's own origin", () => {
  const rows: readonly (readonly [name: string, url: string, host: string | null, origin: string, status: number])[] = [
    ['is that of the address', 'https://shop.example/t', null, 'https://shop.example', 200],
    ['is https where a proxy in front ends TLS', 'http://shop.example/t', null, 'https://shop.example', 200],
    ['is not http where the request came by https', 'https://shop.example/t', null, 'http://shop.example', 403],
    [
      'is that of the Host header where the address names what the server listens on',
      'http://localhost:3000/t',
      'shop.example',
      'https://shop.example',
      200,
    ],
    [
      'is that of the address where the Host header names a server behind a proxy',
      'https://shop.example/t',
      '10.0.0.7:3000',
      'https://shop.example',
      200,
    ],
    ['is neither for a stranger', 'http://localhost:3000/t', 'shop.example', 'https://evil.example', 403],
    ['is not one that only begins so', 'http://localhost:3000/t', 'shop.example', 'https://shop.example.evil', 403],
    ['is not `null`', 'http://localhost:3000/t', 'shop.example', 'null', 403],
    ['is not nothing', 'http://localhost:3000/t', '', 'https://', 403],
  ];
  for (const [name, url, host, origin, status] of rows) {
    it(name, async (test) => {
      const platform = await openPlatform();
      test.after(platform.close);
      const { handler } = openEndpoint(platform.origin);
      assert.equal((await handler(tokenRequest({ url, headers: { host, origin } }))).status, status);
    });
  }
});
