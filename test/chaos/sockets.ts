import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { createEmulator } from '../../demo/emulator/index.js';
import { listen } from '../../demo/emulator/listen.js';
import type { Conversation, Env, RuntimeToken, Signal } from '../../src/core/index.js';
import { createFaultProxy } from '../support/fault-proxy.js';
import { type FastTimer, createFastClock } from './fast-clock.js';
import { createKeptStorage } from './kept-storage.js';
import { type Once, createOnce } from './once.js';
import { compareOutcomes, outcomeOf } from './outcome.js';
import { leftToAnn, live, wishOf } from './person.js';
import { createRandom } from './random.js';
import type { Play } from './report.js';
import { type Incident, drawRoughDay } from './rough-day.js';
import { liveCalmly } from './simulate.js';
import { type Story, drawStory } from './story.js';

/** The page's time runs so much faster: its seconds of patience pass in hundredths. */
const speed = 100;
const fastClock = createFastClock(speed);
const temper = { thinks: [0, 600], retries: 40 } as const;
/** Real ms that a conversation may take. */
const limit = 60_000;

/** One life of a page in real time, be it a fast one. */
interface Page {
  readonly env: Env;
  readonly gone: AbortSignal;
  signal(signal: Signal): void;
  crash(): void;
  readonly timers: number;
  readonly listeners: number;
}

