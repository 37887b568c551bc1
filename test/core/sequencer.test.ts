import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createSequencer } from '../../src/core/sequencer.js';
import type { WireEvent } from '../../src/core/wire.js';

const event = (data: number, id?: string): WireEvent => ({ event: 'message', data, ...(id !== undefined && { id }) });
const numbered = (...numbers: number[]) => numbers.map((number) => event(number, String(number)));
const unnumbered = (...numbers: number[]) => numbers.map((number) => event(number));
const named = (...numbers: number[]) => numbers.map((number) => event(number, `event-${number}`));
const data = (events: readonly WireEvent[]) => events.map((one) => one.data);

describe('events with sequence numbers', () => {
  it('pass once, however often they come', () => {
    const sequencer = createSequencer();
    assert.deepEqual(data(sequencer.admit(numbered(1, 2, 2, 1, 3))), [1, 2, 3]);
    assert.deepEqual(data(sequencer.admit(numbered(1, 2, 3, 4))), [4]);
  });

  it('wait for those before them', () => {
    const sequencer = createSequencer();
    assert.deepEqual(data(sequencer.admit(numbered(1, 3, 4))), [1]);
    assert.equal(sequencer.held, 2);
    assert.deepEqual(sequencer.cursor, { id: '1', seq: 1, unnumbered: 0, mark: '[null,null,null]' });
    assert.deepEqual(data(sequencer.admit(numbered(2))), [2, 3, 4]);
    assert.equal(sequencer.held, 0);
  });

  it('go on behind a gap that the server itself has', () => {
    const sequencer = createSequencer();
    sequencer.admit(numbered(1, 5));
    assert.deepEqual(data(sequencer.release()), [5]);
    assert.deepEqual(data(sequencer.admit(numbered(5, 10, 20))), [10, 20]);
  });

  it('begin with whatever number the server begins with', () => {
    assert.deepEqual(data(createSequencer().admit(numbered(0, 1))), [0, 1]);
    assert.deepEqual(data(createSequencer().admit(numbered(700, 701))), [700, 701]);
  });

  it('go on where an earlier life of the page left off', () => {
    const sequencer = createSequencer({ id: '3', seq: 3, unnumbered: 0 });
    sequencer.opened(false);
    assert.deepEqual(data(sequencer.admit(numbered(2, 3, 4))), [4]);
  });

  it('give the run once and in order, however they are mixed and repeated', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.record({ at: fc.nat(), copies: fc.array(fc.nat(), { maxLength: 5 }) }), { maxLength: 20 }),
        fc.infiniteStream(fc.nat(7)),
        (length, repeats, jitter) => {
          const run = Array.from({ length }, (_, index) => index + 1);
          // The first event comes first: before it nobody knows where the numbers begin.
          const rest = run.slice(1).map((number, index) => ({ number, at: index + (jitter.next().value ?? 0) }));
          const stream = [1, ...rest.toSorted((a, b) => a.at - b.at).map(({ number }) => number)];
          for (const { at, copies } of repeats)
            stream.splice(1 + (at % stream.length), 0, ...copies.map((copy) => run[copy % length]!));
          const sequencer = createSequencer();
          const given = stream.flatMap((number) => data(sequencer.admit(numbered(number))));
          // A copy may come before its original, so what is due may wait for its turn; nothing is missing in the end.
          assert.deepEqual(given, run);
          assert.equal(sequencer.held, 0);
        },
      ),
    );
  });
});

describe('events without ids', () => {
  it('are told from their replay by their place', () => {
    const sequencer = createSequencer();
    sequencer.opened(true);
    assert.deepEqual(data(sequencer.admit(unnumbered(1, 2))), [1, 2]);
    sequencer.opened(true);
    assert.deepEqual(data(sequencer.admit(unnumbered(1, 2, 3))), [3]);
    assert.deepEqual(sequencer.cursor, { unnumbered: 3 });
  });

  it('are told from their replay even when the replay is cut as well', () => {
    const sequencer = createSequencer();
    sequencer.opened(true);
    sequencer.admit(unnumbered(1, 2, 3));
    sequencer.opened(true);
    assert.deepEqual(data(sequencer.admit(unnumbered(1))), []);
    sequencer.opened(true);
    assert.deepEqual(data(sequencer.admit(unnumbered(1, 2, 3, 4))), [4]);
  });

  it('between numbered ones come once after a resume behind a number', () => {
    const sequencer = createSequencer();
    sequencer.opened(true);
    assert.deepEqual(data(sequencer.admit([event(1), event(2, '1'), event(3)])), [1, 2, 3]);
    sequencer.opened(false);
    assert.deepEqual(data(sequencer.admit([event(3), event(4, '2')])), [4]);
  });
});

