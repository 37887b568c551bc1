import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deny, drop, finish, say, stall, wait } from '../../demo/emulator/script.js';
import { defaultPolicy } from '../../src/core/policy.js';
import { type WatchedConnection, createWatch } from '../../src/core/watch.js';
import { type FakeEnv, createFakeEnv, settle } from '../core/fake-env.js';
import { openSlowLine } from './open-slow-line.js';

/** A watch over one connection, on a clock that is moved by hand. */
const openWatch = () => {
  const env = createFakeEnv();
  let hopes = 0;
  const life = new AbortController();
  const watch = createWatch({ env, policy: defaultPolicy, signal: life.signal, onHope: () => hopes++ });
  const connection = watch.connect();
  return {
    env,
    watch,
    connection,
    life,
    hopes: () => hopes,
    isDead: (one: WatchedConnection = connection) => one.signal.aborted,
    [Symbol.dispose]: () => {
      connection.close();
      watch.dispose();
      assert.deepEqual([env.timers, env.listeners], [0, 0]);
    },
  };
};

/** The page's timers and everything on it stand still; the clocks go on. */
const freeze = async (env: FakeEnv, ms: number): Promise<void> => {
  env.signal({ type: 'freeze' });
  await env.sleep(ms);
};

describe('a network that comes and goes', () => {
  it('F41 that is said to be gone does not cut a stream', async () => {
    using watched = openWatch();
    watched.env.signal({ type: 'offline' });
    assert.equal(watched.watch.offline, true);
    await watched.env.advance(44_000);
    assert.equal(watched.isDead(), false);
    watched.connection.alive();
    await watched.env.advance(44_000);
    assert.equal(watched.isDead(), false);
  });

  it('F41 that is back cuts a stream that was silent meanwhile, and no other', async () => {
    using watched = openWatch();
    watched.connection.alive();
    await watched.env.advance(1_000);
    watched.env.signal({ type: 'offline' });
    await watched.env.advance(1_000);
    watched.connection.alive();
    watched.env.signal({ type: 'online' });
    assert.deepEqual([watched.isDead(), watched.watch.offline], [false, false]);
    watched.env.signal({ type: 'offline' });
    await watched.env.advance(1_000);
    watched.env.signal({ type: 'online' });
    assert.equal(watched.isDead(), true);
  });

  it('F41 that is back cuts a connection that was begun without one and has no answer', async () => {
    using watched = openWatch();
    watched.env.signal({ type: 'offline' });
    watched.connection.close();
    await watched.env.advance(1_000);
    const late = watched.watch.connect();
    await watched.env.advance(1_000);
    watched.env.signal({ type: 'online' });
    assert.equal(watched.isDead(late), true);
    late.close();
  });

  it('F41 that is back ends a wait, but no more than once a second, and never later than that', async () => {
    using watched = openWatch();
    const waits: number[] = [];
    const rest = async () => {
      const at = watched.env.now();
      await watched.watch.rest(10_000, false);
      waits.push(watched.env.now() - at);
    };
    const first = rest();
    watched.env.signal({ type: 'online' });
    await first;
    const second = rest();
    await watched.env.advance(400);
    watched.env.signal({ type: 'visible' });
    watched.env.signal({ type: 'online' });
    await watched.env.advance(599);
    assert.deepEqual(waits, [0]);
    await watched.env.advance(1);
    await second;
    assert.deepEqual(waits, [0, 1_000]);
    assert.ok(watched.hopes() >= 3);
  });

  it('F34 hears of a decision that came while it was connecting, and does not wait then', async () => {
    using watched = openWatch();
    watched.watch.wake();
    watched.connection.close();
    await watched.watch.rest(30_000, false);
    const next = watched.watch.connect();
    next.close();
    let over = false;
    const rest = watched.watch.rest(30_000, false).then(() => (over = true));
    await watched.env.advance(29_000);
    assert.equal(over, false);
    await watched.env.advance(1_000);
    await rest;
  });

  it('F41 that is back does not shorten what the server asked for', async () => {
    using watched = openWatch();
    let over = false;
    const strict = watched.watch.rest(7_000, true).then(() => (over = true));
    watched.env.signal({ type: 'online' });
    await watched.env.advance(6_900);
    assert.equal(over, false);
    await watched.env.advance(100);
    await strict;
  });
});

describe('a page that nobody looks at', () => {
  it('F42 keeps its stream for ten minutes, though its timers run once a minute', async () => {
    using watched = openWatch();
    for (let minute = 0; minute < 10; minute++) {
      // Bytes arrive all the while; only timers wait.
      for (let beat = 0; beat < 4; beat++) {
        await watched.env.sleep(15_000, { timers: 'late' });
        watched.connection.alive();
      }
      await watched.env.advance(0);
    }
    assert.equal(watched.isDead(), false);
  });

  it('F42 does not take for dead what had no time to be read', async () => {
    using watched = openWatch();
    await watched.env.sleep(60_000, { timers: 'late' });
    await watched.env.advance(0);
    assert.equal(watched.isDead(), false, 'The bytes of that minute are still to be read');
    watched.connection.alive();
    await watched.env.advance(44_000);
    assert.equal(watched.isDead(), false);
  });

  it('F42 gives a stream up that is really dead, though each of its timers is late', async () => {
    using watched = openWatch();
    for (let minute = 0; minute < 3; minute++) {
      await watched.env.sleep(60_000, { timers: 'late' });
      await watched.env.advance(0);
    }
    assert.equal(watched.isDead(), true);
  });
});

