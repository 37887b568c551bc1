import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import { createCall } from '../../src/core/call.js';
import { ZabyError } from '../../src/core/index.js';
import { type Env, defaultEnv } from '../../src/core/env.js';
import { type Platform, createPlatform } from '../../src/core/platform.js';
import { defaultPolicy } from '../../src/core/policy.js';
import { createTokenManager } from '../../src/core/token-manager.js';
import { type Asked, type Respond, json, openServer } from './open-server.js';

const signal = new AbortController().signal;
const policy = { ...defaultPolicy, backoffBase: 1, backoffMaximum: 5, startTimeout: 200, decisionTimeout: 200 };

/** A platform that answers like this, and what it was asked. Time that is waited is noted, and not waited for. */
const withPlatform = async <Result>(
  respond: Respond,
  use: (platform: Platform, about: { asked: Asked[]; waits: number[]; minted: () => number }) => Promise<Result>,
  getToken?: (count: number) => Promise<{ token: string }>,
): Promise<Result> => {
  await using server = await openServer(respond);
  const waits: number[] = [];
  const env: Env = {
    ...defaultEnv,
    random: () => 1,
    setTimeout: (callback, ms) => {
      const isLimit = ms === policy.startTimeout || (ms >= 15_000 && ms !== 60_000);
      if (!isLimit) waits.push(Math.round(ms / 100) / 10);
      return setTimeout(callback, isLimit ? ms : 0);
    },
  };
  let minted = 0;
  const tokens = createTokenManager({
    source: async () => {
      minted += 1;
      return getToken ? getToken(minted) : { token: `token-${minted}` };
    },
    conversationId: () => 'abc',
    env,
    policy,
  });
  const platform = createPlatform(`${server.origin}//`, createCall(tokens, env, policy), policy);
  return await use(platform, { asked: server.asked, waits, minted: () => minted });
};

const failure = (promise: Promise<unknown>): Promise<ZabyError> =>
  promise.then(
    () => assert.fail('It did not fail'),
    (error: unknown) => {
      assert.ok(error instanceof ZabyError);
      assert.ok(!`${error.message} ${JSON.stringify(error)}`.match(/token-\d/), 'An error names no token');
      return error;
    },
  );

const started = (response: ServerResponse) => json(response, 200, { runId: 'run-1' });
const code = (name: string) => `MANAGED_AGENT_RUNTIME_${name}`;
const start = (platform: Platform) => platform.startRun({ message: 'Hello' }, 'request-1', signal);

