import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EventSchemas } from '@ag-ui/core/schemas';
import fc from 'fast-check';
import { createNormalizer } from '../../src/core/normalize.js';
import { readStored, readWire } from '../../src/core/read-wire.js';
import { type ConversationState, isEnded } from '../../src/core/state.js';
import { assertShape } from './event-shapes.js';
import { apply, begin, shown } from './play.js';
import { type Schema, definitionOf, examplesOf, fieldsOf } from './schema-examples.js';

const schemas = (definitionOf(EventSchemas as unknown as Schema).options ?? []).map((schema) => ({
  type: String(definitionOf(fieldsOf(schema)[0]!.schema).values![0]),
  fields: fieldsOf(schema).slice(1),
}));
/** What the platform has besides AG-UI. */
const names = [
  ...schemas.map(({ type }) => type),
  'UI_BLOCK',
  'INTERRUPTION',
  'tool_call',
  'tool_result',
  'text',
  'thinking',
  'THINKING_START',
  'approval_resolved',
  'result',
  'error',
];

const keys = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  'length',
  'toJSON',
  'id',
  'type',
  'kind',
  'role',
  'content',
  'block',
  'interrupts',
  'outcome',
  'error',
  'op',
  'path',
  'value',
  'event',
  '',
];
const awkward = [
  'null',
  'true',
  '0',
  '-0',
  '1e400',
  '-1e400',
  '1e-400',
  '9007199254740993',
  '-9007199254740993',
  '1.5',
  '""',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\\u0000"',
  '"__proto__"',
  '"approval-card"',
  '"interrupt"',
  '"user"',
  '"a"',
  '[]',
  '{}',
  '[[]]',
  '[null]',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
];

/** Every field of every event; those that all have, once. */
const places = [
  ...schemas.flatMap(({ type, fields }, position) =>
    fields
      .filter(({ name }) => position === 0 || !/^(?:timestamp|rawEvent|metadata|subagentRunId)$/.test(name))
      .map(({ name }) => [type, name]),
  ),
  ...['UI_BLOCK', 'INTERRUPTION'].flatMap((type) =>
    ['block', 'kind', 'interrupts', 'approvalId'].map((name) => [type, name]),
  ),
  ...['tool_call', 'tool_result'].flatMap((type) => ['args', 'result', 'name'].map((name) => [type, name])),
];

/** Any JSON, as text: an object made from it has a key `__proto__` and numbers as they are on the wire. */
const { json } = fc.letrec<{ json: string; list: string; object: string }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...awkward),
    fc.string({ unit: 'binary' }).map((value) => JSON.stringify(value)),
    fc.double().map((value) => JSON.stringify(value)),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('json'), { maxLength: 4 }).map((items) => `[${items.join()}]`),
  object: fc
    .array(fc.tuple(fc.constantFrom(...keys), tie('json')), { maxLength: 4 })
    .map((entries) => `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join()}}`),
}));

/** Usually what belongs into the field, sometimes anything. */
const valueOf = (schema: Schema, name: string): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom(...examplesOf(schema, 'all', [name]).map((value) => JSON.stringify(value))),
    fc.constantFrom(...awkward),
    json,
  );

const record = (type: string, fields: readonly (readonly [string, fc.Arbitrary<string>])[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      ...fields.map(([name, value]) =>
        fc.option(
          value.map((text) => `,${JSON.stringify(name)}:${text}`),
          { nil: '' },
        ),
      ),
    )
    .map((texts) => `{"type":"${type}"${texts.join('')}}`);

/** Any event of AG-UI with anything in any field, and fields that it does not have. */
const event: fc.Arbitrary<string> = fc.oneof(
  fc
    .constantFrom(...schemas)
    .chain(({ type, fields }) =>
      record(type, [
        ...fields.map(({ name, schema }) => [name, valueOf(schema, name)] as const),
        ['__proto__', json],
        ['constructor', json],
      ]),
    ),
  fc
    .tuple(fc.constantFrom(...names), fc.array(fc.tuple(fc.constantFrom(...keys), json), { maxLength: 8 }))
    .map(
      ([type, entries]) =>
        `{"type":"${type}"${entries.map(([key, value]) => `,${JSON.stringify(key)}:${value}`).join('')}}`,
    ),
  json,
);

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
