import type { Conversation, ConversationEvent, StorageAdapter } from '../../src/core/index.js';
import { isOver } from '../../demo/emulator/runs.js';
import { type PageFault, type Plan, drawPlan } from './faults.js';
import { type Outcome, compareOutcomes, difference, outcomeOf } from './outcome.js';
import { leftToAnn, live } from './person.js';
import { type Random, createRandom } from './random.js';
import { createSimulatedClock } from './simulated-clock.js';
import type { CreateConversation, Report } from './report.js';
import { isSame } from './same.js';
import { type SimulatedPage, createSimulatedPage } from './simulated-page.js';
import { type SimulatedPlatform, createSimulatedPlatform, edgePath, tokenMark } from './simulated-platform.js';
import { createKeptStorage } from './kept-storage.js';
import { type Story, describeManner, drawStory } from './story.js';

interface Lived {
  readonly outcome: Outcome;
  readonly violations: string[];
  readonly platform: SimulatedPlatform;
  readonly took: number;
}

const start = Date.parse('2026-03-01T12:00:00Z');
const limit = 24 * 3_600_000;
const apiOrigin = 'https://platform.test';
const noFaults: Plan = { line: [], calls: [], page: [], stops: [] };
/** What a fault may cost: the call that met it again, a token, the stored events, a second look. */
const requestsPerFault = 5;
const temper = { thinks: [500, 8_000], retries: 40 } as const;

const liveThrough = async (
  story: Story,
  plan: Plan,
  random: Random,
  createConversation: CreateConversation,
): Promise<Lived> => {
  const clock = createSimulatedClock(start);
  const violations: string[] = [];
  const complain = (what: string): void => void violations.push(what);
  const kept = new Map<string, string>();
  const isAsync = random.chance(0.3);
  const pageRandom = random.fork('page');
  let page: SimulatedPage | undefined;
  let gone = new AbortController();
  let current: Conversation;
  let changed: (() => void) | undefined;
  const finished = new Map<string, object>();
  const toAnn = new Set<string>();
  /** Tabs that are open still, behind the one that the person looks at. */
  const others: { readonly page: SimulatedPage; readonly conversation: Conversation }[] = [];

  const platform: SimulatedPlatform = createSimulatedPlatform({
    story,
    plan,
    random: random.fork('platform'),
    clock,
    onPageFault: (fault) => void meet(fault),
    complain,
  });

  const look = (state: Conversation['state']): void => {
    for (const turn of state.turns) {
      const source = platform.runs.find(({ run }) => run.id === turn.runId);
      if (turn.status === 'finished' && !finished.has(turn.id)) {
        if (!source || !isOver(source.run)) complain('I3: a turn is finished, and its run is not over');
        finished.set(turn.id, outcomeOf({ ...state, turns: [turn] }).turns[0]!);
      }
    }
    for (const { request } of leftToAnn(state)) {
      const { approvalId = '' } = request;
      if (toAnn.has(approvalId)) continue;
      toAnn.add(approvalId);
      clock.setTimeout(() => platform.decideAs('Ann', approvalId), random.integer(200, 30_000));
    }
    changed?.();
  };

  const hear = (event: ConversationEvent): void => {
    if (event.type === 'error' && `${event.error.message} ${JSON.stringify(event.error)}`.includes(tokenMark))
      complain('I8: an error holds a token');
  };

  /** What a tab of the same browser keeps; the others are told of what it writes. */
  const keptBy = (mine: SimulatedPage): StorageAdapter => {
    const storage = createKeptStorage(kept, isAsync, () => mine.isGone);
    const told =
      <Rest extends unknown[]>(write: (key: string, ...rest: Rest) => unknown) =>
      (key: string, ...rest: Rest): unknown => {
        const before = kept.get(key);
        const result = write(key, ...rest);
        if (kept.get(key) !== before)
          for (const { page: other } of [...others, { page: page! }])
            if (other !== mine) clock.setTimeout(() => other.signal({ type: 'storage', key }), random.integer(0, 20));
        return result;
      };
    return { ...storage, save: told(storage.save), remove: told(storage.remove) };
  };

  const open = (): void => {
    gone = new AbortController();
    const { signal } = gone;
    page = createSimulatedPage({ clock, random: pageRandom, fetch: platform.fetch(signal), gone });
    const storage = keptBy(page);
    current = createConversation({
      getToken: platform.mint,
      apiOrigin,
      ...(story.way !== 'runtime' && { runtimeUrl: apiOrigin + edgePath }),
      storage,
      env: page.env,
    });
    current.subscribe(look);
    current.listen(hear);
    changed?.();
  };

  const close = async (): Promise<void> => {
    for (const { conversation } of others) conversation.dispose();
    current.dispose();
    await clock.sleep(100);
    for (const { timers, listeners } of [page!, ...others.map((other) => other.page)]) {
      if (timers > 0) complain(`I10: ${timers} timers outlive the conversation`);
      if (listeners > 0) complain(`I10: ${listeners} listeners outlive the conversation`);
    }
    if (platform.openStreams > 0) complain(`I10: ${platform.openStreams} streams outlive the conversation`);
  };

  const meet = async ({ happens }: PageFault): Promise<void> => {
    const here = page!;
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
      case 'offline':
        here.signal({ type: 'offline' });
        await clock.sleep(random.integer(100, 90_000));
        return here.signal({ type: 'online' });
      case 'put away':
        here.signal({ type: 'pagehide' });
        await clock.sleep(random.integer(100, 90_000));
        return here.signal({ type: 'pageshow', persisted: true });
      case 'asleep':
        here.signal({ type: 'hidden' });
        here.signal({ type: 'freeze' });
        await clock.sleep(random.integer(100, 90_000));
        here.signal({ type: 'resume' });
        return here.signal({ type: 'visible' });
      case 'second tab':
        if (isAsync) return;
        here.signal({ type: 'hidden' });
        others.push({ page: here, conversation: current });
        return open();
      case 'clock jumps':
        here.jump(random.pick([-43_200_000, -60_000, 60_000, 3_600_000, 43_200_000]));
    }
  };

  open();
  const life = live(
    story,
    random.fork('person'),
    {
      conversation: () => current,
      sleep: (milliseconds) => clock.sleep(milliseconds),
      change: () =>
        new Promise((resolve) => {
          changed = resolve;
        }),
      complain,
    },
    { ...temper, stops: plan.stops },
  );
  try {
    await clock.run(life, limit);
    await clock.run(clock.sleep(5_000), limit + 10_000);
  } catch (error) {
    complain(`I7: ${(error as Error).message}`);
  }
  const outcome = outcomeOf(current!.state);
  for (const { conversation } of others) {
    const behind = outcomeOf(conversation.state);
    if (!isSame(behind.turns, outcome.turns))
      complain(`the tab behind shows something else: it ${difference(behind.turns, outcome.turns)}`);
  }
  for (const [text, where] of [
    [JSON.stringify(current!.state), 'the state'],
    [[...kept.values()].join(), 'what is stored'],
  ])
    if (text!.includes(tokenMark)) complain(`I8: ${where} holds a token`);
  await clock.run(close(), limit + 20_000).catch((error: Error) => complain(error.message));
  return { outcome, violations, platform, took: clock.now() - start };
};