describe('starting a run', () => {
  it('says what is asked, under which key, and with which token', async () => {
    await withPlatform(
      (_, response) => started(response),
      async (platform, { asked }) => {
        assert.deepEqual(await start(platform), { runId: 'run-1' });
        const [request] = asked;
        assert.equal(`${request?.method} ${request?.url}`, 'POST /api/v1/agent-runtime/runs');
        assert.equal(request?.headers.authorization, 'Bearer token-1');
        assert.deepEqual(JSON.parse(request?.body ?? ''), {
          input: { message: 'Hello' },
          requestId: 'request-1',
          respondAsync: true,
        });
      },
    );
  });

  for (const [shape, body] of Object.entries({
    runId: { runId: 'run-1' },
    id: { id: 'run-1' },
    'run.id': { run: { id: 'run-1' } },
  })) {
    it(`finds the run's id in ${shape}`, async () => {
      await withPlatform(
        (_, response) => json(response, 200, body),
        async (platform) => assert.equal((await start(platform)).runId, 'run-1'),
      );
    });
  }

  it('keeps the answer of a platform that answers when all is over', async () => {
    await withPlatform(
      (_, response) => json(response, 200, { runId: 'run-1', status: 'COMPLETED', finalOutput: 'Done' }),
      async (platform) =>
        assert.deepEqual(await start(platform), { runId: 'run-1', status: 'COMPLETED', finalOutput: 'Done' }),
    );
  });

  for (const status of [408, 425, 429, 500, 502, 503, 504]) {
    it(`is tried again with the same key and the same bytes after ${status}`, async () => {
      await withPlatform(
        (_, response, count) => (count < 3 ? json(response, status, {}) : started(response)),
        async (platform, { asked }) => {
          await start(platform);
          assert.equal(asked.length, 3);
          assert.equal(new Set(asked.map(({ body }) => body)).size, 1);
        },
      );
    });
  }

  it('is given up after three tries', async () => {
    await withPlatform(
      (_, response) => json(response, 503, { message: 'Down' }, { 'x-request-id': 'trace-9' }),
      async (platform, { asked }) => {
        const error = await failure(start(platform));
        assert.deepEqual(
          [error.code, error.status, error.message, error.requestId, error.retryable],
          ['server', 503, 'Down', 'trace-9', true],
        );
        assert.equal(asked.length, 3);
      },
    );
  });

  for (const [status, expected] of [
    [400, 'invalid-input'],
    [402, 'forbidden'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [409, 'conflict'],
    [413, 'invalid-input'],
    [422, 'invalid-input'],
    [501, 'server'],
  ] as const) {
    it(`is final after ${status}`, async () => {
      await withPlatform(
        (_, response) => json(response, status, { message: 'No', code: 'NO' }),
        async (platform, { asked, minted }) => {
          const error = await failure(start(platform));
          assert.deepEqual(
            [error.code, error.status, error.platformCode, error.retryable],
            [expected, status, 'NO', false],
          );
          assert.deepEqual([asked.length, minted()], [1, 1]);
        },
      );
    });
  }

  it('says that a quota is used up', async () => {
    await withPlatform(
      (_, response) => json(response, 403, { code: code('TOKEN_QUOTA_POLICY_EXCEEDED') }),
      async (platform, { asked }) => {
        assert.equal((await failure(start(platform))).code, 'quota');
        assert.equal(asked.length, 1);
      },
    );
  });

  it('joins the run that goes on already, wherever its id stands', async () => {
    for (const body of [
      { code: 'BUSY', runId: 'run-7' },
      { error: { code: 'BUSY', runId: 'run-7' } },
      { code: 'BUSY', details: { runId: 'run-7' } },
    ]) {
      await withPlatform(
        (_, response) => json(response, 409, body),
        async (platform) => assert.equal((await start(platform)).runId, 'run-7', JSON.stringify(body)),
      );
    }
  });

  for (const [what, respond] of Object.entries<(response: ServerResponse) => unknown>({
    'a page': (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hello</h1>'),
    nothing: (response) => response.writeHead(200).end(),
    'half of JSON': (response) => response.writeHead(200).end('{"runId":'),
    'no id': (response) => json(response, 200, { status: 'QUEUED' }),
    null: (response) => json(response, 200, null),
  })) {
    it(`fails where the answer is ${what}`, async () => {
      await withPlatform(
        (_, response) => void respond(response),
        async (platform, { asked }) => {
          const error = await failure(start(platform));
          assert.deepEqual([error.code, error.status], ['protocol', 200]);
          assert.ok(asked.length <= 2);
        },
      );
    });
  }

  it('is tried again where the answer was lost', async () => {
    await withPlatform(
      (_, response, count) => (count === 1 ? response.destroy() : started(response)),
      async (platform, { asked }) => {
        assert.equal((await start(platform)).runId, 'run-1');
        assert.equal(asked[0]?.body, asked[1]?.body);
      },
    );
  });

  it('is tried again where no answer comes', async () => {
    await withPlatform(
      (_, response, count) => (count === 1 ? undefined : started(response)),
      async (platform) => assert.equal((await start(platform)).runId, 'run-1'),
    );
  });

  it('does not follow a redirect with the token', async () => {
    await withPlatform(
      (_, response) => response.writeHead(307, { location: '/elsewhere' }).end(),
      async (platform, { asked }) => {
        assert.equal((await failure(start(platform))).code, 'network');
        assert.ok(asked.every(({ url }) => url === '/api/v1/agent-runtime/runs'));
      },
    );
  });

  it('stops at once when it is not wanted any more', async () => {
    const giveUp = new AbortController();
    await withPlatform(
      () => giveUp.abort(new Error('Enough')),
      (platform) => assert.rejects(platform.startRun({}, 'request-1', giveUp.signal), { message: 'Enough' }),
    );
  });
});

describe('a token that the platform refuses', () => {
  for (const [status, name] of [
    [401, 'TOKEN_EXPIRED'],
    [401, 'TOKEN_INVALID'],
    [401, 'ANYTHING'],
    [403, 'TOKEN_GRANT_MAX_USES_EXCEEDED'],
    [403, 'TOKEN_GRANT_REVOKED'],
    [403, 'TOKEN_FAMILY_REVOKED'],
    [403, 'FAMILY_INACTIVE'],
    [409, 'TOKEN_GRANT_STALE'],
    [409, 'ROUTING_REVISION_STALE'],
  ] as const) {
    it(`with ${status} ${name} is replaced once, and the call made again`, async () => {
      for (const body of [
        { code: code(name) },
        { errorCode: code(name) },
        { error: { code: code(name), message: 'x' } },
      ]) {
        await withPlatform(
          ({ headers }, response) =>
            headers.authorization === 'Bearer token-1' ? json(response, status, body) : started(response),
          async (platform, { asked, minted }) => {
            assert.equal((await start(platform)).runId, 'run-1');
            assert.deepEqual([asked.length, minted()], [2, 2]);
            assert.equal(asked[0]?.body, asked[1]?.body);
          },
        );
      }
    });

    it(`twice with ${status} ${name} ends the session`, async () => {
      await withPlatform(
        (_, response) =>
          json(response, status, { code: code(name), message: 'Refused' }, { 'x-request-id': 'trace-9' }),
        async (platform, { asked, minted }) => {
          const error = await failure(start(platform));
          assert.deepEqual(
            [error.code, error.status, error.platformCode, error.requestId, error.retryable],
            ['session-ended', status, code(name), 'trace-9', false],
          );
          assert.deepEqual([asked.length, minted()], [2, 2]);
        },
      );
    });
  }

  it('in five calls at once is replaced once', async () => {
    await withPlatform(
      ({ headers }, response) =>
        headers.authorization === 'Bearer token-1'
          ? json(response, 401, { code: code('TOKEN_EXPIRED') })
          : json(response, 200, { events: [] }),
      async (platform, { minted }) => {
        await Promise.all(Array.from({ length: 5 }, () => platform.storedEvents('run-1', undefined, signal)));
        assert.equal(minted(), 2);
      },
    );
  });

  for (const name of ['ORIGIN_NOT_ALLOWED', 'SCOPE_MISSING', 'TOKEN_SCOPE_MISSING']) {
    it(`is not what ${name} says`, async () => {
      await withPlatform(
        (_, response) => json(response, 403, { code: code(name) }),
        async (platform, { asked, minted }) => {
          assert.equal((await failure(start(platform))).code, 'forbidden');
          assert.deepEqual([asked.length, minted()], [1, 1]);
        },
      );
    });
  }
});

it('a host that gives no token is not asked again and again', async () => {
  await withPlatform(
    (_, response) => started(response),
    async (platform, { asked, minted }) => {
      assert.equal((await failure(start(platform))).code, 'token-unavailable');
      assert.deepEqual([asked.length, minted()], [0, 1]);
    },
    () => Promise.reject(new ZabyError('token-unavailable', 'No token today', { retryable: true })),
  );
});

const waitsAfter = (headers: Record<string, string>, status = 429) =>
  withPlatform(
    (_, response, count) => (count === 1 ? json(response, status, {}, headers) : started(response)),
    async (platform, { waits }) => {
      await start(platform);
      return waits;
    },
  );

describe('Retry-After', () => {
  it('in seconds is waited for', async () => {
    assert.deepEqual(await waitsAfter({ 'retry-after': '7' }), [7]);
    assert.deepEqual(await waitsAfter({ 'retry-after': '5' }, 503), [5]);
    assert.deepEqual(await waitsAfter({ 'retry-after': '0' }), [0]);
  });

  it('as a date counts by the clock of the platform', async () => {
    const headers = { date: 'Sun, 01 Mar 2020 12:00:00 GMT', 'retry-after': 'Sun, 01 Mar 2020 12:00:09 GMT' };
    assert.deepEqual(await waitsAfter(headers), [9]);
  });

  it('in the past is no wait', async () => {
    assert.deepEqual(await waitsAfter({ 'retry-after': 'Sun, 01 Mar 2020 12:00:09 GMT' }), [0]);
  });

  for (const garbage of ['soon', '-5', '1.5', '1e3', '']) {
    it(`that says ${JSON.stringify(garbage)} is as good as none`, async () => {
      assert.deepEqual(await waitsAfter({ 'retry-after': garbage }), [0]);
    });
  }

  const hour = { seconds: () => '3600', date: () => new Date(Date.now() + 3_600_000).toUTCString() };
  for (const [form, long] of Object.entries(hour)) {
    it(`of an hour (${form}) is told, and not waited for`, async () => {
      await withPlatform(
        (_, response) => json(response, 429, {}, { 'retry-after': long() }),
        async (platform, { asked }) => {
          const error = await failure(start(platform));
          assert.equal(error.code, 'rate-limited');
          assert.ok(Math.abs((error.retryAfter ?? 0) - 3600) < 5);
          assert.equal(asked.length, 1);
        },
      );
    });
  }
});

const page = (after: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ seq: after + index + 1 }));

