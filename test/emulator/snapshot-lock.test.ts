import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { createEmulator } from '../../demo/emulator/index.js';
import { openFolder, openProcess } from './open-process.js';

/** A snapshot as an emulator leaves it that was killed, and whose process was not ours. */
const leftBehind = async (test: TestContext, holder: object): Promise<string> => {
  const snapshot = join(await openFolder(test), 'emulator.jsonl');
  createEmulator({ snapshot }).dispose();
  const [header = '', ...rest] = (await readFile(snapshot, 'utf8')).split('\n');
  await writeFile(snapshot, [JSON.stringify({ ...JSON.parse(header), ...holder }), ...rest].join('\n'));
  return snapshot;
};

/** The number of a process that has ended, and whose parent does not want to know. */
const unburied = async (test: TestContext): Promise<number> => {
  const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
  test.after(() => parent.kill());
  const pid = await new Promise<number>((resolve) => {
    parent.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
  });
  // oxlint-disable-next-line no-await-in-loop -- It ends when it ends.
  while (!/\) Z /.test(await readFile(`/proc/${pid}/stat`, 'utf8'))) await new Promise(setImmediate);
  return pid;
};

const skip = existsSync('/proc/self/stat') ? false : 'This system does not tell when a process began.';

describe('A snapshot in use', () => {
  it('is another’s while that one lives, and nobody’s as soon as it was killed', async (test) => {
    const snapshot = join(await openFolder(test), 'emulator.jsonl');
    const other = await openProcess(test, snapshot);
    assert.throws(() => createEmulator({ snapshot }), /is used by another emulator, process \d+\. End that one/);
    await other.kill();
    createEmulator({ snapshot }).dispose();
  });

  it('stays another’s where nobody wrote down when that one began', async (test) => {
    const snapshot = await leftBehind(test, { pid: 1 });
    assert.throws(() => createEmulator({ snapshot }), /process 1\. End that one/);
  });

  it('is nobody’s where the number of its process is another’s by now', { skip }, async (test) => {
    createEmulator({ snapshot: await leftBehind(test, { pid: 1, since: 'long ago' }) }).dispose();
  });

  it('is nobody’s where its process has ended, and nobody has noticed', { skip }, async (test) => {
    createEmulator({ snapshot: await leftBehind(test, { pid: await unburied(test) }) }).dispose();
  });
});