const openPage = (random: { next(): number; uuid(): string }, once: Once): Page => {
  const end = new AbortController();
  const { signal: gone } = end;
  setMaxListeners(0, gone);
  const timers = new Set<FastTimer>();
  const listeners = new Set<(signal: Signal) => void>();
  const never = new Promise<never>(() => {});
  const fetchHere: Env['fetch'] = async (url, init) => {
    if (gone.aborted) return never;
    const settle = once.begin(init.method ?? 'GET', url, typeof init.body === 'string' ? JSON.parse(init.body) : {});
    const given = init.signal ?? gone;
    given.addEventListener('abort', () => settle(), { once: true });
    try {
      const response = await fetch(url, { ...init, signal: AbortSignal.any([gone, given]) });
      // An answer counts when it was read to its end.
      const whole = init.method === 'POST' ? new Response(await response.text(), response) : response;
      settle(whole.status);
      return gone.aborted ? await never : whole;
    } catch (error) {
      settle();
      if (gone.aborted) return never;
      throw error;
    }
  };
  return {
    gone,
    env: {
      fetch: fetchHere,
      now: fastClock.now,
      date: () => Date.parse('2026-03-01') + fastClock.now(),
      setTimeout: (callback, milliseconds) => {
        if (gone.aborted) return undefined;
        const timer = fastClock.setTimeout(() => {
          timers.delete(timer);
          callback();
        }, milliseconds);
        timers.add(timer);
        return timer;
      },
      clearTimeout: (timer) => {
        timers.delete(timer as FastTimer);
        fastClock.clearTimeout(timer as FastTimer);
      },
      random: random.next,
      uuid: random.uuid,
      storage: () => undefined,
      signals: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    signal: (signal) => {
      for (const listener of listeners) listener(signal);
    },
    crash: () => {
      end.abort(new Error('The page is gone.'));
      for (const timer of timers) fastClock.clearTimeout(timer);
      timers.clear();
      listeners.clear();
    },
    get timers() {
      return timers.size;
    },
    get listeners() {
      return listeners.size;
    },
  };
};

/** Plays the conversation of a seed over real sockets, against the emulator, through a network that fails as the seed wants it. */
export const playOverSockets: Play = async (seed, createConversation) => {
  const began = performance.now();
  const random = createRandom(`sockets ${seed}`);
  const drawn = drawStory(random.fork('story'));
  // The emulator numbers its events, or does not.
  const story: Story = { ...drawn, way: 'runtime', ...(drawn.ids === 'opaque' && { ids: 'seq' }) };
  const calm = await liveCalmly(story, random, createConversation);
  const day = drawRoughDay(random.fork('day'), story);
  const violations: string[] = [];
  const complain = (what: string): void => void violations.push(what);

  const emulator = createEmulator();
  const platform = await listen(emulator, { port: 0 });
  const proxy = await createFaultProxy({ target: platform.origin });
  proxy.plan(day.line);
  const handle = emulator.createAgent(day.agent);
  const tokens = new Set<string>();
  const kept = new Map<string, string>();
  const isAsync = random.chance(0.3);
  const pageRandom = random.fork('page');
  const weather = random.fork('weather');
  const incidents = new Set(day.incidents);
  const toAnn = new Set<string>();
  let mintFailures = 0;
  let changes = 0;
  let page: Page;
  let current: Conversation;
  let changed: (() => void) | undefined;

  const mint = async ({ conversationId }: { conversationId: string }): Promise<RuntimeToken> => {
    if (mintFailures > 0) {
      mintFailures -= 1;
      throw new Error('The token endpoint failed.');
    }
    const response = await fetch(
      `${platform.origin}/api/v1/provisioning/managed-agents/external-apps/${handle.externalAppId}/runtime-tokens`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-zaby-api-key': handle.apiKey },
        body: JSON.stringify({
          deploymentId: handle.deploymentId,
          quotaPolicyId: handle.quotaPolicyId,
          externalUserId: 'visitor',
          externalSessionId: conversationId,
          channel: 'web',
        }),
      },
    );
    const token = (await response.json()) as RuntimeToken;
    tokens.add(token.token);
    return token;
  };

  const look = (): void => {
    changes += 1;
    for (const incident of incidents)
      if (changes >= incident.after) {
        incidents.delete(incident);
        setTimeout(() => void meet(incident), 0);
      }
    for (const { request } of leftToAnn(current.state)) {
      const { approvalId = '' } = request;
      const run = emulator.approvals().find((approval) => approval.approvalId === approvalId)?.runId;
      if (run === undefined || toAnn.has(approvalId)) continue;
      toAnn.add(approvalId);
      setTimeout(() => emulator.decide(run, approvalId, { decision: 'approved', by: 'Ann' }), weather.integer(0, 50));
    }
    changed?.();
  };

  const open = (): void => {
    page = openPage(pageRandom, createOnce(complain));
    const { gone } = page;
    current = createConversation({
      getToken: mint,
      apiOrigin: proxy.origin,
      storage: createKeptStorage(kept, isAsync, () => gone.aborted),
      env: page.env,
    });
    current.subscribe(look);
    current.listen((event) => {
      if (event.type === 'error' && [...tokens].some((token) => event.error.message.includes(token)))
        complain('I8: an error holds a token');
    });
    changed?.();
  };

  const over = new AbortController();
  const meet = async ({ happens }: Incident): Promise<void> => {
    if (over.signal.aborted) return;
    const here = page;
    switch (happens) {
      case 'reload':
        here.signal({ type: 'pagehide' });
        current.dispose();
        here.crash();
        return open();
      case 'crash':
        here.crash();
        return open();
      case 'tokens expire':
        return emulator.advance(601_000);
      case 'mint fails':
        mintFailures += 1;
        return;
      case 'offline':
        here.signal({ type: 'offline' });
        await fastClock.sleep(weather.integer(100, 10_000));
        return here.signal({ type: 'online' });
      case 'put away':
        here.signal({ type: 'pagehide' });
        await fastClock.sleep(weather.integer(100, 10_000));
        here.signal({ type: 'pageshow', persisted: true });
    }
  };

  open();
  try {
    await Promise.race([
      live(
        story,
        random.fork('person'),
        {
          conversation: () => current,
          sleep: (milliseconds) => fastClock.sleep(milliseconds),
          change: () =>
            new Promise((resolve) => {
              changed = resolve;
            }),
          complain,
        },
        temper,
      ),
      sleep(limit, undefined, { signal: over.signal }).then(() => {
        throw new Error(`The conversation is not over after ${limit / 1000} s`);
      }),
    ]);
  } catch (error) {
    complain(`I7: ${(error as Error).message}`);
  }
  over.abort();
  const outcome = outcomeOf(current!.state);
  const visible = [JSON.stringify(current!.state), ...kept.values()].join('\n');
  if ([...tokens].some((token) => visible.includes(token))) complain('I8: the state, or what is stored, holds a token');
  current!.dispose();
  await sleep(50);
  if (page!.timers > 0) complain(`I10: ${page!.timers} timers outlive the conversation`);
  if (page!.listeners > 0) complain(`I10: ${page!.listeners} listeners outlive the conversation`);

  const isCrashed = day.incidents.some(({ happens }) => happens === 'crash');
  for (const what of compareOutcomes(outcome, calm.outcome, isCrashed)) complain(what);
  const runs = emulator.runs();
  if (runs.length !== story.messages.length)
    complain(`I4: ${story.messages.length} messages began ${runs.length} runs`);
  const wishes = new Map(
    current!.state.turns.flatMap(({ parts }) =>
      parts.flatMap((part) => (part.kind === 'approval' ? [[part.request.approvalId, wishOf(part)]] : [])),
    ),
  );
  for (const { approvalId, decision } of emulator.approvals())
    if (decision !== wishes.get(approvalId)?.replace('left to Ann', 'approved'))
      complain(`I5: ${approvalId} is ${decision}, not ${wishes.get(approvalId)}`);
  const requests = emulator.requests().length;
  emulator.dispose();
  await proxy.close();
  await platform.close();
  return {
    seed,
    violations,
    manner: `${story.dialect}, ${story.ids} ids, ${story.shapes} shapes, ${JSON.stringify(story.lineEnd)}`,
    met: day.told,
    requests,
    took: performance.now() - began,
  };
};
