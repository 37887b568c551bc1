import assert from 'node:assert/strict';
import type { Emulator } from '../../demo/emulator/index.js';
import { defaultEnv } from '../../src/core/env.js';
import { type Conversation, type Env, activeTurn, answerText } from '../../src/core/index.js';

/** What holds in every row of FAULTS.md, whatever goes wrong ("Invariants checked in every row"). */

/** How many requests of a name may be made at most. */
export type Budget = Partial<Record<'runs' | 'aiui' | 'events' | 'approvals' | 'feedback' | 'token', number>>;

/** The names of a row's requests are those of the emulator's faults. */
export const assertBudget = (emulator: Emulator, budget: Budget): void => {
  for (const [name, most] of Object.entries(budget)) {
    const { length } = emulator.requests({ name });
    assert.ok(length <= most, `I6: ${length} requests of ${name}, where ${most} are enough`);
  }
};

/** I4 and I5: what a person asked is one run, and what they decided is decided once. */
export const assertOnce = (emulator: Emulator): void => {
  const keys = emulator.runs().map(({ requestId }) => requestId);
  assert.equal(new Set(keys).size, keys.length, 'I4: two runs were started for one request');
  const decisions = emulator
    .requests({ name: 'approvals' })
    .filter(({ status }) => status >= 200 && status < 300)
    .map(({ path }) => path.replace(/\/(?:approve|reject)$/, ''));
  assert.equal(new Set(decisions).size, decisions.length, 'I5: an approval was decided twice');
};

const token = /eyJ[\w-]{5,}\.[\w-]{5,}/;

/** I8: a token is nobody's to read. */
export const assertNoToken = (what: unknown): void => {
  const text = JSON.stringify(what, (_key, value: unknown) =>
    value instanceof Error ? { ...value, message: value.message, stack: value.stack, cause: value.cause } : value,
  );
  assert.doesNotMatch(text ?? '', token, 'I8: a token stands in a message');
};

/** An env that knows what it has given out and not got back. */
export interface CountedEnv extends Env {
  readonly open: () => { readonly timers: number; readonly listeners: number };
}

export const countEnv = (env: Env = defaultEnv): CountedEnv => {
  const timers = new Set<unknown>();
  let listeners = 0;
  return {
    ...env,
    setTimeout: (callback, ms) => {
      const timer = env.setTimeout(() => {
        timers.delete(timer);
        callback();
      }, ms);
      timers.add(timer);
      return timer;
    },
    clearTimeout: (timer) => {
      timers.delete(timer);
      env.clearTimeout(timer);
    },
    signals: (listener) => {
      const stop = env.signals(listener);
      listeners++;
      let stopped = false;
      return () => {
        if (!stopped) listeners--;
        stopped = true;
        stop();
      };
    },
    open: () => ({ timers: timers.size, listeners }),
  };
};

export interface Witness {
  /** Asserts what can be asserted at the end of a row. Disposes of the conversation. */
  close(): Promise<void>;
}

export interface WitnessOptions {
  readonly conversation: Conversation;
  readonly emulator: Emulator;
  readonly env: CountedEnv;
  readonly budget?: Budget | undefined;
  /** The row takes text away again, or ends without all of it: a run that is told anew, a piece that nobody has any more. */
  readonly partial?: boolean | undefined;
}

/** Watches a conversation from before its first question. */
export const watchInvariants = ({ conversation, emulator, env, budget = {}, partial }: WitnessOptions): Witness => {
  const broken: string[] = [];
  const consoled: unknown[][] = [];
  const told: unknown[] = [];
  const ends = new Map<string, number>();
  const shown = new Map<string, string>();
  const { error, warn } = console;
  console.error = (...args: unknown[]) => {
    consoled.push(args);
    broken.push(`I8: console.error: ${args.map(String).join(' ')}`);
  };
  console.warn = (...args: unknown[]) => consoled.push(args);

  conversation.listen((event) => {
    told.push(event);
    if (event.type !== 'agent-event') return;
    if (event.event.type === 'run-finished' || event.event.type === 'run-failed')
      ends.set(event.turnId, (ends.get(event.turnId) ?? 0) + 1);
  });
  conversation.subscribe(({ turns }) => {
    for (const turn of turns) {
      for (const part of turn.parts) {
        if (part.kind !== 'text') continue;
        const key = `${turn.id} ${part.id}`;
        const before = shown.get(key) ?? '';
        // I1 and I2 as a person would notice them: what stands there stays, and only grows.
        if (!partial && !part.text.startsWith(before)) broken.push(`I2: "${before}" became "${part.text}"`);
        shown.set(key, part.text);
      }
      if (turn.parts.length !== new Set(turn.parts.map(({ id }) => id)).size) broken.push('I1: a part stands twice');
      if (turn.status === 'finished' && !ends.has(turn.id)) {
        // The reducer is told before the listeners: they hear of it in the same breath.
        queueMicrotask(() => {
          if (!ends.has(turn.id)) broken.push('I3: a turn is done without an end event');
        });
      }
    }
  });

  return {
    close: async () => {
      const { state } = conversation;
      const open = activeTurn(state);
      conversation.dispose();
      for (let turn = 0; turn < 50 && emulator.openStreams() > 0; turn++)
        await new Promise((resolve) => setTimeout(resolve, 2));
      await new Promise(setImmediate);
      console.error = error;
      console.warn = warn;
      assert.deepEqual(broken, []);
      for (const turn of state.turns) {
        const run = emulator.runs().find(({ runId }) => runId === turn.runId);
        if (turn.status === 'finished' && run && !partial) {
          assert.equal(run.status, 'COMPLETED', 'I3: a run is shown as done that is not');
          assert.equal(answerText(turn), run.finalOutput, 'I1: what is shown is not what was said');
        }
        if (turn.status === 'failed' || turn.status === 'incomplete')
          assert.ok(turn.error?.code && turn.error.message, 'I7: no reason is shown');
        if (turn.returned) assert.ok(state.draft.includes(turn.question), 'I7: the text is lost');
      }
      assert.equal(open, undefined, 'I7: the composer is still taken');
      assertOnce(emulator);
      assertBudget(emulator, budget);
      assertNoToken([state, told, consoled]);
      assert.deepEqual(env.open(), { timers: 0, listeners: 0 }, 'I10');
      assert.equal(emulator.openStreams(), 0, 'I10: a stream is open');
    },
  };
};
