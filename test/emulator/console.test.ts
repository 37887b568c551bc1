import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { describe, it, type TestContext } from 'node:test';
import { createEmulator } from '../../demo/emulator/index.js';
import { listen } from '../../demo/emulator/listen.js';
import { createConsole } from '../../demo/emulator/console/index.js';
import { ask, say, wait } from '../../demo/emulator/script.js';
import { openEmulator, type Visitor } from './open-emulator.js';

const open = (test: TestContext, script = [say('Hello there.')]): Promise<Visitor> =>
  openEmulator(test, script, { pages: createConsole, control: true });

interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly body: string;
}

/** A call with whatever headers a browser, or somebody worse, would send. */
const send = (
  { origin }: Pick<Visitor, 'origin'>,
  path: string,
  { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: object } = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const call = request(`${origin}/__emulator/console${path}`, { method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    call.on('error', reject);
    call.end(body && JSON.stringify(body));
  });

const act = (visitor: Visitor, action: string, body: object, headers: Record<string, string> = {}): Promise<Answer> =>
  send(visitor, `/actions/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });

/** Reads the feed until it has told enough. */
const readFeed = async (visitor: Visitor, query: string, isEnough: (raw: string) => boolean): Promise<string> => {
  const leave = new AbortController();
  const response = await fetch(`${visitor.origin}/__emulator/console/feed${query}`, { signal: leave.signal });
  equal(response.headers.get('content-type'), 'text/event-stream; charset=utf-8');
  let raw = '';
  for await (const chunk of (response.body ?? new Blob().stream()).pipeThrough(new TextDecoderStream())) {
    raw += chunk;
    if (isEnough(raw)) break;
  }
  leave.abort();
  return raw;
};

describe('The console', () => {
  it('is closed unless it is asked for', async (test) => {
    const visitor = await openEmulator(test, [say('Hello.')], { control: true });
    equal((await send(visitor, '')).status, 404);
  });

  it('is a page under the strictest content policy, with nothing of others in it', async (test) => {
    const visitor = await open(test);
    const { status, headers, body } = await send(visitor, '');
    equal(status, 200);
    match(String(headers['content-security-policy']), /^default-src 'none'; script-src 'self'; style-src 'self';/);
    equal(headers['access-control-allow-origin'], undefined);
    ok(!/https?:\/\//.test(body));
    const files = [...body.matchAll(/\/__emulator\/console(\/[\w.]+)/g)].map(([, file = '']) => file);
    const served = new Set(files);
    for (const file of served) {
      const answer = await send(visitor, file);
      equal(answer.status, 200, file);
      for (const [, imported = ''] of answer.body.matchAll(/from '\.(\/[\w-]+\.js)'/g)) served.add(imported);
    }
    ok(served.size > 10);
    equal((await send(visitor, '/../index.ts')).status, 404);
    equal((await send(visitor, '/%2e%2e%2findex.ts')).status, 404);
    equal((await send(visitor, '/page-files.ts')).status, 404);
  });

  const strangers: Record<string, Record<string, string>> = {
    'a page of another origin': { origin: 'https://evil.example' },
    'a page without one': { origin: 'null' },
    'a page of another port': { 'sec-fetch-site': 'same-site' },
    'a page that only embeds it': { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'iframe' },
    'a name that leads to this machine': { host: 'evil.example:9080' },
    'a name that begins like this machine': { host: 'localhost.evil.example' },
  };
  for (const [who, headers] of Object.entries(strangers)) {
    it(`is closed to ${who}`, async (test) => {
      const visitor = await open(test);
      for (const path of ['', '/feed', '/main.js']) equal((await send(visitor, path, { headers })).status, 403);
      equal((await act(visitor, 'cut-streams', {}, headers)).status, 403);
    });
  }

  const elsewhere = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal);
  const skip = elsewhere === undefined && 'This machine has no address in a network.';
  it('is closed to other machines, whatever they call it', { skip }, async (test) => {
    const emulator = createEmulator({ pages: createConsole });
    const { port, close } = await listen(emulator, { port: 0, host: '0.0.0.0' });
    test.after(async () => {
      emulator.dispose();
      await close();
    });
    const from = (address: string) =>
      send({ origin: `http://${address}:${port}` }, '', { headers: { host: `localhost:${port}` } });
    equal((await from('127.0.0.1')).status, 200);
    equal((await from(elsewhere?.address ?? '')).status, 403);
  });

  it('is closed to a form, which asks nobody before it is sent', async (test) => {
    const visitor = await open(test);
    equal((await act(visitor, 'cut-streams', {}, { 'content-type': 'text/plain' })).status, 415);
  });

  it('can be reached by a link', async (test) => {
    const visitor = await open(test);
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' };
    equal((await send(visitor, '', { headers })).status, 200);
  });

  it('tells of runs, their events, tokens and requests as they come, and never a token', async (test) => {
    const visitor = await open(test, [say('Hello '), wait(150), say('there.')]);
    const runId = await visitor.start('Hi');
    const raw = await readFeed(visitor, `?run=${runId}`, (told) => told.includes('RUN_FINISHED'));
    match(raw, /"lists":\{"runs":\{"set":\[\{"id":"run_/);
    match(raw, /"message":"Hi"/);
    match(raw, /"status":"COMPLETED"/);
    match(raw, /"userId":"ada"/);
    match(raw, /"path":"\/api\/v1\/agent-runtime\/runs"/);
    const events = raw
      .split('\n')
      .filter((line) => line.startsWith('data: {"runId"'))
      .flatMap((line) => JSON.parse(line.slice(6)).rows as { seq: number }[]);
    deepEqual(
      events.map(({ seq }) => seq),
      events.map((_, index) => index + 1),
    );
    ok(!raw.includes(visitor.token), 'the token is told');
    ok(!/eyJ[\w-]+\./.test(raw), 'a token is told');
    ok(!raw.includes(visitor.agent.apiKey), 'the API key is told');
  });

  it('tells that the clock was moved', async (test) => {
    const visitor = await open(test);
    let isMoved = false;
    const raw = await readFeed(visitor, '', (told) => {
      const times = [...told.matchAll(/"now":(\d+)/g)].map(([, now]) => Number(now));
      if (!isMoved) visitor.emulator.advance(3_600_000);
      isMoved = true;
      return (times.at(-1) ?? 0) - (times[0] ?? 0) >= 3_600_000;
    });
    equal(raw.match(/event: change/g)?.length, 2);
  });

  it('ends its feed with the emulator', async (test) => {
    const visitor = await open(test);
    let ended = false;
    await readFeed(visitor, '', () => {
      visitor.emulator.dispose();
      ended = true;
      return false;
    });
    ok(ended);
  });

  it('decides what waits, once', async (test) => {
    const visitor = await open(test, [
      ask({ tool: 'refund', title: 'Refund', args: { amount: 5 }, approvalId: 'pay' }),
    ]);
    const runId = await visitor.start();
    const raw = await readFeed(visitor, '', (told) => told.includes('"approvals"'));
    match(raw, /\\"amount\\": 5/);
    const verdict = { runId, approvalId: 'pay', decision: 'rejected', reason: 'no' };
    equal((await act(visitor, 'decide', verdict)).status, 200);
    equal((await act(visitor, 'decide', verdict)).status, 409);
    const [approval] = visitor.emulator.approvals();
    deepEqual([approval?.decision, approval?.decidedBy, approval?.reason], ['rejected', 'an operator', 'no']);
    equal((await act(visitor, 'decide', { runId: 'none' })).status, 404);
    equal((await act(visitor, 'decide', { ...verdict, decision: 'perhaps' })).status, 422);
  });

  it('cuts streams, which the listener can take up again', async (test) => {
    const visitor = await open(test, [say('Hello '), wait(60_000), say('there.')]);
    const runId = await visitor.start();
    const heard = visitor.hear(runId);
    while (visitor.emulator.openStreams() === 0) await new Promise((resolve) => setImmediate(resolve));
    deepEqual(JSON.parse((await act(visitor, 'cut-streams', {})).body), { cut: 1 });
    const { cut, events } = await heard;
    ok(cut);
    const rest = visitor.hear(runId, { lastEventId: events.at(-1)?.id ?? '' });
    equal((await act(visitor, 'advance-clock', { milliseconds: 60_000 })).status, 200);
    equal((await rest).events.at(-1)?.event, 'RUN_FINISHED');
  });

  it('cuts the streams of AG-UI, too', async (test) => {
    const visitor = await open(test, [say('Hello '), wait(60_000), say('there.')]);
    const asked = {
      threadId: 't',
      runId: 'r',
      messages: [{ id: '1', role: 'user', content: 'Hi' }],
      tools: [],
      context: [],
    };
    const response = await fetch(`${visitor.origin}/agents/${visitor.agent.deploymentId}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...asked, forwardedProps: {} }),
    });
    const reading = response.text();
    deepEqual(JSON.parse((await act(visitor, 'cut-streams', {})).body), { cut: 1 });
    await rejects(reading);
  });

  it('revokes the tokens of a conversation', async (test) => {
    const visitor = await open(test);
    const { body } = await visitor.mint();
    equal((await act(visitor, 'revoke-family', { familyId: body.tokenFamilyId })).status, 200);
    equal(
      (await visitor.call('POST', '/runs', { input: 'Hi' })).body.code,
      'MANAGED_AGENT_RUNTIME_TOKEN_FAMILY_REVOKED',
    );
    equal((await act(visitor, 'revoke-family', { familyId: 'none' })).status, 404);
  });

  it('knows no other actions', async (test) => {
    const visitor = await open(test);
    equal((await act(visitor, 'constructor', {})).status, 404);
    equal((await act(visitor, 'advance-clock', { milliseconds: -1 })).status, 422);
  });
});
