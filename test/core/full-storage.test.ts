import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { say } from '../../demo/emulator/script.js';
import { defaultEnv } from '../../src/core/env.js';
import type { Env } from '../../src/core/index.js';
import { createWebStorage } from './fake-env.js';
import { openAgent, transcript } from './open-agent.js';

describe('a storage that is full', () => {
  it('takes nothing from the conversation that it has no room for', async () => {
    const stored = new Map<string, string>();
    const storage = createWebStorage(stored);
    const env: Env = {
      ...defaultEnv,
      storage: () => ({
        ...storage,
        getItem: (key) => storage.getItem(key),
        setItem: (key, value) => {
          if (value.length > 3000) throw new Error('QuotaExceededError');
          storage.setItem(key, value);
        },
      }),
    };
    const long = 'A long answer. '.repeat(300).trim();
    await using agent = await openAgent({ scripts: [[say(long)], [say('Short.')]] }, { storage: 'session', env });
    const { conversation } = agent;
    await conversation.send('One');
    conversation.setDraft('Two');
    await conversation.send('Two');
    assert.deepEqual(transcript(conversation), [
      'user: One',
      `agent: ${long}`,
      'finished',
      'user: Two',
      'agent: Short.',
      'finished',
    ]);
    assert.equal(agent.emulator.runs().length, 2);
  });
});