describe('events with opaque ids', () => {
  it('pass once', () => {
    const sequencer = createSequencer();
    assert.deepEqual(data(sequencer.admit(named(1, 2, 1))), [1, 2]);
    sequencer.opened(false);
    assert.deepEqual(data(sequencer.admit(named(1, 2, 3))), [3]);
    assert.equal(sequencer.cursor.id, 'event-3');
  });

  it('are remembered for as long as a server would repeat them, and no longer', () => {
    const sequencer = createSequencer();
    const many = Array.from({ length: 10_000 }, (_, index) => index);
    assert.equal(sequencer.admit(named(...many)).length, 10_000);
    assert.equal(sequencer.admit(named(...many.slice(-1000))).length, 0);
  });

  it('come once when a server says the last ones again to a page that was loaded anew', () => {
    const before = createSequencer();
    before.admit(named(1, 2, 3, 4));
    const after = createSequencer(JSON.parse(JSON.stringify(before.cursor)));
    after.opened(false);
    assert.deepEqual(data(after.admit(named(3, 4, 5))), [5]);
    const many = Array.from({ length: 1_000 }, (_, index) => index);
    after.admit(named(...many));
    assert.equal(after.cursor.recent?.length, 32, 'Few are kept');
  });

  it('come once when a server that forgot the place says all again to a page that was loaded anew', () => {
    const before = createSequencer();
    before.admit(named(1, 2, 3));
    const after = createSequencer(JSON.parse(JSON.stringify(before.cursor)));
    after.opened(true);
    assert.deepEqual(data(after.admit(named(1, 2))), []);
    after.opened(true);
    assert.deepEqual(data(after.admit(named(1, 2, 3, 4))), [4]);
  });
});

const says = (delta: string, id: string): WireEvent => ({ event: 'message', data: { delta }, id });
const start = (id: string): WireEvent => ({ event: 'RUN_STARTED', data: {}, id });

describe('a server that counts anew', () => {
  it('is known by a number that says something else than before', () => {
    const sequencer = createSequencer();
    sequencer.admit([says('a', '1'), says('b', '2'), says('c', '3')]);
    sequencer.admit([says('a', '1'), says('b', '2')]);
    assert.equal(sequencer.foreign, false);
    sequencer.admit([says('ab', '2')]);
    assert.equal(sequencer.foreign, true);
  });

  it('is known by the first events of a long run, and by the last', () => {
    for (const number of [3, 2_990]) {
      const sequencer = createSequencer();
      sequencer.admit(Array.from({ length: 3_000 }, (_, index) => says(`${index}`, `${index}`)));
      sequencer.admit([says(`${number}`, `${number}`)]);
      assert.equal(sequencer.foreign, false);
      sequencer.admit([says('other', `${number}`)]);
      assert.equal(sequencer.foreign, true);
    }
  });

  it('is known by a beginning under an id that nobody knows', () => {
    const sequencer = createSequencer();
    sequencer.opened(true);
    sequencer.admit([start('x-1'), says('a', 'x-2')]);
    sequencer.opened(false);
    sequencer.admit([start('x-3'), says('b', 'x-4'), start('x-5')]);
    assert.equal(sequencer.foreign, false);
    sequencer.opened(false);
    sequencer.admit([start('y-1')]);
    assert.equal(sequencer.foreign, true);
  });

  it('is not every server that writes its events in another order of fields', () => {
    const sequencer = createSequencer();
    sequencer.admit([{ event: 'message', id: '1', data: { messageId: 'm', delta: 'a', timestamp: 1 } }]);
    sequencer.admit([{ event: 'X', id: '1', data: { timestamp: 2, delta: 'a', type: 'X', messageId: 'm' } }]);
    assert.equal(sequencer.foreign, false);
  });
});
