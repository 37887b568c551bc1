import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import {
  deny,
  drop,
  duplicate,
  end,
  garbage,
  gap,
  hang,
  heartbeats,
  html,
  late,
  lose,
  oversized,
  replay,
  restart,
  say,
  type Script,
  stall,
  swap,
} from '../../demo/emulator/script.js';
import { openEmulator, type SentEvent, spoken } from './open-emulator.js';

const ids = (events: readonly SentEvent[]): string => events.map(({ id }) => id).join(' ');

/** Listens twice: as the fault has it, and again from the last event that came. */
const hearTwice = async (test: TestContext, script: Script) => {
  const visitor = await openEmulator(test, script);
  const runId = await visitor.start();
  const first = await visitor.hear(runId);
  const second = await visitor.hear(runId, { lastEventId: first.events.at(-1)?.id ?? '0' });
  return { first, second, both: spoken([...first.events, ...second.events]) };
};

/** What arrives on a bare socket, and how it ends. */
const listenOnSocket = (origin: string, token: string, runId: string): Promise<{ text: string; error?: string }> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(origin);
    const socket = connect(Number(port), hostname);
    let text = '';
    let error: string | undefined;
    socket.on('data', (chunk) => {
      text += String(chunk);
    });
    socket.on('error', (cause: NodeJS.ErrnoException) => {
      error = cause.code;
    });
    socket.on('close', () => resolve({ text, ...(error !== undefined && { error }) }));
    socket.write(
      `GET /api/v1/agent-runtime/runs/${runId}/aiui HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer ${token}\r\n\r\n`,
    );
  });

describe('A fault of the line', () => {
  it('cuts the connection once, where it stands', async (test) => {
    const { first, second, both } = await hearTwice(test, [say('The answer is '), drop(), say('forty-two.')]);
    equal(first.cut, true);
    equal(spoken(first.events), 'The answer is ');
    equal(second.cut, false);
    equal(both, 'The answer is forty-two.');
  });

  it('really closes the socket, without the end of the body', async (test) => {
    const visitor = await openEmulator(test, [say('Half'), drop(), say('way')]);
    const { text, error } = await listenOnSocket(visitor.origin, visitor.token, await visitor.start());
    match(text, /Half/);
    equal(text.includes('way'), false);
    equal(text.includes('\r\n0\r\n'), false);
    equal(error, undefined);
  });

  it('can reset the connection instead', async (test) => {
    const visitor = await openEmulator(test, [say('Half'), drop({ reset: true }), say('way')]);
    const { error } = await listenOnSocket(visitor.origin, visitor.token, await visitor.start());
    equal(error, 'ECONNRESET');
  });

  it('can be a restart, after which the run is told in fewer pieces and from its start', async (test) => {
    const { first, second } = await hearTwice(test, [say('One two three'), restart(), say(' four')]);
    equal(first.cut, true);
    equal(spoken(first.events), 'One two three');
    equal(spoken(second.events), 'One two three four');
    equal(ids(first.events), '1 2 3 4 5');
    equal(ids(second.events), '1 2 3 4 5');
  });

  it('can be a restart after which an old place is not known', async (test) => {
    const visitor = await openEmulator(test, [say('One two'), restart({ gone: true }), say(' three')]);
    const runId = await visitor.start();
    await visitor.hear(runId);
    equal((await visitor.hear(runId, { lastEventId: '4' })).status, 410);
    equal(spoken((await visitor.hear(runId)).events), 'One two three');
  });

  it('can cut in the middle of an event', async (test) => {
    const { first, second } = await hearTwice(test, [say('One'), drop({ into: 26 }), say('two')]);
    equal(first.cut, true);
    equal(first.raw.split('\n\n').at(-1), 'id: 4\nevent: TEXT_MESSAGE_');
    equal(spoken(second.events), 'two');
  });

  it('can end the body as if that were all', async (test) => {
    const { first, both } = await hearTwice(test, [say('One, '), end(), say('two.')]);
    equal(first.cut, false);
    equal(spoken(first.events), 'One, ');
    equal(both, 'One, two.');
  });

  it('can fall silent', async (test) => {
    const visitor = await openEmulator(test, { scripts: [[say('One, '), stall(), say('two.')]], heartbeatMs: 5 });
    const runId = await visitor.start();
    const leaving = new AbortController();
    const leave = ({ data }: SentEvent) => data.delta && setTimeout(() => leaving.abort(), 30);
    const first = await visitor.hear(runId, { on: leave, signal: leaving.signal });
    equal(first.comments, 0);
    const second = await visitor.hear(runId, { lastEventId: first.events.at(-1)?.id ?? '' });
    equal(spoken(second.events), 'two.');
  });

  it('can say things twice, leave them out, swap them or begin again', async (test) => {
    const told: [Script, string][] = [
      [[say('a b'), duplicate(2), say(' c')], '1 2 3 4 3 4 5 6 7'],
      [[say('a'), gap(), say(' b c')], '1 2 3 5 6 7'],
      [[say('a'), swap(), say(' b c')], '1 2 3 5 4 6 7'],
      [[say('a b'), replay(), say(' c')], '1 2 3 4 1 2 3 4 5 6 7'],
    ];
    for (const [script, expected] of told) {
      // oxlint-disable no-await-in-loop -- One emulator after the other.
      const visitor = await openEmulator(test, script);
      const runId = await visitor.start();
      equal(ids((await visitor.hear(runId)).events), expected);
      equal(ids((await visitor.hear(runId)).events), '1 2 3 4 5 6 7');
      // oxlint-enable no-await-in-loop
    }
  });

  it('can send what is not JSON, what is very long, and comments', async (test) => {
    const visitor = await openEmulator(test, [garbage('{"broken":'), oversized(100_000), heartbeats(3), say('!')]);
    const { events, comments } = await visitor.hear(await visitor.start());
    equal(events[1]?.data, '{"broken":');
    equal(spoken(events).length, 100_001);
    equal(comments, 3);
  });

  it('breaks the body off where there is no line to cut', async (test) => {
    const { emulator, token, start } = await openEmulator(test, [say('Half'), drop()]);
    const url = `http://emulator/api/v1/agent-runtime/runs/${await start()}/aiui`;
    const response = await emulator.fetch(new Request(url, { headers: { authorization: `Bearer ${token}` } }));
    await rejects(response.text(), { name: 'ConnectionCut' });
  });
});

