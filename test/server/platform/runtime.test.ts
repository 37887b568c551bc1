import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { AgentDefinition } from '../../../demo/emulator/index.js';
import { deny, drop, end, expireToken, exhaustToken, lose, restart } from '../../../demo/emulator/faults.js';
import { ask, fail, finish, say } from '../../../demo/emulator/script.js';
import {
  type RunEvent,
  ZabyApiError,
  ZabyConflictError,
  ZabyNotFoundError,
  ZabyRateLimitError,
  ZabyRuntime,
  type ZabyRuntimeOptions,
  ZabyRuntimeTokenExhaustedError,
  ZabyRuntimeTokenExpiredError,
  ZabyStreamError,
} from '../../../src/server/index.js';
import { openAccount } from './support.js';

const swift = { backoffBase: 1, backoffMaximum: 5 };

/** A runtime client that mints its tokens by the management client, as a host's server would. */
const openRuntime = async (
  test: TestContext,
  definition: Partial<AgentDefinition>,
  options: Partial<ZabyRuntimeOptions> = {},
) => {
  const account = await openAccount(test, definition);
  const { zaby, agent, origin } = account;
  const { externalAppId, deploymentId, quotaPolicyId } = agent;
  let mints = 0;
  const mint = () => {
    mints += 1;
    return zaby.runtimeTokens.create({
      externalAppId,
      deploymentId,
      quotaPolicyId,
      externalUserId: 'ada',
      externalSessionId: 'one',
    });
  };
  const runtime = new ZabyRuntime({ token: mint, apiOrigin: origin, policy: swift, ...options });
  const start = async () => (await runtime.runs.start({ input: { message: 'Hello' }, respondAsync: true })).runId;
  return { ...account, runtime, mint, start, mints: () => mints };
};

const textOf = (events: readonly RunEvent[]): string =>
  events
    .flatMap(({ meaning }) => meaning)
    .map((event) => (event.type === 'text-delta' ? event.delta : ''))
    .join('');

const hear = async (stream: AsyncIterable<RunEvent>): Promise<RunEvent[]> => {
  const events: RunEvent[] = [];
  for await (const event of stream) events.push(event);
  return events;
};

