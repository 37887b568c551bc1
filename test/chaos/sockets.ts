import { setTimeout as sleep } from 'node:timers/promises';
import { createEmulator } from '../../demo/emulator/index.js';
import { listen } from '../../demo/emulator/listen.js';
import type { Conversation, RuntimeToken } from '../../src/core/index.js';
import { createFaultProxy } from '../support/fault-proxy.js';
import { createFastClock } from './fast-clock.js';
import { type FastPage, createFastPage } from './fast-page.js';
import { createKeptStorage } from './kept-storage.js';
import { createOnce } from './once.js';
import { type Outcome, compareOutcomes, outcomeOf } from './outcome.js';
import { leftToAnn, live, wishOf } from './person.js';
import { type Random, createRandom } from './random.js';
import type { CreateConversation, Play } from './report.js';
import { type Incident, type RoughDay, calmDay, drawRoughDay } from './rough-day.js';
import { liveCalmly } from './simulate.js';
import { type Story, describeManner, drawStory } from './story.js';

/** The page's time runs so much faster: its seconds of patience pass in hundredths. */
const speed = 100;
const fastClock = createFastClock(speed);
const temper = { thinks: [0, 600], retries: 40 } as const;
/** Real ms that a conversation may take. */
const limit = 60_000;

interface Lived {
  readonly outcome: Outcome;
  readonly violations: readonly string[];
  readonly requests: number;
}

/** Lives through a story over real sockets, against the emulator, on such a day. */
const liveOverSockets = async (
  story: Story,
  day: RoughDay,
  random: Random,
  createConversation: CreateConversation,
): Promise<Lived> => {
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
  let page: FastPage;
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

  const runtime = { getToken: mint, apiOrigin: proxy.origin };
  const edge = { ...runtime, runtimeUrl: `${proxy.origin}/edge/${handle.deploymentId}` };
  const agent = { agentUrl: `${proxy.origin}/agents/${handle.deploymentId}` };
  const ways = { runtime, edge, 'edge, stored only': edge, agent };

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
      const decide = (): void => {
        if (!over.signal.aborted) emulator.decide(run, approvalId, { decision: 'approved', by: 'Ann' });
      };
      setTimeout(decide, weather.integer(0, 50));
    }
    changed?.();
  };

  const open = (): void => {
    page = createFastPage(pageRandom, createOnce(complain), fastClock);
    const { gone } = page;
    current = createConversation({
      ...ways[story.way],
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
        // What the page's listeners promised is done before it goes.
        for (let turn = 0; turn < 10; turn++) await undefined;
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

  const runs = emulator.runs();
  // An AG-UI agent does not know a question again: one whose answer was lost it may be asked twice, by the person.
  if (runs.length !== story.messages.length && story.way !== 'agent')
    complain(`I4: ${story.messages.length} messages began ${runs.length} runs`);
  const wishes = new Map(
    current!.state.turns.flatMap(({ parts }) =>
      parts.flatMap((part) => (part.kind === 'approval' ? [[part.request.approvalId, wishOf(part)]] : [])),
    ),
  );
  for (const { approvalId, decision } of emulator.approvals()) {
    if (story.way === 'agent' && !wishes.has(approvalId)) continue;
    if (decision !== wishes.get(approvalId)?.replace('left to Ann', 'approved'))
      complain(`I5: ${approvalId} is ${decision}, not ${wishes.get(approvalId)}`);
  }
  const requests = emulator.requests().length;
  emulator.dispose();
  await proxy.close();
  await platform.close();
  return { outcome, violations, requests };
};

/** What the emulator can do of a story: it numbers its events, or does not; and nobody else answers what an AG-UI agent asks. */
const suit = (story: Story, random: Random): Story => {
  const ids = story.ids === 'opaque' ? 'seq' : story.ids;
  if (random.chance(0.8)) return { ...story, ids };
  const { messages } = JSON.parse(JSON.stringify(story).replaceAll('leave to Ann', 'approve')) as Story;
  return { ...story, messages, way: 'agent', ids: 'opaque' };
};

/** Plays the conversation of a seed over real sockets, through a network that fails as the seed wants it. */
export const playOverSockets: Play = async (seed, createConversation) => {
  const began = performance.now();
  const random = createRandom(`sockets ${seed}`);
  const story = suit(drawStory(random.fork('story')), random);
  const day = drawRoughDay(random.fork('day'), story);
  const calm =
    story.way === 'agent'
      ? await liveOverSockets(story, calmDay(story), random.fork('calm'), createConversation)
      : await liveCalmly(story, random, createConversation);
  const rough = await liveOverSockets(story, day, random.fork('rough'), createConversation);
  const isCrashed = day.incidents.some(({ happens }) => happens === 'crash');
  return {
    seed,
    violations: [
      ...calm.violations.map((what) => `without any fault: ${what}`),
      ...rough.violations,
      ...compareOutcomes(rough.outcome, calm.outcome, isCrashed),
    ],
    manner: describeManner(story),
    met: day.told,
    requests: rough.requests,
    took: performance.now() - began,
  };
};
