import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { request as nodeRequest } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'puppeteer-core';
import { demoAccount } from '../../demo/emulator/index.js';
import { openPage } from '../support/browser.js';
import { oddTargets, sendRaw } from '../support/raw-request.js';
import { lookAt, type Visitor } from '../journeys/visitor.js';
import type { Example } from './examples.js';
import type { RunningExample } from './run-example.js';

/** One thing that is true of every site which has the widget, by the name it is reported under. */
export interface Chapter {
  readonly title: string;
  readonly tell: (scene: Scene) => Promise<void>;
}

export interface Scene {
  readonly example: Example;
  readonly running: RunningExample;
  readonly browser: Browser;
  /** The built package. */
  readonly dist: string;
}

interface PageWindow {
  pieces: number;
  ends: number;
}

/** Counts in the page the answers that have ended, and the pieces of text they came in. */
const countPieces = (): void => {
  const page = globalThis as unknown as PageWindow;
  page.pieces = 0;
  page.ends = 0;
  document.addEventListener('zaby-run-end', () => (page.ends += 1));
  document.addEventListener('zaby-run-event', (event) => {
    if ((event as CustomEvent<{ event: { type: string } }>).detail.event.type === 'text-delta') page.pieces += 1;
  });
};

const ended = async ({ page }: Visitor, answers: number): Promise<void> => {
  await page.waitForFunction(
    (wanted) => (globalThis as unknown as PageWindow).ends === wanted,
    { timeout: 8000 },
    answers,
  );
};

const talk: Chapter['tell'] = async ({ running: { origin }, browser }) => {
  const context = await browser.createBrowserContext();
  const visitor = lookAt(
    await openPage(
      context as unknown as Browser,
      origin,
      async (page) => void (await page.evaluateOnNewDocument(countPieces)),
    ),
    'chat',
  );
  await visitor.press(/^Open/);
  await visitor.send('Hello');
  await visitor.sees('I look after orders');
  await ended(visitor, 1);
  const pieces = await visitor.page.evaluate(() => (globalThis as unknown as PageWindow).pieces);
  assert.ok(pieces > 2, `the answer came in ${pieces} pieces`);

  await visitor.send('I want a refund for my stove');
  await visitor.sees('Your approval is needed');
  assert.equal(await visitor.liveCards(), 1);
  await visitor.decide(/^Approve/);
  await visitor.sees('refund R-2210');
  await ended(visitor, 2);

  await visitor.reload();
  await visitor.sees('refund R-2210');
  await visitor.send('Thank you');
  await visitor.sees('You are welcome');
  const said = (await visitor.transcript()).filter((message) => message.startsWith('user: '));
  assert.deepEqual(said, ['user: Hello', 'user: I want a refund for my stove', 'user: Thank you']);
  await visitor.leave();
  await context.close();
};

/** What a browser sends when the widget asks for a token; `null` leaves a header out. */
const ask = async (
  origin: string,
  headers: Readonly<Record<string, string | null>> = {},
  init: RequestInit = {},
): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> => {
  const all = { origin, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...headers };
  const response = await fetch(`${origin}/api/zaby-token`, {
    method: 'POST',
    headers: Object.entries(all).filter((header): header is [string, string] => header[1] !== null),
    body: JSON.stringify({ conversationId: '3f0c2a9e-6a41-4c3e-9b0a-5d1f1c8e7b21', reason: 'first' }),
    ...init,
  });
  const text = await response.text();
  const body = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status: response.status, headers: response.headers, body };
};

/** The cookies a visitor has after the first question. */
const begin = async (origin: string): Promise<string> =>
  (await ask(origin)).headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .join('; ');

const knowsVisitors: Chapter['tell'] = async ({ running: { origin } }) => {
  assert.deepEqual((await fetch(origin)).headers.getSetCookie(), [], 'who only looks gets no cookie');
  const cookies = (await ask(origin)).headers.getSetCookie();
  assert.ok(cookies.length > 0, 'who asks gets one');
  for (const cookie of cookies) {
    assert.match(cookie, /;\s*httponly/i);
    assert.match(cookie, /;\s*samesite=(?:lax|strict)/i);
  }
  const [ada, grace] = [await begin(origin), await begin(origin)];
  const sessionOf = async (cookie: string) => (await ask(origin, { cookie })).body['agentSessionId'];
  const first = await sessionOf(ada);
  assert.equal(typeof first, 'string');
  assert.equal(await sessionOf(ada), first);
  assert.notEqual(await sessionOf(grace), first);
  assert.deepEqual((await ask(origin, { cookie: ada })).headers.getSetCookie(), [], 'who has one keeps it');
  const chosen = await ask(origin, { cookie: 'visitor=3f0c2a9e-6a41-4c3e-9b0a-5d1f1c8e7b21' });
  assert.ok(chosen.headers.getSetCookie().length > 0, 'nobody chooses an id');
  // Whether a server notices a changed id or a changed signature: it is nobody it knows.
  for (const forged of [ada.replace(/=./, '=0'), ada.replace(/=./, '=1'), 'visitor=ada', 'session=eyJ9']) {
    if (forged !== ada) assert.notEqual(await sessionOf(forged), first);
  }
};

