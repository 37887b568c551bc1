import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { createEmulator, demoAccount, type Script } from '../../demo/emulator/index.js';
import { listen } from '../../demo/emulator/listen.js';
import { ask, call, drop, fail, say, think } from '../../demo/emulator/script.js';
import { createDemoHost } from '../../demo/host.js';
import { toNodeHandler } from '../../src/server/index.js';

/** Types lines into the terminal chat, all at once as a pipe does, and reads what it printed. */
const converse = async (test: TestContext, scripts: Script[], lines: readonly string[]) => {
  const emulator = createEmulator();
  const platform = await listen(emulator, { port: 0 });
  const agent = emulator.createAgent({ scripts });
  const host = createServer(toNodeHandler(createDemoHost({ ...demoAccount, ...agent, apiOrigin: platform.origin })));
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  test.after(async () => {
    host.closeAllConnections();
    await new Promise((resolve) => host.close(resolve));
    emulator.dispose();
    await platform.close();
  });

  const { port } = host.address() as AddressInfo;
  const terminal = spawn(process.execPath, ['--import', 'tsx', 'demo/headless.ts'], {
    env: { ...process.env, TOKEN_URL: `http://127.0.0.1:${port}/api/zaby-token`, API_ORIGIN: platform.origin },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  test.after(() => terminal.kill());
  let printed = '';
  terminal.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  terminal.stdin.end(`${lines.join('\n')}\n`);
  const [code] = (await once(terminal, 'close')) as [number];
  assert.equal(code, 0);
  const said = printed.split('\n').filter((line) => line !== '');
  return { emulator, said: said.slice(1) }; // after the greeting
};

describe('a conversation in the terminal', () => {
  it('answers, is rated, and ends with the input', async (test) => {
    const { emulator, said } = await converse(
      test,
      [
        [
          think('A short one.'),
          call({ tool: 'add', args: { a: 40, b: 2 }, result: 42 }),
          say('It is '),
          drop(),
          say('42.'),
        ],
      ],
      ['What is 40 + 2?', '/rate 5 quick'],
    );
    assert.deepEqual(
      said.filter((line) => line !== '  · thinks …' && line !== '  · add {"a":40,"b":2}'),
      [
        'you: What is 40 + 2?',
        '  · thought: A short one.',
        '    → 42',
        'agent: It is 42.',
        'you: /rate 5 quick',
        '  · Rated 5 of 5. Thank you.',
      ],
    );
    const [feedback] = emulator.feedback();
    assert.equal(feedback?.rating, 5);
    assert.equal(feedback.comment, 'quick');
  });

  it('asks before a tool is used, and takes yes and no with a reason', async (test) => {
    const refund = ask({
      tool: 'refund',
      title: 'Refund 59 EUR',
      args: { order: 7 },
      onApprove: [say('It is on its way.')],
      onReject: [say('Nothing was refunded: {{reason}}.')],
    });
    const { said } = await converse(test, [[refund]], ['Refund it', 'well', 'a', 'Refund it again', 'r too late']);
    assert.ok(said.includes('  ? The agent wants to use refund with {"order":7}'));
    assert.ok(said.includes('    Please answer a or r.'));
    assert.ok(said.includes('agent: It is on its way.'));
    assert.ok(said.includes('agent: Nothing was refunded: too late.'));
  });

  it('says what failed, and does not let the agent steer the terminal', async (test) => {
    const { said } = await converse(
      test,
      [[say('\u001b[2Jhidden'), fail('The ledger is closed.')]],
      ['Go on', '/unheard-of'],
    );
    assert.ok(said.includes('agent: \\u001b[2Jhidden'));
    assert.ok(said.some((line) => line.includes('The ledger is closed.')));
    assert.ok(said.includes('  · /unheard-of is no command; /help lists them.'));
  });
});
