import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createConversation } from '../../src/core/index.js';
import { Zaby } from '../../src/server/index.js';
import { createEmulator } from '../../demo/emulator/index.js';
import { listen } from '../../demo/emulator/listen.js';
import { say } from '../../demo/emulator/script.js';

/** What Cloudflare's Workers throw at (their `fetch` knows no pages, and two ways to meet a redirect). */
const asWorkersDo = (init: RequestInit): void => {
  for (const name of ['credentials', 'referrerPolicy', 'cache'] as const)
    if (init[name] !== undefined) throw new Error(`The '${name}' field is not implemented.`);
  if (init.redirect === 'error') throw new TypeError('Invalid redirect value, must be one of "follow" or "manual".');
};

it('A conversation is held on Cloudflare’s Workers, whose fetch refuses what only pages need', async (test) => {
  const emulator = createEmulator();
  const { origin, close } = await listen(emulator, { port: 0 });
  const agent = emulator.createAgent({ scripts: [[say('Good morning.')]] });
  const zaby = new Zaby({ apiKey: agent.apiKey, apiOrigin: origin });
  const { token } = await zaby.runtimeTokens.create({ ...agent, externalUserId: 'visitor' });
  const { fetch } = globalThis;
  test.after(async () => {
    Object.defineProperty(globalThis, 'navigator', { value: undefined, configurable: true });
    globalThis.fetch = fetch;
    emulator.dispose();
    await close();
  });
  Object.defineProperty(globalThis, 'navigator', { value: { userAgent: 'Cloudflare-Workers' }, configurable: true });
  globalThis.fetch = async (input, init = {}) => {
    asWorkersDo(init);
    return fetch(input, init);
  };
  const conversation = createConversation({ apiOrigin: origin, getToken: async () => token, storage: 'none' });
  const turn = await conversation.send('Hello');
  assert.equal(turn.status, 'finished');
  conversation.dispose();
});