const refusesStrangers: Chapter['tell'] = async ({ running: { origin } }) => {
  const cookie = await begin(origin);
  const good = await ask(origin, { cookie });
  assert.equal(good.status, 200);
  assert.equal(good.headers.get('cache-control'), 'no-store');
  assert.equal(good.headers.get('access-control-allow-origin'), null);
  assert.equal((await fetch(`${origin}/api/zaby-token`)).status, 200, 'a sign of life');
  assert.match(String(good.body['token']), /^eyJ/);
  // Some frameworks refuse forms by themselves.
  const form = await ask(origin, { cookie, 'content-type': 'text/plain' });
  assert.ok([403, 415].includes(form.status), `a form: ${form.status}`);
  const statuses = {
    'a page of another site': (
      await ask(origin, { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })
    ).status,
    'a page without an origin': (await ask(origin, { cookie, origin: 'null', 'sec-fetch-site': null })).status,
    'no JSON': (await ask(origin, { cookie }, { body: '{"conversationId": ' })).status,
    'a large body': (await ask(origin, { cookie }, { body: JSON.stringify({ a: 'x'.repeat(5000) }) })).status,
  };
  assert.deepEqual(statuses, {
    'a page of another site': 403,
    'a page without an origin': 403,
    'no JSON': 400,
    'a large body': 413,
  });
};

const tellsNoSecret: Chapter['tell'] = async ({ running, example: { policies = [] } }) => {
  const response = await fetch(running.origin);
  const policy = response.headers.get('content-security-policy') ?? '';
  assert.match(policy, /require-trusted-types-for 'script'/);
  assert.match(policy, /script-src 'self'/);
  assert.doesNotMatch(policy, /unsafe-(?!hashes)|\*/);
  assert.match(policy, new RegExp(`trusted-types ${['zaby-agent', ...policies].join(' ')}(?:;|$)`));
  const shown = (await response.text()) + JSON.stringify([...response.headers]) + running.said();
  assert.ok(!shown.includes(demoAccount.apiKey), 'the API key stays on the server');
  assert.doesNotMatch(running.said(), /eyJ[\w-]+\./);
};

/** Asks as a proxy does that ends TLS in front of the site: the host is the public one, the way from the proxy is plain. */
const throughProxy = (origin: string, cookie: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const headers = {
      host: 'shop.example',
      origin: 'https://shop.example',
      'sec-fetch-site': 'same-origin',
      'x-forwarded-proto': 'https',
      'content-type': 'application/json',
      cookie,
    };
    nodeRequest({ hostname, port, path: '/api/zaby-token', method: 'POST', headers, agent: false }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    })
      .on('error', reject)
      .end(JSON.stringify({ conversationId: crypto.randomUUID() }));
  });

const standsBehindProxy: Chapter['tell'] = async ({ running: { origin }, example }) => {
  assert.equal(await throughProxy(origin, await begin(origin)), example.knowsItsOrigin ? 403 : 200);
};

const isInOrder: Chapter['tell'] = async ({ running: { origin }, dist }) => {
  const doctor = promisify(execFile)(process.execPath, [join(dist, 'cli/index.js'), 'doctor', origin]);
  // It ends with 1 where it finds a fault, and has told them all.
  const { stdout } = await doctor.catch((failure: { stdout: string }) => failure);
  assert.match(stdout, /\b0 faults/, stdout);
};

const survivesStrangers: Chapter['tell'] = async ({ running: { origin } }) => {
  for (const target of oddTargets) await sendRaw(origin, target);
  assert.equal((await fetch(origin)).status, 200);
};

const countsStrangers: Chapter['tell'] = async ({ running: { origin }, example: { countsUsersOnly = false } }) => {
  if (countsUsersOnly) return;
  let status = 200;
  for (let count = 0; count < 130 && status === 200; count += 1) ({ status } = await ask(origin));
  assert.equal(status, 429, 'who sends no cookie is held back by the address');
};

/** What a site has to do, in the order in which a person would try it. */
export const chapters: readonly Chapter[] = [
  { title: 'serves the widget: an answer streams, a refund waits for its approval, a reload keeps both', tell: talk },
  { title: 'knows each visitor by a cookie of its own', tell: knowsVisitors },
  { title: 'keeps its page to a strict content policy, and the key to itself', tell: tellsNoSecret },
  { title: 'works behind a proxy that ends TLS', tell: standsBehindProxy },
  { title: 'is in order for `npx zaby-agent doctor`', tell: isInOrder },
  { title: 'gives tokens to its own pages alone', tell: refusesStrangers },
  { title: 'goes on after a request for what is no address', tell: survivesStrangers },
  // The last, for nobody gets any more for a minute.
  { title: 'gives a program without cookies no tokens without end', tell: countsStrangers },
];
