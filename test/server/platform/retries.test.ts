import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  Zaby,
  ZabyApiError,
  ZabyConflictError,
  ZabyConnectionError,
  ZabyRateLimitError,
  ZabyValidationError,
} from '../../../src/server/index.js';
import { apiKey, listen } from '../support.js';
import { openRawPlatform } from './raw-server.js';

const agent = { id: 'agent_1', name: 'Shop', slug: 'shop', status: 'DRAFT' };
const down = { status: 503, body: { code: 'DOWN' } };

describe('a call that changes nothing', () => {
  for (const status of [408, 425, 429, 500, 502, 503, 504]) {
    it(`is made again after a ${status}`, async (test) => {
      const { zaby, arrived, waits } = await openRawPlatform(test, [{ status }, { status }, { body: agent }]);
      assert.equal((await zaby.agents.get('agent_1')).name, 'Shop');
      assert.equal(arrived.length, 3);
      assert.equal(waits.length, 2);
      // Full jitter: somewhere between nothing and the span, which doubles.
      assert.ok(waits.every((ms, index) => ms >= 0 && ms <= 500 * 2 ** index));
    });
  }

  it('is made again when the line breaks', async (test) => {
    const { zaby, arrived } = await openRawPlatform(test, [(response) => response.destroy(), { body: agent }]);
    assert.equal((await zaby.agents.get('agent_1')).name, 'Shop');
    assert.equal(arrived.length, 2);
  });

  for (const status of [400, 401, 403, 404, 409, 410, 422, 501]) {
    it(`is not made again after a ${status}`, async (test) => {
      const { zaby, arrived } = await openRawPlatform(test, [{ status }]);
      await assert.rejects(zaby.agents.get('agent_1'), { status });
      assert.equal(arrived.length, 1);
    });
  }

  it('is given up after so many attempts', async (test) => {
    const { zaby, arrived } = await openRawPlatform(test, [down]);
    await assert.rejects(zaby.agents.get('agent_1'), { status: 503, code: 'DOWN' });
    assert.equal(arrived.length, 3);
    await assert.rejects(zaby.agents.get('agent_1', { maxRetries: 0 }), { status: 503 });
    assert.equal(arrived.length, 4);
  });
});

describe('Retry-After', () => {
  it('is obeyed in seconds', async (test) => {
    const { zaby, waits } = await openRawPlatform(test, [
      { status: 429, headers: { 'retry-after': '7' } },
      { body: agent },
    ]);
    await zaby.agents.get('agent_1');
    assert.deepEqual(waits, [7000]);
  });

  it('is obeyed as a date, counted by the clock of the platform', async (test) => {
    const headers = { date: 'Wed, 21 Oct 2026 07:28:00 GMT', 'retry-after': 'Wed, 21 Oct 2026 07:28:12 GMT' };
    const { zaby, waits } = await openRawPlatform(test, [{ status: 503, headers }, { body: agent }]);
    await zaby.agents.get('agent_1');
    assert.deepEqual(waits, [12_000]);
  });

  it('of more than a minute ends the call, and the error says when to come back', async (test) => {
    const { zaby, waits, arrived } = await openRawPlatform(test, [{ status: 429, headers: { 'retry-after': '61' } }]);
    const error = await zaby.agents.get('agent_1').catch((thrown: unknown) => thrown);
    assert.ok(error instanceof ZabyRateLimitError);
    assert.equal(error.retryAfter, 61);
    assert.match(error.message, /Come back in 61 s, at \d{4}-/);
    assert.deepEqual([waits.length, arrived.length], [0, 1]);
  });

  it('of more than a minute ends the call as a date, too', async (test) => {
    const headers = { date: 'Wed, 21 Oct 2026 07:28:00 GMT', 'retry-after': 'Wed, 21 Oct 2026 08:28:00 GMT' };
    const { zaby, arrived } = await openRawPlatform(test, [{ status: 503, headers }]);
    await assert.rejects(zaby.agents.get('agent_1'), { status: 503, retryAfter: 3600, message: /Come back in 3600 s/ });
    assert.equal(arrived.length, 1);
  });

  it('that is none is passed by', async (test) => {
    const { zaby, waits } = await openRawPlatform(test, [
      { status: 429, headers: { 'retry-after': '1.5' } },
      { body: agent },
    ]);
    await zaby.agents.get('agent_1');
    assert.ok((waits[0] ?? Infinity) <= 500);
  });
});