describe('A fault of a call', () => {
  it('refuses the first start of all', async (test) => {
    const faults = [deny(429, { on: 'runs', retryAfter: 7, code: 'SLOW_DOWN' })];
    const visitor = await openEmulator(test, { scripts: [[say('Hello.')]], faults });
    const refused = await visitor.call('POST', '/runs', { input: 'Hi', requestId: 'one' });
    deepEqual([refused.status, refused.body.code, refused.headers.get('retry-after')], [429, 'SLOW_DOWN', '7']);
    equal((await visitor.call('POST', '/runs', { input: 'Hi', requestId: 'one' })).status, 200);
  });

  it('refuses the next stream once the one before has passed it', async (test) => {
    const visitor = await openEmulator(test, [say('One, '), deny(503, { on: 'aiui', times: 2 }), drop(), say('two.')]);
    const runId = await visitor.start();
    const first = await visitor.hear(runId);
    const lastEventId = first.events.at(-1)?.id ?? '';
    equal((await visitor.hear(runId, { lastEventId })).status, 503);
    equal((await visitor.hear(runId, { lastEventId })).status, 503);
    equal(spoken((await visitor.hear(runId, { lastEventId })).events), 'two.');
  });

  it('counts from the start where it stands at the head', async (test) => {
    const visitor = await openEmulator(test, [deny(500, { on: 'feedback' }), say('Hello.')]);
    const runId = await visitor.start();
    equal((await visitor.call('POST', `/runs/${runId}/feedback`, { rating: 5 })).status, 500);
    equal((await visitor.call('POST', `/runs/${runId}/feedback`, { rating: 5 })).status, 200);
  });

  it('refuses a start each time a message asks for it', async (test) => {
    const before = [deny(429, { on: 'runs', retryAfter: 1 })];
    const visitor = await openEmulator(test, { scripts: [{ when: 'busy', before, script: [say('Hello.')] }] });
    const ask = (requestId: string) => visitor.call('POST', '/runs', { input: 'busy', requestId });
    deepEqual([(await ask('one')).status, (await ask('one')).status], [429, 200]);
    deepEqual([(await ask('two')).status, (await ask('two')).status], [429, 200]);
  });

  it('refuses to mint', async (test) => {
    const visitor = await openEmulator(test, [deny(503, { on: 'token' }), say('Hello.')]);
    await visitor.start();
    equal((await visitor.mint()).status, 503);
    equal((await visitor.mint()).status, 201);
  });

  it('answers with a web page', async (test) => {
    const visitor = await openEmulator(test, { scripts: [[]], faults: [html({ on: 'runs' })] });
    const { status, headers, body } = await visitor.call('POST', '/runs', { input: 'Hi' });
    equal(status, 200);
    match(headers.get('content-type') ?? '', /^text\/html/);
    match(body, /sign in/i);
  });

  it('loses an answer after doing what was asked', async (test) => {
    const visitor = await openEmulator(test, { scripts: [[say('Hello.')]], faults: [lose('runs')] });
    await rejects(visitor.call('POST', '/runs', { input: 'Hi', requestId: 'one' }));
    const { body } = await visitor.call('POST', '/runs', { input: 'Hi', requestId: 'one' });
    deepEqual(
      visitor.emulator.runs().map(({ runId }) => runId),
      [body.runId],
    );
  });

  it('answers late', async (test) => {
    const visitor = await openEmulator(test, { scripts: [[say('Hello.')]], faults: [late('runs', 50)] });
    const asked = performance.now();
    equal((await visitor.call('POST', '/runs', { input: 'Hi' })).status, 200);
    ok(performance.now() - asked > 40);
  });

  it('never answers', async (test) => {
    const visitor = await openEmulator(test, { scripts: [[]], faults: [hang('runs')] });
    const { origin, token } = visitor;
    const request = fetch(`${origin}/api/v1/agent-runtime/runs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{"input":"Hi"}',
      signal: AbortSignal.timeout(50),
    });
    await rejects(request, { name: 'TimeoutError' });
  });
});
