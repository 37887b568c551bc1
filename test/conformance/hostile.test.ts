import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createNormalizer } from '../../src/core/normalize.js';
import { readStored, readWire } from '../../src/core/read-wire.js';
import { type ConversationState, isEnded } from '../../src/core/state.js';
import { assertShape } from './event-shapes.js';
import { event, json, places } from './hostile-events.js';
import { apply, begin, shown } from './play.js';

const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype];
const described = () => prototypes.map((prototype) => Object.getOwnPropertyNames(prototype).join());

/** Every object inside is a plain one. Not recursive: what came may be deep. */
const assertPlain = (value: unknown): void => {
  const open = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null) continue;
    assert.ok(
      [Object.prototype, Array.prototype].includes(Object.getPrototypeOf(next) as object),
      'a prototype was changed',
    );
    open.push(...Object.values(next));
  }
};

const good = '{"type":"TEXT_MESSAGE_CONTENT","messageId":"the good one","delta":"counts"}';

/** Plays the texts as they came; looks at every event and at the state; then a good event must count. */
const endure = (texts: readonly string[], event_ = 'message'): ConversationState => {
  const normalize = createNormalizer();
  let state = begin();
  for (const data of texts) {
    const wire = readWire({ event: event_, data });
    if (data.length < 1_000) assert.deepEqual(wire.data, JSON.parse(data));
    const events = normalize(wire);
    events.forEach(assertShape);
    state = apply(state, events);
  }
  // What cannot be written down cannot be kept.
  JSON.parse(JSON.stringify(state));
  const wasOver = state.turns.every(isEnded);
  const last = normalize(readWire({ event: 'message', data: good }));
  assert.ok(last.some((one) => one.type === 'text-delta' && one.delta === 'counts'));
  state = apply(state, last);
  if (!wasOver) assert.ok(shown(state).join().includes('counts'));
  return state;
};

describe('whatever an agent sends', () => {
  it('keeps the shapes of our events, throws nothing, leaves prototypes alone, and the next good event counts', () => {
    const before = described();
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 8 }),
        fc.constantFrom('message', 'TEXT_MESSAGE_CONTENT', '__proto__', 'toString'),
        (texts, name) => {
          const state = endure(texts, name);
          assertPlain(state);
          JSON.parse(JSON.stringify(state));
        },
      ),
      { numRuns: 3_000 },
    );
    assert.deepEqual(described(), before);
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  });

  it('means the same when the page is reloaded in the middle of it', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 8 }), fc.nat(8), (texts, at) => {
        const wires = texts.map((data) => readWire({ event: 'message', data }));
        const whole = createNormalizer();
        const first = createNormalizer();
        const expected = wires.map((one) => JSON.stringify(whole(one)));
        const half = wires.slice(0, at).map((one) => JSON.stringify(first(one)));
        const again = createNormalizer(JSON.parse(JSON.stringify(first.open)) as typeof first.open);
        assert.deepEqual([...half, ...wires.slice(at).map((one) => JSON.stringify(again(one)))], expected);
      }),
      { numRuns: 1_000 },
    );
  });

  it('may be a stored event as well', () => {
    fc.assert(
      fc.property(json, fc.constantFrom('seq', 'id', 'none'), (text, ids) => {
        const wire = readStored(JSON.parse(text) as unknown, ids);
        assert.equal(typeof wire.event, 'string');
        createNormalizer()(wire).forEach(assertShape);
      }),
      { numRuns: 1_000 },
    );
  });

  const big = 8 * 1024 * 1024;
  const extremes: Record<string, string> = {
    '8 MB of text': JSON.stringify('a'.repeat(big)),
    '8 MB of capitals, dashes and escapes': JSON.stringify('aA-_~/".'.repeat(big / 8)),
    'a list of a million': `[${'0,'.repeat(1_000_000)}0]`,
    '10,000 lists in one another': `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
    '10,000 objects in one another': `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
    '10,000 blocks in one another': `${'{"kind":"approval-card","block":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
    '10,000 parts in one another': `${'[{"type":"text","text":'.repeat(10_000)}"x"${'}]'.repeat(10_000)}`,
    'a number beyond all': '1e999',
  };
  for (const [title, value] of Object.entries(extremes)) {
    it(`may hold ${title}, in any field`, () => {
      // What is slow for its size alone is tried once in each field.
      const tried = value.length > 1_000_000 ? new Map(places.map((place) => [place[1], place])).values() : places;
      for (const [type, name] of tried) endure([`{"type":"${type}","${name}":${value}}`]);
    });
  }

  it('may be a deep state and a path as deep to change it', () => {
    const snapshot = `{"type":"STATE_SNAPSHOT","snapshot":${extremes['10,000 objects in one another']}}`;
    const path = '/a'.repeat(9_999);
    for (const op of ['add', 'replace', 'remove', 'test', 'copy', 'move'])
      endure([
        snapshot,
        `{"type":"STATE_DELTA","delta":[{"op":"${op}","path":"${path}","from":"${path}","value":{"a":1}},{"op":"test","path":"/a","value":${extremes['10,000 objects in one another']}}]}`,
      ]);
  });

  it('may name its events as long and as strange as it likes', () => {
    for (const name of [
      '__proto__',
      'constructor',
      'toString',
      'A'.repeat(1_000_000),
      'aA'.repeat(500_000),
      'AGUI_'.repeat(200_000),
      '-'.repeat(1_000_000),
    ]) {
      endure([`{"type":"${name}","delta":"x"}`, `{"event":"${name}"}`], name);
      endure([
        `{"type":"TEXT_MESSAGE_CONTENT","${name}":"x"}`,
        `{"type":"CUSTOM","name":"${name}","value":{"${name}":1}}`,
      ]);
    }
  });
});
