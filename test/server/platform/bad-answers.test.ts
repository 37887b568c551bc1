import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Zaby, ZabyApiError, ZabyConnectionError } from '../../../src/server/index.js';
import { openRawPlatform } from './raw-server.js';

const neverAnswers = () => new Promise<Response>(() => {});

const failureOf = async (call: Promise<unknown>): Promise<ZabyApiError> => {
  const error = await call.then(
    () => assert.fail('it did not fail'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof ZabyApiError, String(error));
  return error;
};

describe('the management client, when the platform answers badly', () => {
  it('does not follow a redirect with the API key in hand', async (test) => {
    const elsewhere = await openRawPlatform(test, [{ body: { status: 'ok' } }]);
    for (const status of [301, 302, 303, 307, 308]) {
      const { zaby, arrived } = await openRawPlatform(test, [
        { status, headers: { location: `${elsewhere.origin}/steal` } },
      ]);
      const error = await failureOf(zaby.agents.get('agent_1'));
      assert.deepEqual([error.code, error.status], ['redirected', status]);
      assert.equal(arrived.length, 1);
    }
    assert.equal(elsewhere.arrived.length, 0);
  });

  it('gives up an answer that never begins', async (test) => {
    const { zaby } = await openRawPlatform(test, [() => {}]);
    const error = await failureOf(zaby.agents.create({ name: 'Shop', slug: 'shop' }, { timeoutMs: 30 }));
    assert.ok(error instanceof ZabyConnectionError);
    assert.equal(error.code, 'timeout');
    assert.match(error.message, /within 30 ms\. Whether it was done is not known/);
  });

  it('gives up an answer that never ends', async (test) => {
    const { zaby } = await openRawPlatform(
      test,
      [(response) => void response.writeHead(200).write('{"id":"agent_1"')],
      { timeoutMs: 30 },
    );
    assert.equal((await failureOf(zaby.agents.get('agent_1'))).code, 'timeout');
  });

  it('gives up with a fetch that knows no signals', async () => {
    const zaby = new Zaby({ apiKey: 'zaby_pk_test', fetch: neverAnswers, timeoutMs: 20, maxRetries: 0 });
    assert.equal((await failureOf(zaby.health.check())).code, 'timeout');
  });

  it('waits as long as it takes where it may', async (test) => {
    const { zaby } = await openRawPlatform(test, [{ body: { id: 'agent_1' } }], { timeoutMs: Infinity });
    assert.equal((await zaby.agents.get('agent_1')).id, 'agent_1');
  });

  it('does not read an endless answer', async (test) => {
    let written = 0;
    const { zaby } = await openRawPlatform(test, [
      (response) => {
        const more = () => {
          while (!response.destroyed && written < 100_000_000 && response.write('x'.repeat(65_536))) written += 65_536;
        };
        response.on('drain', more);
        more();
      },
    ]);
    assert.equal((await failureOf(zaby.agents.get('agent_1'))).code, 'answer-too-large');
    assert.ok(written < 100_000_000, 'the connection was cut');
  });

  it('does not read an answer that announces too much', async (test) => {
    const { zaby } = await openRawPlatform(test, [
      (response) => void response.writeHead(200, { 'content-length': '99999999' }).write('{'),
    ]);
    assert.equal((await failureOf(zaby.agents.get('agent_1'))).code, 'answer-too-large');
  });

  it('takes a page for no answer', async (test) => {
    const { zaby, arrived } = await openRawPlatform(test, [{ body: '<!doctype html><title>Sign in</title>' }]);
    const error = await failureOf(zaby.agents.get('agent_1'));
    assert.equal(error.code, 'protocol');
    assert.match(error.message, /not JSON/);
    assert.equal(arrived.length, 1);
  });

  it('takes a page with a status for that status', async (test) => {
    const { zaby } = await openRawPlatform(test, [{ status: 404, body: '<h1>Not here</h1>' }]);
    const error = await failureOf(zaby.agents.get('agent_1'));
    assert.deepEqual([error.status, error.code, error.details], [404, 'not-found', undefined]);
  });

  it('takes an empty answer for one that has nothing to say', async (test) => {
    const { zaby } = await openRawPlatform(test, [{ status: 204, body: '' }]);
    assert.equal(await zaby.agents.delete('agent_1'), undefined);
  });

  it('lists nothing of a list that is none, and reads a bare one', async (test) => {
    const { zaby } = await openRawPlatform(test, [{ body: { items: 'none' } }, { body: [{ id: 'agent_1' }] }]);
    assert.deepEqual((await zaby.agents.list()).items, []);
    assert.deepEqual((await zaby.agents.list()).items, [{ id: 'agent_1' }]);
  });

  it('does not go round a list whose cursor comes again', async (test) => {
    const page = { body: { items: [{ id: 'agent_1' }], nextCursor: 'same' } };
    const { zaby, arrived } = await openRawPlatform(test, [page]);
    const ids: string[] = [];
    for await (const { id } of zaby.agents.list()) ids.push(id);
    assert.equal(ids.length, 2);
    assert.deepEqual(
      arrived.map(({ url }) => new URL(url, 'http://h').search),
      ['', '?cursor=same'],
    );
  });
});

describe('a signal', () => {
  it('ends a call under way with its own reason', async (test) => {
    const controller = new AbortController();
    const reason = new Error('the person left');
    const { zaby } = await openRawPlatform(test, [() => controller.abort(reason)]);
    await assert.rejects(zaby.agents.get('agent_1', { signal: controller.signal }), reason);
  });

  it('ends a wait for another attempt', async (test) => {
    const controller = new AbortController();
    const { zaby } = await openRawPlatform(
      test,
      [
        (response) => {
          response.writeHead(503, { 'retry-after': '50' }).end();
          response.on('close', () => controller.abort());
        },
      ],
      { wait: undefined },
    );
    await assert.rejects(zaby.agents.get('agent_1', { signal: controller.signal }), { name: 'AbortError' });
  });

  it('that has ended already lets no call out', async (test) => {
    const { zaby, arrived } = await openRawPlatform(test, [{}]);
    await assert.rejects(zaby.agents.get('agent_1', { signal: AbortSignal.abort() }), { name: 'AbortError' });
    assert.equal(arrived.length, 0);
  });

  it('leaves nothing behind on a signal that lives long', async (test) => {
    const controller = new AbortController();
    let listeners = 0;
    const { signal } = controller;
    const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...args);
    };
    const { zaby } = await openRawPlatform(test, [{ status: 503 }, { body: {} }]);
    await zaby.agents.get('agent_1', { signal });
    assert.equal(listeners, 0);
  });
});
