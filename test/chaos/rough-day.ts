import {
  type Script,
  type Step,
  deny,
  drop,
  duplicate,
  end,
  exhaustToken,
  expireToken,
  gap,
  hang,
  heartbeats,
  html,
  late,
  lose,
  replay,
  restart,
  revokeFamily,
  stall,
  swap,
} from '../../demo/emulator/script.js';
import type { AgentDefinition } from '../../demo/emulator/index.js';
import type { Fault } from '../../demo/emulator/faults.js';
import type { PlannedFault } from '../support/fault-proxy.js';
import type { Random } from './random.js';
import type { Story } from './story.js';

/** What goes wrong in a conversation over real sockets: in the platform, on the line, and on the page. */
export interface RoughDay {
  readonly agent: AgentDefinition;
  readonly line: readonly PlannedFault[];
  readonly incidents: readonly Incident[];
  /** In words, for the report. */
  readonly told: readonly string[];
}

export interface Incident {
  /** After so many changes of what the person sees. */
  readonly after: number;
  readonly happens: 'reload' | 'crash' | 'tokens expire' | 'offline' | 'put away' | 'mint fails';
}

const transient = [408, 425, 429, 500, 502, 503, 504] as const;

const drawCallFault = (random: Random, on: 'runs' | 'aiui' | 'events' | 'approvals'): Fault =>
  random.pick([
    () => deny(random.pick(transient), { on, ...(random.chance(0.2) && { retryAfter: random.integer(0, 5) }) }),
    () => lose(on),
    () => hang(on),
    () => late(on, random.integer(1, 200)),
    () => (on === 'approvals' || on === 'events' ? deny(500, { on }) : html({ on })),
  ])();

const drawFault = (random: Random, { ids, way }: Story, script: Script, before: Step): Fault => {
  const line: (() => Fault)[] = [
    () => drop(),
    () => drop({ reset: true }),
    () => drop({ into: random.integer(1, 60), reset: random.chance(0.5) }),
    () => end(),
    () => stall(random.integer(1, 30)),
    () => stall(),
    () => heartbeats(random.integer(1, 20)),
  ];
  // A run that an AG-UI agent interrupts is several to the client, and none repeats what another said.
  const isInLegs = way === 'agent' && script.some(({ word }) => word === 'ask');
  const repeated: (() => Fault)[] = [() => duplicate(random.integer(1, 20)), () => replay()];
  // What is missing shows only by what follows it.
  const misplaced: (() => Fault)[] =
    before.word === 'say'
      ? [
          () => gap(random.integer(1, 2)),
          () => swap(),
          ...(way === 'edge, stored only' ? [] : [() => restart({ gone: random.chance(0.5) })]),
        ]
      : [];
  const calls: (() => Fault)[] = [
    () => drawCallFault(random, random.pick(['aiui', 'events', 'approvals'])),
    () => expireToken(),
    () => exhaustToken(),
    () => revokeFamily(),
  ];
  return random.pick([
    ...line,
    ...(ids === 'none' || isInLegs ? [] : repeated),
    ...(ids === 'seq' ? misplaced : []),
    ...(way === 'agent' ? [] : calls),
  ])();
};

/** So many ms between two words: what happens to the page then happens in the middle of them. */
const slower = (random: Random, step: Step): Step =>
  step.word === 'say' && random.chance(0.6) ? { ...step, pace: random.integer(1, 4) } : step;

/** Puts faults between the steps of a script; never before the first or behind the last, where some of them could not be noticed. */
const disturb = (random: Random, script: Script, story: Story, told: string[]): Step[] =>
  script.flatMap((given, index) => {
    const step = slower(random, given);
    if (index === 0 || random.chance(0.6)) return [step];
    const fault = drawFault(random, story, script, step);
    told.push(`platform: ${JSON.stringify(fault)}`);
    return [fault, step];
  });

const matches = {
  runs: /^POST \S+\/runs /,
  aiui: /aiui/,
  events: /\/events/,
  approvals: /approvals/,
  agent: /agents/,
} as const;

const drawLineFault = (random: Random, { way }: Story): PlannedFault => {
  const on = way === 'agent' ? 'agent' : random.pick(['aiui', 'aiui', 'aiui', 'runs', 'approvals', 'events'] as const);
  const match = matches[on];
  const skip = random.integer(0, 2);
  const place = { match, skip };
  const isStream = on === 'aiui' || on === 'agent';
  const after = random.integer(0, isStream ? 4_000 : 60);
  return random.pick<() => PlannedFault>([
    () => ({ ...place, after, do: 'cut' }),
    () => ({ ...place, after, do: 'reset' }),
    () => (isStream ? { ...place, after, do: 'end' } : { ...place, after, do: 'cut' }),
    () => ({ ...place, after, do: 'garble' }),
    () => ({ ...place, after, do: 'stall' }),
    () => ({ ...place, after, do: 'stall', ms: random.integer(1, 100) }),
    () => ({ ...place, do: 'throttle', bytes: random.integer(100, 700) }),
    () => ({ ...place, at: 'head', do: 'buffer', ms: random.integer(1, 200), gzip: random.chance(0.5) }),
    () => ({ ...place, at: 'head', do: 'stall' }),
    () => ({ ...place, at: 'head', do: 'reset' }),
    () => ({ ...place, at: 'request', do: 'reset' }),
    () => ({ ...place, at: 'request', do: 'answer', status: random.pick([502, 503, 504]), body: '<h1>Gateway</h1>' }),
  ])();
};

export const drawRoughDay = (random: Random, story: Story): RoughDay => {
  const told: string[] = [];
  const { way } = story;
  const scripts = answers(story).map(({ when, script }) => ({
    when,
    script: random.chance(0.8) ? disturb(random, script, story, told) : script,
    ...(way !== 'agent' && random.chance(0.4) && { before: [drawCallFault(random, 'runs')] }),
  }));
  const line = Array.from({ length: random.integer(0, 5) }, () => drawLineFault(random, story));
  const incidents: Incident[] = [];
  while (random.chance(0.5))
    incidents.push({
      after: random.integer(1, 60),
      happens: random.pick(['reload', 'reload', 'crash', 'tokens expire', 'offline', 'put away', 'mint fails']),
    });
  for (const { before } of scripts)
    if (Array.isArray(before)) told.push(...before.map((fault) => `before: ${JSON.stringify(fault)}`));
  told.push(
    ...line.map(({ match, ...fault }) => `line: ${String(match)} ${JSON.stringify(fault)}`),
    ...incidents.map(({ after, happens }) => `page: ${happens} after ${after} changes`),
  );
  const agent = {
    ...definitionOf(story),
    scripts,
    tokenTtlSeconds: random.pick([60, 600]),
    ...(random.chance(0.4) && { maxUses: random.integer(2, 8) }),
    heartbeatMs: random.pick([20, 100]),
  };
  return { agent, line, incidents, told };
};

const answers = ({ messages }: Story): { when: string; script: Script }[] =>
  messages.map(({ script }, index) => ({ when: `^Question ${index + 1}:`, script }));

const definitionOf = (story: Story): AgentDefinition => {
  const { way, dialect, shapes, lineEnd, ids } = story;
  return {
    scripts: answers(story),
    dialect,
    shapes,
    lineEnd,
    withoutIds: ids === 'none',
    storedOnly: way === 'edge, stored only',
    agent: { resumable: true },
  };
};

/** A day on which nothing goes wrong. */
export const calmDay = (story: Story): RoughDay => ({
  agent: definitionOf(story),
  line: [],
  incidents: [],
  told: [],
});
