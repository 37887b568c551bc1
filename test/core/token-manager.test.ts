import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ZabyError } from '../../src/core/index.js';
import { defaultPolicy } from '../../src/core/policy.js';
import { type TokenManager, createTokenManager } from '../../src/core/token-manager.js';
import type { ReceivedToken, TokenSource } from '../../src/core/token-source.js';
import { type FakeEnv, createFakeEnv, settle } from './fake-env.js';

const never = new AbortController().signal;
const second = 1_000;
const hour = 3_600 * second;

interface Desk {
  readonly env: FakeEnv;
  readonly manager: TokenManager;
  /** Why each token was asked for. */
  readonly reasons: string[];
  readonly sessions: string[];
  get(signal?: AbortSignal): Promise<string>;
}

/** A token manager whose tokens are called `token-1`, `token-2`, …, with whatever `describe` says of each. */
const openDesk = (
  describeToken: (count: number) => Partial<ReceivedToken> | Promise<Partial<ReceivedToken>> = () => ({}),
  wrap: (source: TokenSource) => TokenSource = (source) => source,
): Desk => {
  const env = createFakeEnv();
  const reasons: string[] = [];
  const sessions: string[] = [];
  let count = 0;
  const manager = createTokenManager({
    source: wrap(async ({ reason }) => {
      count += 1;
      reasons.push(reason);
      return { token: `token-${count}`, ...(await describeToken(count)) };
    }),
    conversationId: () => 'conversation',
    onSession: (session) => sessions.push(session),
    env,
    policy: defaultPolicy,
  });
  return { env, manager, reasons, sessions, get: (signal = never) => manager.get(signal) };
};

const jwt = (payload: object) =>
  ['{"alg":"none"}', JSON.stringify(payload), 'signature']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

