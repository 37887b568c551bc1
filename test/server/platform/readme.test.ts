import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { openAccount } from './support.js';

const root = join(import.meta.dirname, '../../..');

/** The first program below a heading of the README, with this repository in place of the package. */
const programBelow = async (heading: string): Promise<string> => {
  const [, section = ''] = (await readFile(join(root, 'README.md'), 'utf8')).split(`\n${heading}\n`);
  const [, program = ''] = /```js\n(.*?)```/s.exec(section) ?? [];
  return program.replace('zaby-agent/server', pathToFileURL(join(root, 'src/server/index.ts')).href);
};

describe('the README', () => {
  it('goes from an API key to a first answer', async (test) => {
    const { agent, origin } = await openAccount(test);
    const folder = await mkdtemp(join(tmpdir(), 'zaby-readme-'));
    test.after(() => rm(folder, { recursive: true, force: true }));
    const file = join(folder, 'first-answer.mjs');
    // Nobody waits twelve minutes for the emulator.
    const program = (await programBelow("## The platform's API")).replace('onProgress:', 'pollMs: 20, onProgress:');
    await writeFile(file, program);
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', file], {
      cwd: root,
      env: { ...process.env, ZABY_API_KEY: agent.apiKey, ZABY_API_ORIGIN: origin },
    });
    assert.match(stdout, /Where is my order\?$/);
  });
});
