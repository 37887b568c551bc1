import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Identity } from '../../src/server/index.js';
import { apiKey, conversationId, everythingIn, jwt, openEndpoint, tokenRequest } from './support.js';

const codes = new Set([
  'method-not-allowed',
  'forbidden-origin',
  'unsupported-media-type',
  'body-too-large',
  'body-too-slow',
  'invalid-request',
  'sign-in-required',
  'rate-limited',
  'token-refused',
  'token-unavailable',
  'internal',
]);

const headerValue = fc.oneof(
  fc.constantFrom('', 'null', '*', 'https://shop.example', 'https://evil.example', 'application/json', 'same-origin'),
  fc.string({ unit: fc.constantFrom(...'abz019:/.,;-_"\'\\%@ '), maxLength: 30 }).map((text) => text.trim()),
);

const asked = fc.record({
  method: fc.oneof(
    { weight: 4, arbitrary: fc.constant('POST') },
    { weight: 1, arbitrary: fc.constantFrom('DELETE', 'GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'X') },
  ),
  headers: fc.dictionary(
    fc.constantFrom(
      'origin',
      'sec-fetch-site',
      'content-type',
      'content-length',
      'transfer-encoding',
      'host',
      'access-control-request-method',
      'cookie',
    ),
    fc.option(headerValue),
    { maxKeys: 2 },
  ),
  body: fc.oneof(
    fc.constant(JSON.stringify({ conversationId, reason: 'first' })),
    fc.json(),
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.object().map((extra) => JSON.stringify({ ...extra, conversationId })),
  ),
});

const secretText = fc.constantFrom(apiKey, `Bearer ${jwt}`, jwt, `{"token":"${apiKey}"}`, 'plain');

/** What a platform, or whatever stands before it, may answer. */
const platformAnswer = fc.record({
  status: fc.constantFrom(200, 201, 204, 301, 307, 400, 401, 403, 404, 409, 418, 422, 429, 500, 503),
  body: fc.oneof(
    fc.constant(JSON.stringify({ token: jwt })),
    secretText,
    fc.json(),
    secretText.map((text) => JSON.stringify({ token: text, message: text, code: text, error: { code: text } })),
  ),
  headers: fc.dictionary(
    fc.constantFrom('retry-after', 'x-request-id', 'location', 'date'),
    fc.oneof(headerValue, secretText),
  ),
});

const identities = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ userId: 'ada' }) },
  fc.constantFrom(null, undefined),
  // A host in JavaScript may give anything.
  fc.anything({ withBigInt: true, withDate: true, withMap: true }) as fc.Arbitrary<Identity>,
);

describe('the token endpoint, asked anything', () => {
  it('answers with a token or one of its codes, never stored, and shows no key', async () => {
    await fc.assert(
      fc.asyncProperty(asked, platformAnswer, identities, async (request, { status, body, headers }, identity) => {
        const { handler, errors } = openEndpoint('https://platform.example', {
          identify: () => identity,
          fetch: async () => new Response(status === 204 ? null : body, { status, headers }),
        });
        const response = await handler(tokenRequest(request));
        const text = await response.text();
        const told = `${text} ${JSON.stringify([...response.headers])}`;
        assert.equal(response.headers.get('cache-control'), 'no-store');
        assert.equal(response.headers.get('access-control-allow-origin'), null);
        if (response.status >= 400) {
          assert.ok(codes.has((JSON.parse(text) as { code: string }).code), text);
          assert.equal(Object.keys(JSON.parse(text) as object).length, 1);
        } else if (text.includes('"token"')) {
          assert.equal(request.method, 'POST');
          assert.ok(status === 200 || status === 201);
        }
        assert.ok(!told.includes(apiKey) && !errors.map(everythingIn).join().includes(apiKey));
        assert.ok(response.status === 200 || !told.includes(jwt));
        assert.ok(!errors.map(everythingIn).join().includes(jwt));
      }),
      { numRuns: 400 },
    );
  });
});
