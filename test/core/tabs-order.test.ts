import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { finish, say } from '../../demo/emulator/script.js';
import { defaultEnv } from '../../src/core/env.js';
import { type Env, type Signal, type StorageAdapter, createConversation } from '../../src/core/index.js';
import { settle } from './fake-env.js';
import { openAgent } from './open-agent.js';

/** A platform with one run, whose events a test sends by hand. */
const createLine = () => {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  let opened: (() => void) | undefined;
  const isOpen = new Promise<void>((resolve) => (opened = resolve));
  const fetchHere: Env['fetch'] = async (url) => {
    if (!url.endsWith('/aiui')) return Response.json({ runId: 'run-1' });
    const body = new ReadableStream<Uint8Array>({ start: (given) => void (controller = given) });
    opened?.();
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  };
  let serial = 0;
  const send = async (...events: object[]) => {
    await isOpen;
    for (const event of events)
      controller?.enqueue(new TextEncoder().encode(`id: ${++serial}\ndata: ${JSON.stringify(event)}\n\n`));
    await settle();
  };
  return { fetch: fetchHere, send };
};

/** Tabs that share a storage; each looks into it when it is told to. */
const createTabs = () => {
  const values = new Map<string, string>();
  const storage: StorageAdapter = {
    load: (key) => values.get(key),
    save: (key, value) => values.set(key, value),
    remove: (key) => values.delete(key),
    keys: () => [...values.keys()],
  };
  /** `clock`: ms by which this tab's wall clock is off. */
  const openEnv = (clock = 0) => {
    const listeners = new Set<(signal: Signal) => void>();
    const env: Env = {
      ...defaultEnv,
      date: () => Date.now() + clock,
      signals: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    const signal = (given: Signal) => listeners.forEach((listener) => listener(given));
    return {
      env,
      /** Writes what it has. */
      hide: () => signal({ type: 'hidden' }),
      /** Hears that another tab wrote. */
      look: () => signal({ type: 'storage', key: [...values.keys()][0] ?? null }),
    };
  };
  return { storage, openEnv };
};

describe('two tabs', () => {
  it('keep the order in which was asked, though the clock was set back', async () => {
    const { storage, openEnv } = createTabs();
    const [one, two] = [openEnv(), openEnv(-3_600_000)];
    await using agent = await openAgent([say('Yes.'), finish()], { storage, env: one.env });
    await agent.conversation.send('First');
    one.hide();
    const other = agent.reopen({ env: two.env });
    await other.send('Second');
    two.hide();
    one.look();
    assert.deepEqual(
      agent.conversation.state.turns.map(({ question }) => question),
      ['First', 'Second'],
    );
  });

  it('count each change of the shared state once, however far the other is', async () => {
    const { storage, openEnv } = createTabs();
    const open = (line: Pick<Env, 'fetch'>) => {
      const tab = openEnv();
      const env = { ...tab.env, fetch: line.fetch };
      return { ...tab, conversation: createConversation({ getToken: async () => 'token', storage, env }) };
    };
    const begin = { type: 'STATE_SNAPSHOT', snapshot: { list: [1] } };
    const next = { type: 'STATE_DELTA', delta: [{ op: 'add', path: '/list/-', value: 2 }] };
    const words = { type: 'TEXT_MESSAGE_CHUNK', messageId: 'm', delta: 'Two.' };
    const lines = [createLine(), createLine()] as const;
    const one = open(lines[0]);
    void one.conversation.send('Count');
    await lines[0].send(begin);
    one.hide();
    const two = open(lines[1]);
    two.conversation.setDraft('And then');
    two.hide();
    await lines[0].send(next, words);
    one.hide();
    two.look();
    // The line of the second tab goes on where it stood.
    await lines[1].send(begin, next, words, { type: 'RUN_FINISHED' });
    assert.deepEqual(two.conversation.state.shared, { list: [1, 2] });
    one.conversation.dispose();
    two.conversation.dispose();
  });
});
