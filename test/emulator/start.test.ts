import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { say } from '../../demo/emulator/script.js';
import { SnapshotUnusable, type StartOptions, startEmulator } from '../../demo/emulator/start.js';
import { openFolder } from './open-process.js';

const start = async (test: TestContext, options: StartOptions = {}) => {
  const started = await startEmulator({ port: 0, ...options });
  test.after(() => started.close());
  return started;
};

/** A port that somebody else has. */
const takePort = async (test: TestContext): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, 'localhost', resolve);
  });
  test.after(() => server.close());
  return (server.address() as AddressInfo).port;
};

describe('A started emulator', () => {
  it('has the demo’s agent, ready to be asked, for every key it was given', async (test) => {
    const { origin, account } = await start(test, { apiKeys: ['zaby_pk_mine'], agent: { scripts: [[say('Mine.')]] } });
    assert.equal(account.apiOrigin, origin);
    for (const apiKey of [account.apiKey, 'zaby_pk_mine']) {
      // oxlint-disable no-await-in-loop
      const answer = await fetch(`${origin}/api/v1/provisioning/agentic-os/agents/${account.agentId}/runs`, {
        method: 'POST',
        headers: { 'x-zaby-api-key': apiKey, 'content-type': 'application/json' },
        body: '{"input":"Hi"}',
      });
      assert.equal(((await answer.json()) as { finalOutput: string }).finalOutput, 'Mine.');
      // oxlint-enable no-await-in-loop
    }
    assert.equal((await fetch(`${origin}/__emulator/runs`)).status, 404);
  });

  it('leaves a snapshot alone where its port is taken', async (test) => {
    const snapshot = join(await openFolder(test), 'emulator.jsonl');
    await assert.rejects(startEmulator({ port: await takePort(test), snapshot }), { code: 'EADDRINUSE' });
    await assert.rejects(readFile(snapshot), { code: 'ENOENT' });
  });

  it('frees its port where its snapshot is another’s', async (test) => {
    const snapshot = join(await openFolder(test), 'emulator.jsonl');
    await start(test, { snapshot });
    const { port, close } = await start(test);
    await close();
    await assert.rejects(startEmulator({ port, snapshot }), SnapshotUnusable);
    assert.equal((await start(test, { port })).port, port);
  });

  it('tells the person at the terminal what to mend, without a stack', async (test) => {
    const main = join(import.meta.dirname, '../../demo/emulator/main.ts');
    const fail = async (...args: string[]): Promise<string> => {
      const ended = promisify(execFile)(process.execPath, ['--import', 'tsx', main, ...args]);
      const error = await ended.then(
        () => assert.fail('It started.'),
        (reason: { code: number; stderr: string }) => reason,
      );
      assert.equal(error.code, 1);
      return error.stderr;
    };
    assert.equal(
      await fail('--port', String(await takePort(test))),
      'The port is taken. End what listens there, or choose another by --port.\n',
    );
    assert.equal(await fail('--activation-ms', 'soon'), '--activation-ms is a number.\n');
  });
});
