import { equal, match } from 'node:assert/strict';
import { describe, it } from 'node:test';
import { say } from '../../demo/emulator/script.js';
import { openEmulator } from './open-emulator.js';

const shop = 'https://shop.example';
const definition = { scripts: [[say('Hello.')]], origins: [shop], tokenTtlSeconds: 60 };
const preflight = (origin: string) => ({
  method: 'OPTIONS',
  headers: {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,content-type',
  },
});

describe('A page at another origin', () => {
  it('may ask first, where some app allows it', async (test) => {
    const { origin } = await openEmulator(test, definition);
    const url = `${origin}/api/v1/agent-runtime/runs`;
    const allowed = await fetch(url, preflight(shop));
    equal(allowed.status, 204);
    equal(allowed.headers.get('access-control-allow-origin'), shop);
    match(allowed.headers.get('access-control-allow-headers') ?? '', /authorization.*last-event-id/);
    const denied = await fetch(url, preflight('https://elsewhere.example'));
    equal(denied.headers.get('access-control-allow-origin'), null);
  });

  it('may call and read where its app allows it', async (test) => {
    const { call } = await openEmulator(test, definition);
    const { status, headers } = await call('POST', '/runs', { input: 'Hi' }, { origin: shop });
    equal(status, 200);
    equal(headers.get('access-control-allow-origin'), shop);
    equal(headers.get('access-control-expose-headers'), 'retry-after, x-request-id, date');
    match(headers.get('x-request-id') ?? '', /^request_/);
  });

  it('is refused elsewhere, even with a good token, and cannot read why', async (test) => {
    const { call, emulator } = await openEmulator(test, definition);
    const other = 'https://other.example';
    emulator.createAgent({ scripts: [[]], origins: [other] });
    const { status, body, headers } = await call('POST', '/runs', { input: 'Hi' }, { origin: other });
    equal(status, 403);
    equal(body.code, 'MANAGED_AGENT_RUNTIME_ORIGIN_NOT_ALLOWED');
    equal(headers.get('access-control-allow-origin'), null);
    equal(emulator.runs().length, 0);
  });

  it('can read that what it sent is too large', async (test) => {
    const { call } = await openEmulator(test, definition);
    const { status, body, headers } = await call(
      'POST',
      '/runs',
      { input: 'x'.repeat(11 * 2 ** 20) },
      { origin: shop },
    );
    equal(status, 413);
    equal(body.code, 'PAYLOAD_TOO_LARGE');
    equal(headers.get('access-control-allow-origin'), shop);
  });

  it('can read why its token was refused', async (test) => {
    const { call, emulator } = await openEmulator(test, definition);
    emulator.advance(61_000);
    const { status, headers } = await call('POST', '/runs', { input: 'Hi' }, { origin: shop });
    equal(status, 401);
    equal(headers.get('access-control-allow-origin'), shop);
  });

  it('never reads the management API', async (test) => {
    const { origin, agent } = await openEmulator(test, definition);
    const answer = await fetch(`${origin}/api/v1/provisioning/managed-agents/external-apps`, {
      headers: { origin: shop, 'x-zaby-api-key': agent.apiKey },
    });
    equal(answer.status, 200);
    equal(answer.headers.get('access-control-allow-origin'), null);
  });

  it('reads a stream with the same rules', async (test) => {
    const { origin, start, token } = await openEmulator(test, definition);
    const answer = await fetch(`${origin}/api/v1/agent-runtime/runs/${await start()}/aiui`, {
      headers: { origin: shop, authorization: `Bearer ${token}` },
    });
    equal(answer.headers.get('content-type'), 'text/event-stream; charset=utf-8');
    equal(answer.headers.get('access-control-allow-origin'), shop);
    await answer.body?.cancel();
  });
});