describe('a token', () => {
  it('is asked for once, however many wait', async () => {
    const { get, reasons } = openDesk();
    const tokens = await Promise.all([get(), get(), get(), get(), get()]);
    assert.deepEqual(new Set(tokens), new Set(['token-1']));
    assert.deepEqual(reasons, ['first']);
  });

  it('is kept for as long as nothing says when it ends', async () => {
    const { env, get, reasons } = openDesk();
    await get();
    await env.advance(100 * hour);
    assert.equal(await get(), 'token-1');
    assert.deepEqual(reasons, ['first']);
  });

  it('is replaced after rotateAfterSeconds', async () => {
    const { env, get, reasons } = openDesk(() => ({ rotateAfterSeconds: 60 }));
    await get();
    await env.advance(59 * second);
    assert.equal(await get(), 'token-1');
    await env.advance(2 * second);
    assert.equal(await get(), 'token-2');
    assert.deepEqual(reasons, ['first', 'expiring']);
  });

  it('is replaced 30 seconds before its end, by the JWT', async () => {
    const { env, get } = openDesk((count) => ({ token: jwt({ count, iat: 5, exp: 605 }) }));
    const first = await get();
    await env.advance(569 * second);
    assert.equal(await get(), first);
    await env.advance(2 * second);
    assert.notEqual(await get(), first);
  });

  it('is replaced 30 seconds before its end, by the endpoint’s own clock', async () => {
    const serverNow = Date.parse('1999-12-31T23:50:00Z');
    const { env, get } = openDesk(() => ({ serverNow, expiresAt: '2000-01-01T00:00:00Z' }));
    await get();
    await env.advance(569 * second);
    assert.equal(await get(), 'token-1');
    await env.advance(2 * second);
    assert.equal(await get(), 'token-2');
  });

  it('is not judged by expiresAt alone, since clocks may differ by hours', async () => {
    const { env, get } = openDesk(() => ({ expiresAt: '2000-01-01T00:00:00Z' }));
    await get();
    await env.advance(hour);
    assert.equal(await get(), 'token-1');
  });

  it('that lives shorter than a minute is replaced half way', async () => {
    const { env, get } = openDesk((count) => ({ token: jwt({ count, iat: 0, exp: 40 }) }));
    const first = await get();
    await env.advance(19 * second);
    assert.equal(await get(), first);
    await env.advance(2 * second);
    assert.notEqual(await get(), first);
  });

  it('with few uses is replaced before the last one, but not within ten seconds', async () => {
    const { env, get, reasons } = openDesk(() => ({ remainingUses: 3 }));
    assert.equal(await get(), 'token-1');
    assert.equal(await get(), 'token-1');
    await env.advance(11 * second);
    assert.equal(await get(), 'token-2');
    assert.deepEqual(reasons, ['first', 'expiring']);
  });

  it('is used down to its last use while it is fresh', async () => {
    const { get } = openDesk(() => ({ remainingUses: 2 }));
    const used = [await get(), await get(), await get(), await get()];
    assert.deepEqual(used, ['token-1', 'token-1', 'token-2', 'token-2']);
  });

  it('with one use is given to one caller, and the others wait for the next', async () => {
    const { get } = openDesk(() => ({ remainingUses: 1 }));
    const used = await Promise.all([get(), get(), get()]);
    assert.deepEqual(used.toSorted(), ['token-1', 'token-2', 'token-3']);
  });

  it('that says it has no uses is tried once', async () => {
    const { get, reasons } = openDesk(() => ({ remainingUses: 0 }));
    assert.equal(await get(), 'token-1');
    assert.deepEqual(reasons, ['first']);
  });

  for (const token of ['opaque', 'a.b', '..', 'a.!!!.c', jwt({ exp: 'soon', iat: null }), jwt({ exp: 5, iat: 9 })]) {
    it(`such as ${JSON.stringify(token.slice(0, 30))} is used until it is refused`, async () => {
      const { env, get, reasons } = openDesk(() => ({ token }));
      await get();
      await env.advance(hour);
      assert.equal(await get(), token);
      assert.equal(reasons.length, 1);
    });
  }

  it('is never asked for in a loop, whatever nonsense its lifetime is', async () => {
    for (const nonsense of [
      { rotateAfterSeconds: 0 },
      { rotateAfterSeconds: -5 },
      { rotateAfterSeconds: 0.001 },
      { rotateAfterSeconds: NaN },
    ]) {
      const { env, get, reasons } = openDesk(() => nonsense);
      for (let call = 0; call < 20; call++) {
        await get();
        await env.advance(second);
      }
      assert.ok(reasons.length <= 2, `${JSON.stringify(nonsense)}: ${reasons.length} tokens in 20 s`);
    }
  });

  it('tells its session before anyone gets it', async () => {
    const { get, sessions } = openDesk(() => ({ agentSessionId: 'session' }));
    await get();
    assert.deepEqual(sessions, ['session']);
  });
});

describe('clocks that are wrong', () => {
  for (const hours of [-12, 12]) {
    it(`by ${hours} hours cost nothing`, async () => {
      const { env, get, reasons } = openDesk(() => ({
        serverNow: env.date() + hours * hour,
        expiresAt: new Date(env.date() + hours * hour + 600 * second).toISOString(),
      }));
      for (let minute = 0; minute < 9; minute++) {
        await get();
        await env.advance(60 * second);
      }
      assert.equal(reasons.length, 1);
    });

    it(`and set right by ${hours} hours meanwhile cost one token at most`, async () => {
      const { env, get, reasons } = openDesk((count) => ({ token: jwt({ count, iat: 0, exp: 600 }) }));
      await get();
      env.jump(hours * hour);
      for (let minute = 0; minute < 5; minute++) {
        await get();
        await env.advance(60 * second);
      }
      assert.ok(reasons.length <= 2);
    });
  }

  it('that stand still while a laptop sleeps do not keep a dead token', async () => {
    const { env, get } = openDesk((count) => ({ token: jwt({ count, iat: 0, exp: 600 }) }));
    const first = await get();
    env.jump(hour);
    assert.notEqual(await get(), first);
  });
});