/** How a story goes when nothing goes wrong. */
export const liveCalmly = (story: Story, random: Random, createConversation: CreateConversation): Promise<Lived> =>
  liveThrough(story, noFaults, random.fork('calm'), createConversation);

/** Plays the conversation of a seed without and with its faults, and compares. */
export const simulate = async (seed: number, createConversation: CreateConversation): Promise<Report> => {
  const random = createRandom(seed);
  const story = drawStory(random.fork('story'));
  const calm = await liveCalmly(story, random, createConversation);
  const lengths = calm.platform.runs.map((source) => source.length(source.run.latestSeq));
  const plan = drawPlan(random.fork('plan'), story, lengths);
  const rough = await liveThrough(story, plan, random.fork('rough'), createConversation);
  const violations = [...calm.violations.map((what) => `without any fault: ${what}`), ...rough.violations];
  const { runs, decisions, requests, met } = rough.platform;
  const more = requests.length - calm.platform.requests.length;
  const tabs = met.filter((fault) => fault.endsWith('second tab')).length + 1;
  if (more > requestsPerFault * (met.length + 1) * tabs)
    violations.push(`I6: ${met.length} faults cost ${more} requests more than there would have been`);
  const anyDraft = plan.page.some(({ happens }) => happens === 'crash' || happens === 'second tab');
  violations.push(...compareOutcomes(rough.outcome, calm.outcome, anyDraft));
  if (plan.stops.length === 0 && runs.length !== story.messages.length)
    violations.push(`I4: ${story.messages.length} messages began ${runs.length} runs`);
  for (const approvalId of new Set(decisions.map((decision) => decision.approvalId))) {
    const made = new Set(decisions.filter((one) => one.approvalId === approvalId).map(({ decision }) => decision));
    if (made.size > 1) violations.push(`I5: an approval was decided both ways`);
  }
  return { seed, violations, manner: describeManner(story), met, requests: requests.length, took: rough.took };
};
