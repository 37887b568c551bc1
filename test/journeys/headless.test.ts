import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { createEmulator } from '../../demo/emulator/index.js';
import { listen } from '../../demo/emulator/listen.js';
import { drop, finish, say } from '../../demo/emulator/script.js';

const built = join(import.meta.dirname, '../../dist/core/index.js');

/** A program that knows nothing of us but the built entry. */
const program = `
  const { createConversation } = await import(process.env.ENTRY);
  const conversation = createConversation({ apiOrigin: process.env.ORIGIN, getToken: async () => process.env.TOKEN });
  const turn = await conversation.send('Hello');
  console.log(turn.status + ': ' + turn.parts.map((part) => part.text).join(''));
  conversation.dispose();
`;

describe(
  'the built headless entry',
  { skip: existsSync(built) ? false : 'dist is missing: run `npm run build` first' },
  () => {
    it('holds a conversation in plain Node, and lets the process end', async () => {
      const emulator = createEmulator();
      const { origin, close } = await listen(emulator, { port: 0 });
      try {
        const agent = emulator.createAgent({ scripts: [[say('one'), drop(), say(' two'), finish()]] });
        const response = await fetch(
          `${origin}/api/v1/provisioning/managed-agents/external-apps/${agent.externalAppId}/runtime-tokens`,
          {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'x-zaby-api-key': agent.apiKey },
            body: JSON.stringify({
              deploymentId: agent.deploymentId,
              quotaPolicyId: agent.quotaPolicyId,
              externalUserId: 'visitor',
            }),
          },
        );
        const { token } = (await response.json()) as { token: string };
        const { stdout, stderr } = await promisify(execFile)(
          process.execPath,
          ['--input-type=module', '--eval', program],
          {
            env: { ENTRY: built, ORIGIN: origin, TOKEN: token },
            timeout: 20_000,
          },
        );
        assert.deepEqual([stdout.trim(), stderr], ['finished: one two', '']);
      } finally {
        emulator.dispose();
        await close();
      }
    });
  },
);