describe('a call that changes something', () => {
  const create = { name: 'Shop', slug: 'shop' };

  it('is made once, for its answer may be what was lost', async (test) => {
    const { zaby, arrived } = await openRawPlatform(test, [down, { body: agent }]);
    await assert.rejects(zaby.agents.create(create), { status: 503 });
    assert.deepEqual(
      arrived.map(({ method }) => method),
      ['POST'],
    );
  });

  it('is made again with an idempotency key, the same one', async (test) => {
    const { zaby, arrived } = await openRawPlatform(test, [down, (response) => response.destroy(), { body: agent }]);
    await zaby.agents.create(create, { idempotencyKey: 'once-7' });
    assert.deepEqual(
      arrived.map(({ headers }) => headers['idempotency-key']),
      ['once-7', 'once-7', 'once-7'],
    );
  });

  it('says the key where the platform documents it, in the body', async (test) => {
    const { zaby, arrived } = await openRawPlatform(test, [down, { body: { token: 't' } }]);
    const input = { externalAppId: 'app_1', deploymentId: 'd', quotaPolicyId: 'p', externalUserId: 'ada' };
    await zaby.runtimeTokens.create({ ...input, requestId: 'mint-1' });
    await zaby.runtimeTokens.create(input, { idempotencyKey: 'mint-2' });
    await zaby.agents.startRun('agent_1', { input: 'Hello' }, { idempotencyKey: 'run-1' });
    assert.deepEqual(
      arrived.map(({ body }) => (JSON.parse(body) as { requestId: string }).requestId),
      ['mint-1', 'mint-1', 'mint-2', 'run-1'],
    );
  });

  it('is not made under a key, or a request id, that is no header', async (test) => {
    const { zaby, arrived } = await openRawPlatform(test, [{ body: agent }]);
    for (const wrong of ['', 'a\r\nb', 'ä', 'x'.repeat(201)]) {
      await assert.rejects(zaby.agents.create(create, { idempotencyKey: wrong }), TypeError);
      await assert.rejects(zaby.agents.create(create, { requestId: wrong }), TypeError);
    }
    assert.equal(arrived.length, 0);
  });

  it('never sends which app a token is for twice, in path and body', async (test) => {
    const { zaby, arrived } = await openRawPlatform(test, [{ body: { token: 't' } }]);
    await zaby.runtimeTokens.create({ externalAppId: 'a/1', deploymentId: 'd', quotaPolicyId: 'p' });
    assert.equal(arrived[0]?.url, '/api/v1/provisioning/managed-agents/external-apps/a%2F1/runtime-tokens');
    assert.ok(!arrived[0]?.body.includes('externalAppId'));
  });
});

describe('an error of the management API', () => {
  it('is told by its class, status and code', async (test) => {
    const refusals = [
      { status: 422, body: { message: 'No.', code: 'VALIDATION_FAILED' } },
      { status: 409, body: { error: { message: 'Taken.', code: 'SLUG_TAKEN' } } },
      { status: 400, body: { errorCode: 'BAD' } },
    ];
    const { zaby } = await openRawPlatform(test, refusals);
    const failed = async () => zaby.agents.get('agent_1').catch((thrown: unknown) => thrown as ZabyApiError);
    const [invalid, taken, bad] = [await failed(), await failed(), await failed()];
    assert.ok(invalid instanceof ZabyValidationError && invalid instanceof ZabyApiError);
    assert.equal(invalid.code, 'VALIDATION_FAILED');
    assert.ok(taken instanceof ZabyConflictError);
    assert.deepEqual([taken.code, taken.name], ['SLUG_TAKEN', 'ZabyConflictError']);
    assert.match(taken.message, /GET http:\/\/127\.0\.0\.1:\d+\/api\S+ answered 409 SLUG_TAKEN: Taken\./);
    assert.ok(bad instanceof ZabyValidationError);
    assert.equal(bad.code, 'BAD');
  });

  it('quotes the request, and keeps what the platform said', async (test) => {
    const headers = { 'x-request-id': 'req_7' };
    const body = { message: 'No.', fields: [{ name: 'slug', problem: 'too long' }] };
    const { zaby, arrived } = await openRawPlatform(test, [{ status: 422, headers, body }]);
    const error = await zaby.agents.get('agent_1', { requestId: 'mine-1' }).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof ZabyValidationError);
    assert.equal(error.requestId, 'req_7');
    assert.deepEqual(error.details, body);
    assert.equal(error.code, 'invalid-input');
    assert.match(error.message, /\(request req_7\)$/);
    assert.equal(arrived[0]?.headers['x-request-id'], 'mine-1');
  });

  it('shows nothing of the platform’s words that would play tricks in a terminal', async (test) => {
    const message = `No\u001b[2J\r\nnext\u202eline\u0000 ${'x'.repeat(1000)}`;
    const { zaby } = await openRawPlatform(test, [{ status: 400, body: { message } }]);
    const error = await zaby.agents.get('agent_1').catch((thrown: unknown) => thrown);
    assert.ok(error instanceof ZabyValidationError);
    assert.match(error.message, /answered 400: No \[2J next line x{200,300}\. Look at what was sent$/);
  });

  it('tells that nothing answered', async () => {
    const { origin, close } = await listen(() => {});
    await close();
    const zaby = new Zaby({ apiKey, apiOrigin: origin, wait: async () => {} });
    const error = await zaby.agents.get('agent_1').catch((thrown: unknown) => thrown);
    assert.ok(error instanceof ZabyConnectionError);
    assert.deepEqual([error.code, error.status], ['network', undefined]);
    assert.ok(!error.message.includes('Whether it was done'));
    await assert.rejects(zaby.agents.publish('agent_1'), /Whether it was done is not known/);
  });
});
