import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');

/** Runs the code in a Node of its own, without a DOM and without a loader. */
const inNode = async (code: string): Promise<string> => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], {
    cwd: root,
  });
  assert.equal(stderr, '');
  return stdout.trim();
};

describe('on a server', () => {
  const entries: Record<string, readonly string[]> = {
    'zaby-agent': ['ZabyAgent', 'registerLocale'],
    'zaby-agent/headless': ['createConversation', 'ZabyError'],
    'zaby-agent/server': ['createTokenEndpoint', 'toNodeHandler'],
  };
  for (const [entry, names] of Object.entries(entries)) {
    it(`importing ${entry} twice throws nothing, says nothing and gives what it promises`, async () => {
      const said = await inNode(
        `const [first, second] = [await import('${entry}'), await import('${entry}')];
         console.log(first === second && ${JSON.stringify(names)}.every((name) => typeof first[name] === 'function'));`,
      );
      assert.equal(said, 'true');
    });
  }

  it('the element comes without a DOM, and leaves none behind', async () => {
    const said = await inNode(
      `await import('zaby-agent'); console.log(typeof document, typeof window, typeof sessionStorage);`,
    );
    assert.match(said, /^undefined undefined/);
  });
});