describe('a run of the runtime client', () => {
  it('is started, followed and read back', async (test) => {
    const { runtime, start } = await openRuntime(test, { scripts: [[say('Forty-two.'), finish()]] });
    const runId = await start();
    const events = await hear(runtime.runs.stream(runId));
    assert.equal(textOf(events), 'Forty-two.');
    assert.equal(events.at(-1)?.meaning.at(-1)?.type, 'run-finished');
    const stored = await runtime.runs.events(runId);
    assert.equal(stored.events.length, events.length);
    assert.equal((await runtime.runs.events(runId, { limit: 1, after: 1 })).events.length, 1);
  });

  it('is answered whole where nobody wants to wait for a stream', async (test) => {
    const { runtime } = await openRuntime(test, { scripts: [[say('Forty-two.'), finish()]] });
    const run = await runtime.runs.start({ input: 'What is the answer?' });
    assert.equal(run.status, 'COMPLETED');
    assert.equal(run.finalOutput, 'Forty-two.');
  });

  it('is understood in the older shapes', async (test) => {
    const { runtime, start } = await openRuntime(test, { scripts: [[say('Forty-two.'), finish()]], shapes: 'older' });
    const runId = await start();
    assert.equal(textOf(await hear(runtime.runs.stream(runId))), 'Forty-two.');
    assert.ok((await runtime.runs.events(runId)).events.length > 2);
  });

  it('is told to its end when the line breaks on the way', async (test) => {
    const script = [say('The answer '), drop(), say('is '), end(), say('forty-'), restart(), say('two.'), finish()];
    const { runtime, start } = await openRuntime(test, { scripts: [script] });
    const events = await hear(runtime.runs.stream(await start()));
    const begin = events.findLastIndex(({ event }) => event === 'run-reloaded');
    assert.equal(textOf(events.slice(begin + 1)), 'The answer is forty-two.');
  });

  it('goes on behind an event that was seen before', async (test) => {
    const { runtime, start } = await openRuntime(test, { scripts: [[say('One '), say('two.'), finish()]] });
    const runId = await start();
    const all = await hear(runtime.runs.stream(runId));
    const half = Math.floor(all.length / 2);
    const lastEventId = all[half]?.id;
    const rest = await hear(runtime.runs.stream(runId, { lastEventId }));
    assert.deepEqual(
      rest.map(({ id }) => id),
      all.slice(half + 1).map(({ id }) => id),
    );
  });

  it('is started once, though the answer was lost', async (test) => {
    const scripts = [{ when: '', script: [say('Hello.'), finish()], before: [lose('runs')] }];
    const { start, emulator } = await openRuntime(test, { scripts });
    await start();
    assert.equal(emulator.runs().length, 1);
  });

  it('lets go of its connection when nobody listens any more', async (test) => {
    const { runtime, start, emulator } = await openRuntime(test, {
      scripts: [[say('One.'), ask({ tool: 'go', title: 'Go on?' })]],
    });
    for await (const { meaning } of runtime.runs.stream(await start())) {
      if (meaning.some(({ type }) => type === 'approval-requested')) break;
    }
    while (emulator.openStreams() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it('ends with the reason of the signal', async (test) => {
    const { runtime, start } = await openRuntime(test, {
      scripts: [[say('One.'), ask({ tool: 'go', title: 'Go on?' })]],
    });
    const controller = new AbortController();
    const reason = new Error('enough');
    const following = hear(runtime.runs.stream(await start(), {}, { signal: controller.signal }));
    controller.abort(reason);
    await assert.rejects(following, reason);
  });

  it('tells that the agent failed', async (test) => {
    const { runtime, start } = await openRuntime(test, { scripts: [[say('Well, '), fail('Out of ideas')]] });
    const events = await hear(runtime.runs.stream(await start()));
    assert.equal(events.at(-1)?.meaning.at(-1)?.type, 'run-failed');
  });
});

describe('an approval of the runtime client', () => {
  for (const decision of ['approve', 'reject'] as const) {
    it(`goes on with the run after ${decision}`, async (test) => {
      const { runtime, start } = await openRuntime(test, {
        scripts: [[ask({ title: 'Refund?', tool: 'refund', args: {} }), say('Done.'), finish()]],
      });
      const runId = await start();
      let decided = '';
      for await (const { meaning } of runtime.runs.stream(runId)) {
        for (const event of meaning) {
          if (event.type !== 'approval-requested' || decided !== '') continue;
          decided = event.request.approvalId ?? '';
          await runtime.approvals[decision](runId, decided);
        }
      }
      await assert.rejects(runtime.approvals[decision](runId, decided), ZabyConflictError);
    });
  }
});

describe('feedback of the runtime client', () => {
  it('reaches the run once', async (test) => {
    const { runtime, start, emulator } = await openRuntime(test, { scripts: [[say('Hello.'), finish()]] });
    const runId = await start();
    assert.equal((await runtime.feedback.create(runId, { rating: 5, label: 'thumbs-up' })).accepted, true);
    assert.equal(emulator.feedback().length, 1);
    await assert.rejects(runtime.feedback.create(runId, { rating: 9 }), { name: 'ZabyValidationError', status: 422 });
  });
});

describe('a runtime token of the runtime client', () => {
  it('is replaced once it has expired', async (test) => {
    const { runtime, mints } = await openRuntime(test, {
      faults: [],
      scripts: [[expireToken(), say('Hello.'), finish()]],
    });
    const { runId } = await runtime.runs.start({ input: 'Hello', respondAsync: true });
    assert.equal(textOf(await hear(runtime.runs.stream(runId))), 'Hello.');
    assert.equal(mints(), 2);
  });

  const ends = [
    { what: 'expired', fault: expireToken(), type: ZabyRuntimeTokenExpiredError },
    { what: 'spent', fault: exhaustToken(), type: ZabyRuntimeTokenExhaustedError },
  ];
  for (const { what, fault, type } of ends) {
    it(`that is ${what} and cannot be replaced has an error of its own`, async (test) => {
      const { mint, origin } = await openRuntime(test, { scripts: [[fault, say('Hello.'), finish()]] });
      const { token } = await mint();
      const runtime = new ZabyRuntime({ token, apiOrigin: origin, policy: swift });
      const { runId } = await runtime.runs.start({ input: 'Hello', respondAsync: true });
      await assert.rejects(hear(runtime.runs.stream(runId)), type);
      const error = await runtime.runs.events(runId).catch((thrown: unknown) => thrown);
      assert.ok(error instanceof type && error instanceof ZabyApiError);
      assert.ok(!`${error.stack} ${JSON.stringify(error)}`.includes(token));
    });
  }

  it('that nobody gives is said to be missing', async (test) => {
    const { origin } = await openAccount(test);
    const runtime = new ZabyRuntime({
      token: () => {
        throw new Error('no token for eyJhbGciOi.eyJzdWIi.c2ln');
      },
      apiOrigin: origin,
    });
    const error = await runtime.runs.start({ input: 'Hello' }).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof ZabyApiError);
    assert.equal(error.code, 'token-unavailable');
    assert.ok(!String((error.cause as Error).stack).includes('eyJ'));
  });
});

describe('the runtime client', () => {
  it('tells a run that never was from one that cannot be followed', async (test) => {
    const { runtime, start } = await openRuntime(
      test,
      {
        scripts: [
          [deny(503, { on: 'aiui', times: 50 }), deny(503, { on: 'events', times: 50 }), say('Hello.'), finish()],
        ],
      },
      { policy: { ...swift, reconnectAttempts: 2 } },
    );
    await assert.rejects(hear(runtime.runs.stream('run_of_nobody')), ZabyNotFoundError);
    await assert.rejects(hear(runtime.runs.stream(await start())), ZabyStreamError);
  });

  it('is told when to come back, and waits no longer than a minute by itself', async (test) => {
    const { runtime } = await openRuntime(test, {
      scripts: [{ when: '', script: [say('Hello.'), finish()], before: [deny(429, { on: 'runs', retryAfter: 120 })] }],
    });
    const error = await runtime.runs.start({ input: 'Hello' }).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof ZabyRateLimitError);
    assert.equal(error.retryAfter, 120);
  });

  it('takes no id that leads elsewhere, and no address that is none', async () => {
    const runtime = new ZabyRuntime({ token: 'token' });
    await assert.rejects(runtime.runs.events('..'), TypeError);
    assert.throws(() => new ZabyRuntime({ token: '' }), TypeError);
    assert.throws(() => new ZabyRuntime({ token: 'token', apiOrigin: 'http://platform.example' }), TypeError);
  });
});
