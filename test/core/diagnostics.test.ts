import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { type Fault, ask, deny, drop, emit, lose, say } from '../../demo/emulator/script.js';
import { defaultEnv } from '../../src/core/env.js';
import type { Conversation, Env, RuntimeToken, Signal } from '../../src/core/index.js';
import { createWebStorage } from './fake-env.js';
import { type Agent, hasty, openAgent, until } from './open-agent.js';

/** Surroundings that keep every token that was handed out, so that it can be looked for. */
const openWatched = async (faults: Fault[], debug = false): Promise<Agent & { tokens: string[] }> => {
  const tokens: string[] = [];
  const agent = await openAgent(
    {
      faults,
      maxUses: 50,
      scripts: [
        [
          say('The balance of Ada Lovelace is 4711 pounds.'),
          drop(),
          emit({ type: 'CUSTOM', name: 'note', value: 'internal remark' }),
          ask({
            tool: 'refund',
            title: 'Refund Ada?',
            approvalId: 'a',
            args: { iban: 'DE02' },
            onApprove: [say('Paid to Ada.')],
          }),
        ],
        [emit({ type: 'RUN_ERROR', message: 'Ada has no account' })],
      ],
    },
    { debug, policy: { ...hasty, startTimeout: 5_000, decisionTimeout: 5_000 } },
  );
  const { getToken } = agent.options;
  Object.assign(agent.options, {
    getToken: async (request: Parameters<NonNullable<typeof getToken>>[0]) => {
      const given = (await getToken!(request)) as RuntimeToken;
      tokens.push(given.token);
      return given;
    },
  });
  return Object.assign(agent, { tokens });
};

const talk = async (conversation: Conversation): Promise<void> => {
  const answered = conversation.send({ text: 'My password is hunter2', context: { page: 'secret page' } });
  await until(conversation, ({ status }) => status === 'waiting-approval');
  await conversation.approve('a', { editedArgs: { iban: 'GB99' } });
  const { id } = await answered;
  await conversation.rate(id, { rating: 1, comment: 'Rude, said Ada' });
  conversation.setDraft('My PIN is 1234');
  await conversation.send('And another thing').catch(() => {});
};

describe('what is kept for a bug report', () => {
  it('tells calls, tokens, waits, decisions and errors, and how the turns went', async () => {
    await using agent = await openWatched([deny(503, { on: 'runs' })]);
    const conversation = agent.reopen();
    await talk(conversation);
    const report = conversation.diagnostics.export();
    assert.deepEqual(JSON.parse(JSON.stringify(report)), report, 'It is plain JSON');
    assert.equal(report.conversationId, conversation.state.conversationId);
    assert.deepEqual(
      report.turns.map(({ status, code }) => [status, code]),
      [
        ['finished', undefined],
        ['failed', 'run-failed'],
      ],
    );
    assert.equal(report.turns[0]?.runId, conversation.state.turns[0]?.runId);
    assert.equal(report.lastEventId, String(agent.emulator.runs()[1]!.events.length));
    assert.ok(report.token!.ageSeconds >= 0 && report.token!.usesLeft! < 50);
    const kinds = new Set(report.trail.map(([, what]) => what));
    for (const what of ['call', 'token', 'turn', 'decision']) assert.ok(kinds.has(what), what);
    const calls = report.trail.filter(([, what]) => what === 'call').map(([, , call, outcome]) => [call, outcome]);
    const start = `POST ${agent.options.apiOrigin}/api/v1/agent-runtime/runs`;
    assert.deepEqual(calls.slice(0, 2), [
      [start, 503],
      [start, 200],
    ]);
    assert.ok(report.trail.every(([ms], index, all) => index === 0 || ms >= all[index - 1]![0]));
    // Where the second stream went on.
    const streams = report.trail.filter(([, , call]) => String(call).endsWith('/aiui'));
    assert.deepEqual([streams[0]?.[5], typeof streams[1]?.[5]], [undefined, 'string']);
  });

  it('holds no token, nothing the person wrote, and nothing the agent answered', async () => {
    await using agent = await openWatched([deny(401, { on: 'runs' }), lose('approvals')]);
    const conversation = agent.reopen();
    await talk(conversation);
    const text = JSON.stringify(conversation.diagnostics.export());
    assert.ok(agent.tokens.length > 1);
    const secrets = [
      'hunter2',
      'PIN',
      '1234',
      'secret page',
      'Rude',
      'another thing',
      'Ada',
      '4711',
      'remark',
      'Refund',
    ];
    for (const secret of [...agent.tokens, ...secrets, 'eyJ', 'Bearer', 'DE02', 'GB99', 'limit='])
      assert.ok(!text.includes(secret), `It tells "${secret}"`);
  });

  it('names what failed by its codes and its address', async () => {
    const refusal = deny(422, { on: 'runs', code: 'TOO_LONG', message: 'Ada wrote too much' });
    await using agent = await openAgent({ faults: [refusal], scripts: [[say('Hi')]] });
    await agent.conversation.send('Hello');
    const { trail } = agent.conversation.diagnostics.export();
    const url = `${agent.options.apiOrigin}/api/v1/agent-runtime/runs`;
    const failures = trail.filter(([, what]) => /error|turn/.test(what)).map(([, ...rest]) => rest.slice(0, 5));
    assert.deepEqual(failures, [
      ['turn', 'sending'],
      ['error', 'invalid-input', 422, url, 'TOO_LONG'],
      ['turn', 'failed', 'invalid-input', 422],
    ]);
  });

  it('forgets its beginning', async () => {
    await using agent = await openAgent([say('Hi')]);
    for (let count = 0; count < 60; count++) await agent.conversation.send('Hello');
    const { trail, turns } = agent.conversation.diagnostics.export();
    assert.deepEqual([trail.length, turns.length], [200, 20]);
    assert.ok(trail[0]![0] > 0);
  });

  it('is there before anything happened, and after all is over', async () => {
    await using agent = await openAgent([say('Hi')]);
    const { conversation } = agent;
    assert.deepEqual(conversation.diagnostics.export().trail, []);
    conversation.dispose();
    assert.equal(conversation.diagnostics.export().conversationId, conversation.state.conversationId);
  });

  it('is printed while debug says so, and not otherwise', async () => {
    const printed = mock.method(console, 'debug', () => {});
    try {
      await using agent = await openAgent([say('Hi')]);
      await agent.conversation.send('Hello');
      assert.equal(printed.mock.callCount(), 0);
      let debug = false;
      const talkative = agent.reopen({ debug: () => debug });
      await talkative.send('Hello');
      assert.equal(printed.mock.callCount(), 0);
      debug = true;
      await talkative.send('Hello');
      assert.ok(printed.mock.callCount() > 3);
      const words = printed.mock.calls.map((call) => call.arguments.join(' ')).join('\n');
      assert.match(words, /zaby-agent \d+ turn finished/);
      assert.ok(!/eyJ|Hello|Hi/.test(words));
    } finally {
      printed.mock.restore();
    }
  });
});

