import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createEmulator, demoAccount, type Emulator, type Program, type Script } from '../../demo/emulator/index.js';
import {
  ask,
  block,
  call,
  custom,
  drop,
  interrupt,
  restart,
  say,
  step,
  think,
  wait,
} from '../../demo/emulator/script.js';
import { asKilled, mint, open } from './open-here.js';
import { openFolder } from './open-process.js';

const halfAnAnswer: Program = async function* ({ signal }) {
  yield say('Half');
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
};

/** Lets all happen that needs no time. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const everyStep: Script = [
  think('Hm.'),
  say('a b {{message}}'),
  call({ tool: 'look', args: { for: 'x' }, result: 'y', takes: 5000 }),
  drop(),
  step('count', {
    progress: { current: 1, total: 2, label: 'Counting' },
    steps: [say('c d', { pace: 5000 }), block('note', { text: 'e' })],
  }),
  custom('mine', { f: 1 }),
  ask({ tool: 'pay', title: 'Pay', args: { amount: 1 }, onApprove: [wait(5000), say('{{args.amount}} g')] }),
  interrupt({ tool: 'send', title: 'Send', onApprove: [say(' h', { pace: 5000 })] }),
];

/** Lets time pass and approves, until the run is over; tells what it said, but not when. */
const playOut = async (emulator: Emulator): Promise<{ status: string | undefined; said: string; events: string }> => {
  for (let turns = 0; turns < 30; turns += 1) {
    // oxlint-disable-next-line no-await-in-loop -- One moment after the other.
    await settle();
    const wanted = emulator.approvals().find(({ decision }) => !decision);
    if (wanted) emulator.decide(wanted.runId, wanted.approvalId, { decision: 'approved', by: 'Grace' });
    else emulator.advance(5000);
  }
  const [run] = emulator.runs();
  const events = JSON.stringify(run?.events.map(({ seq, type, data }) => [seq, type, data]));
  const times = /"(decidedAt|decided_at)":"[^"]+"/g;
  return { status: run?.status, said: run?.finalOutput ?? '', events: events.replaceAll(times, '') };
};

/** What a run's events say, and what is known of it as its text. */
const spokenAndKept = (emulator: Emulator): [string, string] => {
  const [run] = emulator.runs();
  const texts = run?.events.filter(({ type }) => type === 'TEXT_MESSAGE_CONTENT') ?? [];
  return [texts.map(({ data }) => Object(data).delta).join(''), run?.finalOutput.replaceAll('\n\n', '') ?? ''];
};

const everythingIn = (emulator: Emulator) => ({
  runs: emulator.runs(),
  approvals: emulator.approvals(),
  feedback: emulator.feedback(),
});

