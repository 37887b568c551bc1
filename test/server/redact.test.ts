import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { redact, redactError } from '../../src/server/redact.js';
import { apiKey, everythingIn, jwt } from './support.js';

const opaque = 'Zm9vYmFyYmF6cXV4';

/** What is met in logs, each with something in it that must not be there. */
const lines: readonly string[] = [
  `the key is ${apiKey}`,
  `{"x-zaby-api-key":"${apiKey}"}`,
  `x-zaby-api-key: ${opaque}`,
  `[ 'X-Zaby-Api-Key', '${apiKey}' ]`,
  `authorization: Bearer ${jwt}`,
  `{"Authorization":"Bearer ${opaque}"}`,
  `Authorization: Basic ${opaque}`,
  `GET /runs?access_token=${opaque}&limit=50 HTTP/1.1`,
  `{"token":"${opaque}","tokenType":"Bearer"}`,
  `{ previousToken: '${opaque}' }`,
  `request to https://ada:${opaque}@platform.example/ failed`,
  `redis://:${opaque}@10.0.0.1:6379 refused`,
  `cookie: theme=dark; session=${opaque}`,
  `set-cookie: sid=${opaque}; HttpOnly`,
  `Bearer%20${opaque} in an address`,
  `jwt=${jwt}, once more ${jwt}`,
  `proxy-authorization: Negotiate ${opaque}`,
  `password=${opaque}`,
  `BASIC  ${opaque}, bEaReR ${opaque}`,
  `Bearer ${opaque}.`,
  `the proxy wants Basic ${opaque} again`,
  `{"client_secret":"${opaque}"}`,
  `a JWE: eyJhbGciOiJSU0EifQ.${opaque}.${opaque}.${opaque}.${opaque}`,
];

describe('the redactor', () => {
  for (const line of lines) {
    it(`leaves no secret in: ${line.replaceAll(apiKey, '<key>').replaceAll(jwt, '<jwt>').replaceAll(opaque, '<secret>')}`, () => {
      const shown = redact(line);
      for (const secret of [apiKey, jwt, opaque]) assert.ok(!shown.includes(secret), shown);
      assert.match(shown, /\[redacted\]/);
    });
  }

  it('takes out what it is told, whatever it looks like', () => {
    assert.equal(redact('a.b*c and a.b*c', ['a.b*c', '']), '[redacted] and [redacted]');
  });

  it('leaves what is no secret as it was said', () => {
    for (const line of [
      'The platform refused the API key. Look at apiKey: it may be mistyped',
      'The answer of the platform holds no runtime token',
      'POST https://genapi.zaby.io/api/v1/provisioning/managed-agents/external-apps/app_1/runtime-tokens answered 422',
      'token-refused: mail ada@shop.example about the token policy',
      'a cookie was eaten',
      'The basic plan has no bearer tokens.',
      'Basic authentication failed: the bearer is not known, and Basic auth is all there is',
      'WWW-Authenticate: Basic realm',
    ])
      assert.equal(redact(line), line);
  });

  it('keeps what an error says, and its causes, without what hangs on it', () => {
    const cause = Object.assign(new Error(`Bearer ${opaque}`), { config: { headers: { 'x-zaby-api-key': apiKey } } });
    const safe = redactError(new TypeError(`fetch failed for ${apiKey}`, { cause }));
    const shown = everythingIn(safe);
    assert.equal(safe.name, 'TypeError');
    assert.match(safe.message, /^fetch failed for \[redacted\]$/);
    for (const secret of [apiKey, opaque]) assert.ok(!shown.includes(secret));
    assert.match(everythingIn(redactError(`thrown ${jwt}`)), /thrown \[redacted\]/);
  });

  it('comes to an end with long lines of what secrets begin with', () => {
    // Where a shape looked at the rest of the line from every letter, each would take minutes.
    for (const piece of ['eyJa.', 'token', 'cookie ', '://a', 'bearer ', 'a_', 'authorization', '\t']) {
      const line = piece.repeat(400_000 / piece.length);
      assert.ok(redact(line).length > 0, piece);
    }
  });
});