describe('a page that was frozen', () => {
  it('F43 looks at once how old its stream is, and gives it up when it is too old', async () => {
    using watched = openWatch();
    await freeze(watched.env, 46_000);
    watched.env.signal({ type: 'resume' });
    assert.equal(watched.isDead(), true);
  });

  it('F43 keeps its stream when it is not old', async () => {
    using watched = openWatch();
    await freeze(watched.env, 20_000);
    watched.env.signal({ type: 'resume' });
    assert.equal(watched.isDead(), false);
    watched.connection.alive();
    await watched.env.advance(40_000);
    assert.equal(watched.isDead(), false);
  });

  for (const clock of ['both clocks', 'the wall clock alone'] as const)
    it(`F43 notices an hour of sleep within seconds, by ${clock}`, async () => {
      using watched = openWatch();
      await watched.env.advance(3_000);
      if (clock === 'both clocks') await watched.env.sleep(3_600_000);
      else watched.env.jump(3_600_000);
      await watched.env.advance(12_000);
      assert.equal(watched.isDead(), true);
    });

  it('F43 begins its effort anew after an hour of sleep in the middle of a wait', async () => {
    using watched = openWatch();
    const rest = watched.watch.rest(5_000, false);
    await watched.env.advance(1_000);
    await watched.env.sleep(3_600_000);
    await watched.env.advance(0);
    await rest;
    assert.equal(watched.hopes(), 1);
  });

  it('F43 does not lose its stream to a clock that is set back, or forward by some minutes while bytes come', async () => {
    using watched = openWatch();
    for (const minutes of [-720, 720]) {
      watched.env.jump(minutes * 60_000);
      await watched.env.advance(9_000);
      watched.connection.alive();
      await watched.env.advance(1_000);
      watched.connection.alive();
    }
    await watched.env.advance(40_000);
    assert.equal(watched.isDead(), false);
  });
});

describe('a page that is put away', () => {
  it('F44 has nothing open, and waits until it is back', async () => {
    using watched = openWatch();
    watched.env.signal({ type: 'pagehide' });
    assert.deepEqual([watched.isDead(), watched.watch.suspended], [true, true]);
    let back = false;
    const resumed = watched.watch.resumed().then(() => (back = true));
    await watched.env.advance(60_000);
    assert.equal(back, false);
    watched.env.signal({ type: 'pageshow', persisted: true });
    await resumed;
    assert.equal(watched.watch.suspended, false);
  });

  it('F44 stops waiting when its run is given up', async () => {
    using watched = openWatch();
    watched.env.signal({ type: 'pagehide' });
    const resumed = watched.watch.resumed();
    watched.life.abort(new Error('over'));
    await assert.rejects(resumed, /over/);
  });
});

const told = ['user: Hello', 'agent: one two', 'finished'];

describe('a conversation on such a page', () => {
  it('F41 is silent while the page says that it is offline and the stream goes on', async () => {
    await using line = await openSlowLine([say('one'), wait(50), say(' two'), finish()], { budget: { aiui: 1 } });
    const answered = line.ask();
    await line.begun();
    line.clock.signal({ type: 'offline' });
    await answered;
    assert.deepEqual([line.lines(), line.statuses], [told, ['sending', 'running', 'finished']]);
  });

  it('F41 says offline while the line is dead, and goes on within a second of the network', async () => {
    await using line = await openSlowLine([say('one'), stall(), say(' two'), finish()]);
    const answered = line.ask();
    await line.begun();
    line.clock.signal({ type: 'offline' });
    await line.proxy.down();
    await line.pass(20_000);
    assert.equal(line.conversation.state.turns[0]?.status, 'offline');
    await line.proxy.up();
    line.clock.signal({ type: 'online' });
    await line.pass(1_000);
    await answered;
    assert.deepEqual(line.lines(), told);
    assert.deepEqual([...new Set(line.statuses)], ['sending', 'running', 'offline', 'finished']);
  });

  it('F41 waits as long as the platform asked for, though the network is back', async () => {
    await using line = await openSlowLine(
      [say('one'), deny(503, { on: 'aiui', retryAfter: 7 }), drop(), say(' two'), finish()],
      { budget: { aiui: 3 } },
    );
    const answered = line.ask();
    while (line.streams().length < 2) await line.pass(100);
    await line.pass(100);
    line.clock.signal({ type: 'online' });
    await line.pass(6_600);
    assert.equal(line.streams().length, 2);
    await line.pass(600);
    await answered;
    assert.deepEqual(line.lines(), told);
  });

  it('F43 goes on after an hour of sleep, in which its line died', async () => {
    await using line = await openSlowLine([say('one'), stall(), say(' two'), finish()], { budget: { aiui: 2 } });
    const answered = line.ask();
    await line.begun();
    await line.clock.sleep(3_600_000);
    while (line.streams().length < 2) await line.pass(200);
    await answered;
    assert.deepEqual([line.lines(), line.statuses], [told, ['sending', 'running', 'finished']]);
  });

  it('F44 closes its stream when the page is put away, and goes on once when it is back', async () => {
    await using line = await openSlowLine([say('one'), wait(30), say(' two'), finish()], { budget: { aiui: 2 } });
    const answered = line.ask();
    await line.begun();
    line.clock.signal({ type: 'pagehide' });
    while (line.emulator.openStreams() > 0) await settle();
    await line.clock.sleep(600_000);
    await settle();
    assert.equal(line.streams().length, 1);
    line.clock.signal({ type: 'pageshow', persisted: true });
    await answered;
    assert.deepEqual(line.lines(), told);
    assert.deepEqual(line.statuses, ['sending', 'running', 'finished']);
  });
});