describe('A snapshot', () => {
  it('keeps agents, apps, policies, tokens, families and usage', async (test) => {
    const snapshot = join(await openFolder(test), 'deep/emulator.jsonl');
    const seed = { agent: { scripts: [[say('Hi.')]] } };
    const first = open(test, { snapshot, seed });
    const { apiKey, externalAppId } = demoAccount;
    const agents = '/agentic-os/agents';
    const agent = (await first.manage(apiKey, 'POST', agents, { name: 'Helper', slug: 'helper', mood: 'calm' })).body;
    await first.manage(apiKey, 'POST', `${agents}/${agent.id}/skills`, { name: 'Chess' });
    await first.manage(apiKey, 'PATCH', `/managed-agents/external-apps/${externalAppId}`, { name: 'Shop' });
    const gone = (await first.manage(apiKey, 'POST', agents, { name: 'Gone', slug: 'gone' })).body;
    await first.manage(apiKey, 'DELETE', `${agents}/${gone.id}`);
    const minted = await mint(first, demoAccount, { maxUses: 3, requestId: 'one' });
    await first.run(minted.body.token, 'POST', '', { input: 'Hello' });
    const calls = [
      agents,
      `${agents}/usage`,
      '/managed-agents/external-apps',
      '/managed-agents/runtime-token-policies',
      '/managed-agents/runtime-token-families',
      '/managed-agents/runtime-token-usage',
    ];
    const look = (platform: typeof first) => Promise.all(calls.map((path) => platform.manage(apiKey, 'GET', path)));
    const before = await look(first);
    const copy = await asKilled(snapshot);
    first.emulator.dispose();
    for (const path of [copy, snapshot]) {
      // oxlint-disable no-await-in-loop
      const second = open(test, { snapshot: path, seed });
      assert.deepEqual(await look(second), before);
      assert.deepEqual(everythingIn(second.emulator), everythingIn(first.emulator));
      assert.equal((await second.run(minted.body.token, 'POST', '', { input: 'Again' })).status, 200);
      assert.equal((await mint(second, demoAccount, { maxUses: 3, requestId: 'one' })).body.token, minted.body.token);
      await second.run(minted.body.token, 'POST', '', { input: 'Once more' });
      const spent = await second.run(minted.body.token, 'POST', '', { input: 'Too often' });
      assert.equal(spent.body.code, 'MANAGED_AGENT_RUNTIME_TOKEN_GRANT_MAX_USES_EXCEEDED');
      second.emulator.dispose();
      // oxlint-enable no-await-in-loop
    }
  });

  it('keeps what was revoked revoked', async (test) => {
    const snapshot = join(await openFolder(test), 'emulator.jsonl');
    const first = open(test, { snapshot });
    const agent = first.emulator.createAgent({ scripts: [[say('Hi.')]] });
    const { token, tokenFamilyId } = (await mint(first, agent)).body;
    await first.manage(agent.apiKey, 'POST', `/managed-agents/runtime-token-families/${tokenFamilyId}/revoke`, {});
    const second = open(test, { snapshot: await asKilled(snapshot) });
    const refused = await second.run(token, 'POST', '', { input: 'Hi' });
    assert.equal(refused.body.code, 'MANAGED_AGENT_RUNTIME_TOKEN_FAMILY_REVOKED');
    assert.notEqual((await mint(second, agent)).body.tokenFamilyId, tokenFamilyId);
  });

  for (const dialect of ['ag-ui', 'pascal', 'simple', 'mixed'] as const) {
    it(`lets a run go on behind any of its events, in the ${dialect} dialect`, async (test) => {
      const snapshot = join(await openFolder(test), 'emulator.jsonl');
      const first = open(test, { snapshot });
      const copies: string[] = [];
      first.emulator.journal.subscribe((entry) => {
        if (entry.what !== 'event') return;
        const copy = `${snapshot}.${entry.seq}`;
        copyFileSync(snapshot, copy);
        copies.push(copy);
      });
      const agent = first.emulator.createAgent({ scripts: [everyStep], dialect, tokenTtlSeconds: 100_000 });
      const { token } = (await mint(first, agent)).body;
      await first.run(token, 'POST', '', { input: { message: 'Go' }, respondAsync: true });
      const whole = await playOut(first.emulator);
      assert.equal(whole.status, 'COMPLETED');
      assert.ok(copies.length > 15);
      for (const copy of copies) {
        // oxlint-disable no-await-in-loop -- One life after the other.
        const { emulator } = open(test, { snapshot: copy });
        await settle();
        if (dialect === 'ag-ui') assert.equal(...spokenAndKept(emulator), 'What was told is not waited for again');
        assert.deepEqual(await playOut(emulator), whole, copy);
        emulator.dispose();
        // oxlint-enable no-await-in-loop
      }
    });
  }

  it('keeps a log that was told in fewer pieces, and faults that have happened', async (test) => {
    const snapshot = join(await openFolder(test), 'emulator.jsonl');
    const first = open(test, { snapshot });
    const agent = first.emulator.createAgent({
      scripts: [[say('a b c'), restart(), say(' d'), wait(10_000), say(' e')]],
    });
    const { token } = (await mint(first, agent)).body;
    const { runId } = (await first.run(token, 'POST', '', { input: 'Go', respondAsync: true })).body;
    await assert.rejects(first.run(token, 'GET', `/${runId}/aiui`), /cut/);
    const second = open(test, { snapshot: await asKilled(snapshot) });
    assert.deepEqual(second.emulator.runs()[0]?.events, first.emulator.runs()[0]?.events);
    await settle();
    second.emulator.advance(10_000);
    const { body } = await second.run(token, 'GET', `/${runId}/aiui`);
    assert.equal([...body.matchAll(/"delta":"([^"]*)"/g)].map(([, delta]) => delta).join(''), 'a b c d e');
  });

  it('waits for an approval only as long as it was to wait', async (test) => {
    const snapshot = join(await openFolder(test), 'emulator.jsonl');
    let now = Date.parse('2026-01-01T00:00:00Z');
    const first = open(test, { snapshot, now: () => now });
    const asks = ask({ tool: 'pay', title: 'Pay', expiresInMs: 60_000, onExpire: [say('Too late.')] });
    const agent = first.emulator.createAgent({ scripts: [[asks]] });
    const { token } = (await mint(first, agent)).body;
    await first.run(token, 'POST', '', { input: 'Go', respondAsync: true });
    now += 61_000;
    const second = open(test, { snapshot: await asKilled(snapshot), now: () => now });
    await new Promise<void>((resolve) => {
      second.emulator.journal.subscribe((entry) => {
        if (entry.what === 'run-status' && entry.status === 'COMPLETED') resolve();
      });
    });
    const [run] = second.emulator.runs();
    assert.deepEqual([run?.status, run?.finalOutput], ['COMPLETED', 'Too late.']);
  });

  it('fails the run of a program that is gone, and says so', async (test) => {
    const snapshot = join(await openFolder(test), 'emulator.jsonl');
    const seed = { agent: { scripts: [], program: halfAnAnswer } };
    const first = open(test, { snapshot, seed });
    const { token } = (await mint(first, demoAccount)).body;
    const { runId } = (await first.run(token, 'POST', '', { input: 'Go', respondAsync: true })).body;
    const second = open(test, { snapshot: await asKilled(snapshot), seed });
    const { events } = (await second.run(token, 'GET', `/${runId}/events`)).body;
    assert.equal(events.at(-1).data.code, 'MANAGED_AGENT_RUN_INTERRUPTED');
    assert.equal(second.emulator.runs()[0]?.status, 'FAILED');
  });

  it('finds scripts that are code by their name, as they are now', async (test) => {
    const snapshot = join(await openFolder(test), 'emulator.jsonl');
    const origins = ['http://localhost:1'];
    open(test, { snapshot, seed: { origins, agent: { scripts: [[say('Old.')]] } } }).emulator.dispose();
    assert.doesNotMatch(await readFile(snapshot, 'utf8'), /Old/);
    const agent = { scripts: [[say('New.')]] };
    const second = open(test, {
      snapshot,
      seed: { origins: ['http://localhost:2'], agent, apiKeys: ['zaby_pk_mine'] },
    });
    const { token } = (await mint(second, { ...demoAccount, apiKey: 'zaby_pk_mine' })).body;
    assert.equal((await second.run(token, 'POST', '', { input: 'Hi' })).body.finalOutput, 'New.');
    const app = await second.manage(
      'zaby_pk_mine',
      'GET',
      `/managed-agents/external-apps/${demoAccount.externalAppId}`,
    );
    assert.deepEqual(app.body.allowedOrigins, ['http://localhost:1', 'http://localhost:2']);
  });

  it('holds no token, and is for nobody else to read', async (test) => {
    const folder = await openFolder(test);
    const snapshot = join(folder, 'emulator.jsonl');
    const first = open(test, { snapshot });
    const agent = first.emulator.createAgent({ scripts: [[say('Hi.')]] });
    const { token } = (await mint(first, agent)).body;
    await first.run(token, 'POST', '', { input: 'Hi' });
    for (const when of ['going on', 'ended']) {
      // oxlint-disable no-await-in-loop
      if (when === 'ended') first.emulator.dispose();
      assert.ok(!(await readFile(snapshot, 'utf8')).includes(token), when);
      assert.equal((await stat(snapshot)).mode & 0o777, 0o600, when);
      assert.deepEqual(await readdir(folder), ['emulator.jsonl'], when);
      // oxlint-enable no-await-in-loop
    }
  });

  it('is one emulator’s at a time', async (test) => {
    const snapshot = join(await openFolder(test), 'emulator.jsonl');
    const first = open(test, { snapshot });
    assert.throws(() => createEmulator({ snapshot }), /is used by another emulator/);
    first.emulator.dispose();
    open(test, { snapshot });
  });

  it('says where it cannot be written', async (test) => {
    const folder = await openFolder(test);
    await writeFile(join(folder, 'file'), '');
    assert.throws(() => createEmulator({ snapshot: join(folder, 'file/emulator.jsonl') }), /cannot be (read|written)/);
    assert.throws(() => createEmulator({ snapshot: folder }), /cannot be read/);
    await chmod(folder, 0o700);
  });
});
