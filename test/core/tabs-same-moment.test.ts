import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { defaultEnv } from '../../src/core/env.js';
import { type Conversation, type Env, type Signal, createConversation } from '../../src/core/index.js';
import { settle } from './fake-env.js';

/** Chance that comes again with its seed (mulberry32). */
const createChance = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
};

const key = 'zaby:shop:anon:0';

interface News {
  readonly value: string;
  readonly mine: boolean;
}

/**
 * A storage as tabs in several processes see it: a write is in the tab's own view at once, reaches the browser later, and from there the
 * other tab later still. While a tab waits for its own write to be taken, it hears of no other.
 */
const createBrowser = () => {
  const tabs: { readonly news: News[] }[] = [];
  const createTab = () => {
    const listeners = new Set<(signal: Signal) => void>();
    const own: string[] = [];
    const news: News[] = [];
    let view: string | undefined;
    const storage = {
      load: () => view,
      save: (_key: string, value: string) => {
        view = value;
        own.push(value);
      },
      remove: () => undefined,
      keys: () => [key],
    };
    const tab = {
      storage,
      signals: (listener: (signal: Signal) => void) => (listeners.add(listener), () => listeners.delete(listener)),
      news,
      /** Lets the browser have the tab's oldest write. */
      push: () => {
        const value = own.shift();
        if (value !== undefined) for (const one of tabs) one.news.push({ value, mine: one === tab });
      },
      /** Lets the tab have the oldest news. */
      pull: () => {
        const next = news.shift();
        if (!next || next.mine) return;
        // What is still on its way will stand over it.
        if (own.length > 0 || news.some(({ mine }) => mine)) return;
        if (view === next.value) return;
        view = next.value;
        for (const listener of listeners) listener({ type: 'storage', key });
      },
      hide: () => listeners.forEach((listener) => listener({ type: 'hidden' })),
      isQuiet: () => own.length === 0 && news.length === 0,
    };
    tabs.push(tab);
    return tab;
  };
  return { createTab };
};

/** A platform whose every answer comes when the test lets it. */
const createPlatform = (isRefused: (question: string) => boolean) => {
  const waiting: (() => void)[] = [];
  const asked: string[] = [];
  const gate = () => new Promise<void>((resolve) => waiting.push(resolve));
  const fetchHere: Env['fetch'] = async (url, init) => {
    await gate();
    init.signal?.throwIfAborted();
    if (!/\/(?:aiui|events)/.test(url)) {
      const { input, requestId } = JSON.parse(String(init.body)) as { input: { message: string }; requestId: string };
      if (isRefused(input.message)) return Response.json({ message: 'Busy' }, { status: 409 });
      asked.push(input.message);
      return Response.json({ runId: requestId });
    }
    const events = ['{"type":"TEXT_MESSAGE_CHUNK","messageId":"m","delta":"Yes."}', '{"type":"RUN_FINISHED"}'];
    return new Response(events.map((data, index) => `id: ${index + 1}\ndata: ${data}\n\n`).join(''), {
      headers: { 'content-type': 'text/event-stream' },
    });
  };
  return { fetch: fetchHere, asked, waiting };
};

const play = async (seed: number, conversationId?: string): Promise<void> => {
  const chance = createChance(seed);
  const browser = createBrowser();
  const refuses = chance() < 0.3;
  let refusals = 0;
  const platform = createPlatform(() => refuses && refusals++ === 0);
  const open = (text: string) => {
    const tab = browser.createTab();
    const env: Env = { ...defaultEnv, fetch: platform.fetch, signals: tab.signals };
    const conversation: Conversation = createConversation({
      getToken: async () => 'token',
      ...(conversationId && { conversationId }),
      storage: tab.storage,
      storageKey: 'shop',
      env,
    });
    return { ...tab, conversation, text, isSent: false };
  };
  const tabs = [open('hello AAA'), open('thanks BBB')];
  const outcomes: Promise<unknown>[] = [];
  const pick = () => tabs[Math.floor(chance() * tabs.length)]!;
  const press = (tab: (typeof tabs)[number]) => {
    tab.isSent = true;
    outcomes.push(tab.conversation.send(tab.text).catch(() => {}));
  };
  const steps = [
    () => pick().push(),
    () => pick().pull(),
    () => pick().hide(),
    () => platform.waiting.shift()?.(),
    () => tabs.find(({ isSent }) => !isSent && chance() < 0.5) && press(tabs.find(({ isSent }) => !isSent)!),
    settle,
  ];
  for (const { conversation, text } of tabs) conversation.setDraft(text);
  if (chance() < 0.5) for (const tab of tabs) press(tab);
  for (let step = 0; step < 40; step++) await steps[Math.floor(chance() * steps.length)]!();
  for (const tab of tabs) if (!tab.isSent) press(tab);
  for (let calm = 0, round = 0; calm < 3; calm++, round++) {
    assert.ok(round < 300, `seed ${seed}: the tabs never come to rest`);
    await settle();
    for (const tab of tabs) tab.hide();
    const isQuiet = tabs.every((tab) => tab.isQuiet()) && platform.waiting.length === 0;
    if (!isQuiet) calm = 0;
    for (const tab of tabs) tab.push();
    for (const tab of tabs) tab.pull();
    platform.waiting.shift()?.();
  }
  await Promise.all(outcomes);
  for (const { conversation, text, storage } of tabs) {
    const { turns, draft } = conversation.state;
    const told = `seed ${seed}, "${text}": ${JSON.stringify({ turns: turns.map((turn) => [turn.question, turn.status]), draft, asked: platform.asked })}`;
    // Of two conversations that began at the same moment one stays: what the other had answered was read.
    const isRead = !conversationId && platform.asked.includes(text);
    if (!draft.includes(text) && !isRead) {
      const turn = turns.find(({ question }) => question === text);
      assert.equal(turn?.status, 'finished', told);
      assert.ok(platform.asked.includes(text), told);
      assert.ok(storage.load()?.includes(`"question":"${text}"`), told);
    }
    assert.equal(platform.asked.filter((one) => one === text).length <= 1, true, told);
    conversation.dispose();
  }
};

describe('two tabs in which Send is pressed at the same moment', () => {
  it('lose neither text: each is answered, or back in its composer', async () => {
    for (let seed = 1; seed <= 150; seed++) await play(seed, 'same');
  });

  it('lose neither text where both have just begun', async () => {
    for (let seed = 1; seed <= 150; seed++) await play(seed);
  });
});
