import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { say } from '../../demo/emulator/script.js';
import { defaultEnv } from '../../src/core/env.js';
import type { ConversationState, Env, Signal } from '../../src/core/index.js';
import { createFakeEnv, createWebStorage } from './fake-env.js';
import { openAgent } from './open-agent.js';

/** A storage that holds so many characters in each record. */
const createSmallStorage = (limit: number, stored = new Map<string, string>()) => {
  const storage = createWebStorage(stored);
  let writings = 0;
  return {
    stored,
    get writings() {
      return writings;
    },
    storage: {
      ...storage,
      setItem: (key: string, value: string) => {
        if (value.length > limit) throw new Error('QuotaExceededError');
        writings += 1;
        storage.setItem(key, value);
      },
    },
  };
};

const questions = ({ turns }: ConversationState): string[] => turns.map(({ question }) => question);

const scripts = Array.from({ length: 12 }, () => [say('An answer of some length. '.repeat(10))]);

describe('a conversation that is longer than the storage', () => {
  it('keeps its newest turns over a reload, in order, and all of them on the screen', async () => {
    const { storage } = createSmallStorage(4000);
    const env: Env = { ...defaultEnv, storage: () => storage };
    await using agent = await openAgent({ scripts }, { storage: 'session', env });
    const asked = scripts.map((_, index) => `Question ${index}`);
    for (const question of asked) await agent.conversation.send(question);
    assert.deepEqual(questions(agent.conversation.state), asked);
    agent.conversation.dispose();
    const kept = questions(agent.reopen().state);
    assert.deepEqual(kept, asked.slice(-kept.length));
    assert.ok(kept.length >= 4, `${kept.length} turns are kept`);
  });

  it('keeps its order where two tabs share the storage, and lets them rest', async () => {
    const small = createSmallStorage(4000);
    const listeners = new Set<(signal: Signal) => void>();
    const createTab = (): Env => {
      const mine = new Set<(signal: Signal) => void>();
      const storage = {
        ...small.storage,
        setItem: (key: string, value: string) => {
          const before = small.stored.get(key);
          small.storage.setItem(key, value);
          if (before === value) return;
          for (const listener of listeners)
            if (!mine.has(listener)) setImmediate(() => listener({ type: 'storage', key }));
        },
      };
      return {
        ...defaultEnv,
        storage: () => storage,
        signals: (listener) => {
          mine.add(listener);
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      };
    };
    await using agent = await openAgent({ scripts }, { storage: 'local', env: createTab() });
    const asked = scripts.slice(1).map((_, index) => `Question ${index}`);
    for (const question of asked.slice(0, -1)) await agent.conversation.send(question);
    const other = agent.reopen({ env: createTab() });
    await other.send(asked.at(-1)!);
    await new Promise((resolve) => setTimeout(resolve, 700));
    const before = small.writings;
    await new Promise((resolve) => setTimeout(resolve, 700));
    assert.equal(small.writings, before);
    assert.deepEqual(questions(agent.conversation.state), asked);
    other.dispose();
  });
});

describe('typing in a long conversation', () => {
  it('writes it when the person pauses or leaves, not between two keys', async () => {
    const stored = new Map<string, string>();
    const env = createFakeEnv();
    const small = createSmallStorage(Infinity, stored);
    const long: Env = { ...env, storage: () => small.storage };
    const turns = Array.from({ length: 2500 }, (_, index) => ({
      id: `turn${index}`,
      question: 'Why? '.repeat(20),
      askedAt: 0,
      requestId: `request${index}`,
      status: 'finished',
      parts: [{ kind: 'text', id: 'text', text: 'Because. '.repeat(20), done: true }],
    }));
    const state = { conversationId: 'c', turns, draft: '', restoring: false };
    stored.set('zaby:/token:anon:0', JSON.stringify({ version: 1, state }));
    await using agent = await openAgent({ scripts }, { storage: 'session', storageKey: '/token', env: long });
    const { conversation } = agent;
    for (let key = 0; key < 100; key++) {
      conversation.setDraft('x'.repeat(key + 1));
      await env.advance(100);
    }
    assert.equal(small.writings, 0);
    await env.advance(10_000);
    assert.equal(small.writings, 1);
    conversation.setDraft('Then they leave');
    env.signal({ type: 'pagehide' });
    assert.match(stored.get('zaby:/token:anon:0')!, /Then they leave/);
    conversation.dispose();
  });
});