/** A page that forbids every request whose address has the word in it, and says so a moment later, as Chromium does. */
const forbidding = (
  word: string,
  told = (url: string) => url,
): { env: Env; asked: string[]; listeners: Set<unknown> } => {
  const listeners = new Set<(signal: Signal) => void>();
  const asked: string[] = [];
  const env = Object.assign(Object.create(defaultEnv) as Env, {
    fetch: (url: string, init: RequestInit) => {
      asked.push(url);
      if (!url.includes(word)) return fetch(url, init);
      setTimeout(() => listeners.forEach((listener) => listener({ type: 'csp-blocked', url: told(url) })), 1);
      return Promise.reject(new TypeError('Failed to fetch'));
    },
    storage: () => createWebStorage(new Map()),
    signals: (listener: (signal: Signal) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  return { env, asked, listeners };
};

it('surroundings may be an object with secrets of its own', async () => {
  class Surroundings implements Env {
    #real = defaultEnv;
    fetch(input: string, init: RequestInit) {
      return this.#real.fetch(input, init);
    }
    now() {
      return this.#real.now();
    }
    date() {
      return this.#real.date();
    }
    setTimeout(callback: () => void, ms: number) {
      return this.#real.setTimeout(callback, ms);
    }
    clearTimeout(timer: unknown) {
      this.#real.clearTimeout(timer);
    }
    random() {
      return this.#real.random();
    }
    uuid() {
      return this.#real.uuid();
    }
    storage() {
      return this.#real.storage('session');
    }
    signals(listener: (signal: Signal) => void) {
      return this.#real.signals(listener);
    }
  }
  await using agent = await openAgent([say('Hi')], { env: new Surroundings(), storage: 'session' });
  assert.equal((await agent.conversation.send('Hello')).status, 'finished');
});

describe('a page whose content policy forbids a request', () => {
  for (const [what, word] of Object.entries({ 'the start of a run': '/runs', 'the stream': '/aiui' })) {
    it(`F05 (${what}) is told so at once, with what to change, and nothing is tried again`, async () => {
      const { env, asked } = forbidding(word);
      await using agent = await openAgent([say('Hi')], { env });
      const { error, status } = await agent.conversation.send('Hello');
      assert.deepEqual([status, error?.code, error?.retryable], ['failed', 'blocked-by-csp', false]);
      assert.match(error?.message ?? '', /connect-src/);
      assert.equal(asked.filter((url) => url.includes(word)).length, 1);
    });
  }

  it('F05 is told so for the token endpoint, whose address is relative', async () => {
    const { env, asked } = forbidding('/api/token', () => 'https://shop.example/api/token?secret=1');
    await using agent = await openAgent([say('Hi')]);
    const conversation = agent.reopen({ env, getToken: undefined as never, tokenUrl: '/api/token?secret=1' });
    const { error } = await conversation.send('Hello');
    assert.deepEqual([error?.code, asked.length], ['blocked-by-csp', 1]);
    assert.ok(!JSON.stringify([error, conversation.diagnostics.export()]).includes('secret'));
  });

  it('F05 does not take a failure for its own that the policy was not asked about', async () => {
    const { env } = forbidding('/runs', () => 'https://elsewhere.example/picture');
    await using agent = await openAgent([say('Hi')], { env });
    const { error } = await agent.conversation.send('Hello');
    assert.equal(error?.code, 'network');
  });

  it('F05 leaves no listener behind', async () => {
    const { env, listeners } = forbidding('/runs');
    await using agent = await openAgent([say('Hi')], { env });
    const before = listeners.size;
    await agent.conversation.send('Hello');
    assert.equal(listeners.size, before);
    agent.conversation.dispose();
    assert.equal(listeners.size, 0);
  });
});
