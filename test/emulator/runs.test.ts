import { deepEqual, equal } from 'node:assert/strict';
import { describe, it } from 'node:test';
import { call, finish, say, think, wait } from '../../demo/emulator/script.js';
import { openEmulator, spoken } from './open-emulator.js';

describe('A run', () => {
  it('starts, streams numbered events and ends the answer after the last one', async (test) => {
    const visitor = await openEmulator(test, [think('Hm.'), say('Good morning.'), finish({ result: 42 })]);
    const runId = await visitor.start();
    const { events, cut } = await visitor.hear(runId);
    equal(cut, false);
    deepEqual(
      events.map(({ id }) => id),
      events.map((_, index) => String(index + 1)),
    );
    equal(events[0]?.event, 'RUN_STARTED');
    equal(events.at(-1)?.event, 'RUN_FINISHED');
    equal(events.at(-1)?.data.result, 42);
    equal(spoken(events), 'Good morning.');
  });

  it('answers at once when asked to, and otherwise with the whole answer', async (test) => {
    const visitor = await openEmulator(test, [say('Ready'), wait(20), say(' now.')]);
    const early = await visitor.call('POST', '/runs', { input: 'Go', respondAsync: true });
    equal(early.body.status, 'RUNNING');
    const late = await visitor.call('POST', '/runs', { input: 'Go' });
    equal(late.body.status, 'COMPLETED');
    equal(late.body.finalOutput, 'Ready now.');
  });

  it('is the same run for the same request id', async (test) => {
    const visitor = await openEmulator(test, [say('Once.')]);
    const first = await visitor.start('Hello', { requestId: 'one' });
    const again = await visitor.start('Hello', { requestId: 'one' });
    const other = await visitor.start('Hello', { requestId: 'two' });
    equal(again, first);
    equal(visitor.emulator.runs().length, 2);
    equal(visitor.emulator.runs()[1]?.runId, other);
  });

  it('goes on while nobody listens', async (test) => {
    const visitor = await openEmulator(test, [say('One, '), wait(100_000), say('two.')]);
    const runId = await visitor.start();
    const leaving = new AbortController();
    await visitor.hear(runId, { signal: leaving.signal, on: ({ data }) => data.delta && leaving.abort() });
    visitor.emulator.advance(100_000);
    const { events } = await visitor.hear(runId);
    equal(spoken(events), 'One, two.');
  });

  it('replays from behind the last event that was heard', async (test) => {
    const visitor = await openEmulator(test, [say('a b c d')]);
    const runId = await visitor.start();
    const { events } = await visitor.hear(runId);
    const rest = await visitor.hear(runId, { lastEventId: '4' });
    deepEqual(rest.events, events.slice(4));
  });

  it('has nothing to add for whoever heard it all', async (test) => {
    const visitor = await openEmulator(test, [say('All.')]);
    const runId = await visitor.start();
    const { events } = await visitor.hear(runId);
    const rest = await visitor.hear(runId, { lastEventId: String(events.length) });
    equal(rest.status, 204);
  });

  it('keeps its events in pages', async (test) => {
    const visitor = await openEmulator(test, [
      call({ tool: 'look', args: { for: 'a word' }, result: 'found' }),
      say('Here.'),
    ]);
    const runId = await visitor.start();
    const { events } = await visitor.hear(runId);
    const first = await visitor.call('GET', `/runs/${runId}/events?limit=3`);
    const second = await visitor.call('GET', `/runs/${runId}/events?limit=1000&after=3`);
    const stored = [...first.body.events, ...second.body.events];
    equal(first.body.events.length, 3);
    deepEqual(
      stored,
      events.map(({ id, event, data }) => ({ id, seq: Number(id), type: event, data })),
    );
    equal((await visitor.call('GET', `/runs/${runId}/events?limit=1001`)).status, 422);
  });

  it('belongs to one conversation', async (test) => {
    const visitor = await openEmulator(test, [say('Mine.')]);
    const runId = await visitor.start();
    const { body } = await visitor.mint({ externalSessionId: 'another conversation' });
    const answer = await visitor.call('GET', `/runs/${runId}/events`, undefined, {
      authorization: `Bearer ${body.token}`,
    });
    equal(answer.status, 404);
  });

  it('can end without a word', async (test) => {
    const visitor = await openEmulator(test, [say('Well.'), finish({ quietly: true, finalOutput: 'Well then.' })]);
    const { body } = await visitor.call('POST', '/runs', { input: 'Go' });
    equal(body.finalOutput, 'Well then.');
    const { events, cut } = await visitor.hear(body.runId);
    deepEqual([events.at(-1)?.event, cut], ['TEXT_MESSAGE_END', false]);
  });

  it('sends heartbeats while it is silent', async (test) => {
    const visitor = await openEmulator(test, { scripts: [[say('Wait.'), wait()]], heartbeatMs: 10 });
    const leaving = new AbortController();
    const { comments } = await visitor.hear(await visitor.start(), {
      onComment: () => leaving.abort(),
      signal: leaving.signal,
    });
    equal(comments > 0, true);
  });
});
