import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { RateLimitStore, TokenEndpointOptions } from '../../src/server/index.js';
import { createMemoryStore } from '../../src/server/memory-store.js';
import { everythingIn, openEndpoint, openPlatform, tokenRequest } from './support.js';

const by = (name: string) => (request: Request) => request.headers.get(name) ?? undefined;

const open = async (test: TestContext, options: Partial<TokenEndpointOptions>) => {
  const platform = await openPlatform();
  test.after(platform.close);
  let at = 0;
  const { handler, errors } = openEndpoint(platform.origin, {
    identify: (request) => ({ userId: by('cookie')(request) ?? 'ada' }),
    now: () => at,
    ...options,
  });
  return {
    platform,
    errors,
    pass: (ms: number) => (at += ms),
    ask: async (headers: Record<string, string> = {}) => (await handler(tokenRequest({ headers }))).status,
    handler,
  };
};

/** What one Redis is to several processes: the same contract, in this one. */
const sharedStore = () => {
  const memory = createMemoryStore(() => 0);
  const keys: string[] = [];
  const store: RateLimitStore = {
    increment: async (key, windowMs) => {
      keys.push(key);
      return memory.increment(key, windowMs);
    },
  };
  return { store, keys };
};

describe('the rate limit', () => {
  it('counts every person for themselves', async (test) => {
    const { ask, pass } = await open(test, { rateLimit: { perMinute: 2 } });
    assert.deepEqual([await ask(), await ask(), await ask()], [200, 200, 429]);
    assert.equal(await ask({ cookie: 'eve' }), 200);
    pass(60_000);
    assert.equal(await ask(), 200);
  });

  it('counts an address, whoever comes from there, where the site tells it', async (test) => {
    const { ask, platform } = await open(test, {
      rateLimit: { perMinute: 2, perAddressPerMinute: 3 },
      clientAddress: by('x-real-ip'),
    });
    const from = (address: string, cookie: string) => ask({ 'x-real-ip': address, cookie });
    assert.deepEqual(await Promise.all([1, 2, 3, 4].map((user) => from('192.0.2.1', `${user}`))), [200, 200, 200, 429]);
    assert.equal(await from('192.0.2.2', '4'), 200);
    assert.equal(platform.seen.length, 4);
  });

  it('does not even ask who it is at an address that has asked too often', async (test) => {
    let asked = 0;
    const { ask } = await open(test, {
      rateLimit: { perAddressPerMinute: 1 },
      clientAddress: () => '192.0.2.1',
      identify: () => {
        asked += 1;
        return { userId: `visitor ${asked}` };
      },
    });
    assert.deepEqual([await ask(), await ask(), await ask()], [200, 429, 429]);
    assert.equal(asked, 1);
  });

  it('believes no header about addresses by itself', async (test) => {
    const { ask } = await open(test, { rateLimit: { perMinute: 5, perAddressPerMinute: 1 } });
    const headers = { 'x-forwarded-for': '192.0.2.1', forwarded: 'for=192.0.2.1', 'cf-connecting-ip': '192.0.2.1' };
    assert.deepEqual([await ask(headers), await ask(headers)], [200, 200]);
  });

  it('is the same for all machines with one store', async (test) => {
    const { store, keys } = sharedStore();
    const one = await open(test, { rateLimit: { perMinute: 2, store } });
    const two = await open(test, { rateLimit: { perMinute: 2, store } });
    assert.deepEqual([await one.ask(), await two.ask(), await one.ask(), await two.ask()], [200, 200, 429, 429]);
    assert.deepEqual([...new Set(keys)], ['zaby-agent:user:ada']);
  });

  it('tells how long to wait, never more than the window', async (test) => {
    const counts = [
      { count: 9, resetMs: 1500 },
      { count: 9, resetMs: -1 },
      { count: 9, resetMs: 9e9 },
    ];
    const { handler } = await open(test, { rateLimit: { store: { increment: () => counts.shift()! }, perMinute: 1 } });
    const waits = [];
    for (let index = 0; index < 3; index++) waits.push((await handler(tokenRequest())).headers.get('retry-after'));
    assert.deepEqual(waits, ['2', '1', '60']);
  });

  for (const [what, increment] of Object.entries<RateLimitStore['increment']>({
    throws: () => {
      throw new Error('READONLY redis://:hunter2@10.0.0.1');
    },
    rejects: async () => {
      throw new Error('READONLY redis://:hunter2@10.0.0.1');
    },
    'never answers': () => new Promise(() => {}),
    'answers nonsense': () => ({ count: 'many' }) as never,
    'answers nothing': () => undefined as never,
  })) {
    it(`is kept by the process itself while its store ${what}, and the host hears of it`, async (test) => {
      const { ask, errors } = await open(test, { rateLimit: { perMinute: 2, store: { increment } } });
      assert.deepEqual(await Promise.all([ask(), ask(), ask()]), [200, 200, 429]);
      assert.deepEqual(errors.map(({ code }) => code).toSorted(), ['internal', 'internal', 'internal', 'rate-limited']);
      const shown = errors.map(everythingIn).join();
      assert.match(shown, /rateLimit.store failed/);
      assert.doesNotMatch(shown, /hunter2/);
    });
  }

  it('does not let a failing clientAddress through, nor its reason out', async (test) => {
    const { handler, platform } = await open(test, {
      clientAddress: () => {
        throw new Error('no socket');
      },
    });
    const response = await handler(tokenRequest());
    assert.equal(response.status, 500);
    assert.equal(await response.text(), '{"code":"internal"}');
    assert.equal(platform.seen.length, 0);
  });

  it('remembers ten thousand at most, and those best who ask most', () => {
    let at = 0;
    const store = createMemoryStore(() => at);
    const count = (key: string) => store.increment(key, 60_000).count;
    count('once');
    count('often');
    for (let user = 0; user < 4_000; user++) count(`user ${user}`);
    assert.equal(count('often'), 2);
    for (let user = 0; user < 4_000; user++) count(`another ${user}`);
    assert.equal(count('often'), 3, 'whoever asks again is not pushed out by strangers');
    for (let user = 0; user < 4_000; user++) count(`third ${user}`);
    assert.equal(count('often'), 4);
    assert.equal(count('once'), 1, 'whoever does not, is');
    at += 60_000;
    assert.equal(count('often'), 1);
  });
});