describe('a refused token', () => {
  it('is replaced at once, and once for all who were refused', async () => {
    const { get, manager, reasons } = openDesk();
    const token = await get();
    manager.invalidate(token);
    manager.invalidate(token);
    const next = await Promise.all([get(), get()]);
    manager.invalidate(token); // a late refusal of the old one
    assert.deepEqual(next, ['token-2', 'token-2']);
    assert.equal(await get(), 'token-2');
    assert.deepEqual(reasons, ['first', 'refused']);
  });

  it('is named to the host, so that it can rotate it', async () => {
    const previous: (string | undefined)[] = [];
    const { get, manager } = openDesk(
      () => ({}),
      (source) => (request) => {
        previous.push(request.previous);
        return source(request);
      },
    );
    manager.invalidate(await get());
    await get();
    assert.deepEqual(previous, [undefined, 'token-1']);
  });
});

const failing = (from: number) => (count: number) => {
  if (count >= from) throw new ZabyError('token-unavailable', 'No token today');
  return { rotateAfterSeconds: 60 };
};

describe('a host that fails', () => {
  it('does not take the living token away', async () => {
    const { env, get } = openDesk(failing(2));
    await get();
    await env.advance(61 * second);
    assert.equal(await get(), 'token-1');
  });

  it('is asked ahead of time no more often than every ten seconds', async () => {
    const { env, get, reasons } = openDesk(failing(2));
    await get();
    await env.advance(61 * second);
    for (let call = 0; call < 20; call++) {
      assert.equal(await get(), 'token-1');
      await env.advance(second);
    }
    assert.ok(reasons.length <= 4, `asked ${reasons.length - 1} times in 20 s`);
  });

  it('tells everyone who waits', async () => {
    const { get } = openDesk(failing(1));
    const outcomes = await Promise.allSettled([get(), get()]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
  });

  it('is asked again by the next one who needs a token', async () => {
    const { get, reasons } = openDesk((count) => {
      if (count === 1) throw new ZabyError('token-unavailable', 'No token today');
      return {};
    });
    await assert.rejects(get(), { code: 'token-unavailable' });
    assert.equal(await get(), 'token-2');
    assert.deepEqual(reasons, ['first', 'first']);
  });

  it('and never answers is given up', async () => {
    const { env, get } = openDesk(() => new Promise<never>(() => {}));
    const failed = assert.rejects(get(), { code: 'token-unavailable', retryable: true });
    await env.advance(60 * second);
    await failed;
    assert.equal(env.timers, 0);
  });
});

describe('waiting for a token', () => {
  it('ends for who gives up, and for nobody else', async () => {
    let answer: ((token: Partial<ReceivedToken>) => void) | undefined;
    const { get, env } = openDesk(() => new Promise((resolve) => (answer = resolve)));
    const giveUp = new AbortController();
    const [impatient, patient] = [get(giveUp.signal), get()];
    const failed = assert.rejects(impatient, { message: 'Enough' });
    giveUp.abort(new Error('Enough'));
    await failed;
    await settle();
    answer?.({});
    assert.equal(await patient, 'token-1');
    assert.equal(env.timers, 0);
  });

  it('does not begin for who has given up already', async () => {
    const { get, reasons } = openDesk();
    await assert.rejects(get(AbortSignal.abort(new Error('Enough'))), { message: 'Enough' });
    assert.deepEqual(reasons, []);
  });

  it('ends when tokens are wiped, and what comes too late is nobody’s', async () => {
    let answer: ((token: Partial<ReceivedToken>) => void) | undefined;
    const { get, manager, sessions, env } = openDesk((count) =>
      count === 1 ? new Promise((resolve) => (answer = resolve)) : {},
    );
    const failed = assert.rejects(get(), { code: 'disposed' });
    await settle();
    manager.wipe();
    await failed;
    answer?.({ agentSessionId: 'of somebody else' });
    await settle();
    assert.deepEqual(sessions, []);
    assert.equal(await get(), 'token-2');
    assert.equal(env.timers, 0);
  });
});