describe('the other calls', () => {
  it('put ids into addresses so that they stay in their place', async () => {
    await withPlatform(
      (_, response) => json(response, 200, {}),
      async (platform, { asked }) => {
        await platform.approve('../a b/c', '?x#y', { editedArgs: { a: 1 } }, signal);
        await platform.reject('run', 'é', { reason: 'No' }, signal);
        await platform.feedback('run/1', { rating: 5 }, signal);
        assert.deepEqual(
          asked.map(({ url }) => url.replace('/api/v1/agent-runtime/runs/', '')),
          ['..%2Fa%20b%2Fc/approvals/%3Fx%23y/approve', 'run/approvals/%C3%A9/reject', 'run%2F1/feedback'],
        );
        assert.deepEqual(
          asked.map(({ body }) => JSON.parse(body) as unknown),
          [{ editedArgs: { a: 1 } }, { reason: 'No' }, { rating: 5 }],
        );
      },
    );
  });

  it('read stored events page by page', async () => {
    await withPlatform(
      ({ url }, response) => {
        const after = Number(new URL(url, 'http://x').searchParams.get('after') ?? 0);
        json(response, 200, { events: page(after, after === 0 ? 1000 : 5) });
      },
      async (platform) => assert.equal((await platform.storedEvents('run', undefined, signal)).length, 1005),
    );
  });

  it('read stored events once from a platform that knows no pages', async () => {
    const items = Array.from({ length: 1000 }, (_, index) => ({ seq: index + 1 }));
    await withPlatform(
      (_, response) => json(response, 200, { items }),
      async (platform, { asked }) => {
        assert.equal((await platform.storedEvents('run', undefined, signal)).length, 1000);
        assert.ok(asked.length <= 2);
      },
    );
  });

  it('open a stream behind the last event that was applied', async () => {
    await withPlatform(
      (_, response) =>
        response.writeHead(200, { 'content-type': 'Text/Event-Stream;charset=utf-8' }).end('data: x\n\n'),
      async (platform, { asked }) => {
        const body = await platform.openStream('run', '41', signal);
        assert.equal(await new Response(body).text(), 'data: x\n\n');
        assert.equal(asked[0]?.headers['last-event-id'], '41');
        assert.equal(asked[0]?.headers.accept, 'text/event-stream');
      },
    );
  });

  it('know an answer that is no stream', async () => {
    for (const type of ['text/html', 'application/json', 'text/event-streams', undefined]) {
      await withPlatform(
        (_, response) => response.writeHead(200, type === undefined ? {} : { 'content-type': type }).end('data: x\n\n'),
        async (platform) =>
          assert.equal((await failure(platform.openStream('run', undefined, signal))).code, 'protocol'),
      );
    }
  });

  it('understand that there is nothing more to hear', async () => {
    await withPlatform(
      (_, response) => response.writeHead(204).end(),
      async (platform) => assert.equal(await platform.openStream('run', '4', signal), undefined),
    );
  });
});
