import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EventSchemas, EventTypeSchema } from '@ag-ui/core/schemas';
import { createNormalizer } from '../../src/core/normalize.js';
import type { WireEvent } from '../../src/core/wire.js';
import { type Wire, table } from './ag-ui-table.js';
import { play, plain, shown, wire } from './play.js';
import { type Fill, type Schema, definitionOf, examplesOf, fieldsOf } from './schema-examples.js';

const types = Object.values(EventTypeSchema.enum);
const schemas = definitionOf(EventSchemas as unknown as Schema).options ?? [];
const typeOf = (schema: Schema): keyof typeof table =>
  definitionOf(fieldsOf(schema)[0]!.schema).values![0] as keyof typeof table;
const examples = (fill: Fill): [keyof typeof table, Wire[]][] =>
  schemas.map((schema) => [typeOf(schema), examplesOf(schema, fill) as Wire[]]);

const normalized = (event: WireEvent): unknown[] => plain(createNormalizer()(event));

/** Every text and number in a value. */
const leaves = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [value];

describe('the events of AG-UI 1.0', () => {
  it('are all known, and those of the table are all there are', () => {
    assert.equal(types.length, 31);
    assert.deepEqual(schemas.map(typeOf).toSorted(), types.toSorted());
    assert.deepEqual(Object.keys(table).toSorted(), types.toSorted());
    for (const type of types)
      assert.ok(!normalized(wire({ type })).some((event) => (event as Wire).type === 'unknown'));
  });

  for (const [fill, words] of [
    ['all', 'every field'],
    ['required', 'only what must be there'],
  ] as const) {
    for (const [type, list] of examples(fill)) {
      it(`${type} with ${words} becomes what it means`, () => {
        assert.ok(list.length > 0);
        for (const example of list) {
          assert.ok(EventSchemas.safeParse(example).success, `no valid example: ${JSON.stringify(example)}`);
          const { timestamp, metadata, rawEvent, subagentRunId } = example;
          const common = { timestamp, metadata, rawEvent, subagentRunId };
          const row = table[type];
          const expected = row.events(example).map((event) => ({ ...common, ...event }));
          assert.deepEqual(normalized(wire(example)), plain(expected));
          const state = play([wire(example)]);
          assert.deepEqual(shown(state), row.shows?.(example) ?? []);
          assert.equal(state.turns[0]?.status, row.status?.(example) ?? 'running');
        }
      });
    }
  }

  it('lose nothing on the way', () => {
    for (const [type, list] of examples('all')) {
      for (const example of list) {
        const { type: _type, ...fields } = example;
        const told = new Set(leaves(normalized(wire(example))));
        const lost = leaves(fields).filter((leaf) => !told.has(leaf));
        // A result's role can only be one; an outcome's type of success needs no saying twice.
        assert.deepEqual(
          lost.filter((leaf) => leaf !== 'tool' && leaf !== 'reasoning'),
          [],
          type,
        );
      }
    }
  });

  it('may carry fields that nobody knows yet', () => {
    const strange = {
      unheardOf: 1,
      un_heard: { type: 'RUN_ERROR' },
      kind: 'approval-card',
      block: {},
      event: 'RUN_ERROR',
    };
    for (const [type, list] of examples('all')) {
      for (const example of list) {
        // RAW has an `event` of its own.
        const state = play([wire({ ...strange, ...example })]);
        assert.deepEqual(plain(state), plain(play([wire(example)])), type);
      }
    }
  });

  it('mean the same with null in place of what is left out', () => {
    for (const schema of schemas) {
      const [example] = examplesOf(schema, 'required') as Wire[];
      for (const { name, isOptional } of fieldsOf(schema)) {
        if (!isOptional) continue;
        const state = play([wire({ ...example, [name]: null })]);
        assert.deepEqual(plain(state), plain(play([wire(example)])), `${typeOf(schema)} ${name}`);
      }
    }
  });
});

const words = (name: string) => name.toLowerCase().split('_');
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const pascal = (name: string) => words(name).map(capital).join('');
const snake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const snakeFields = (fields: Wire) =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [snake(key), value]));

const spellings: Record<string, (type: string, fields: Wire) => WireEvent> = {
  'the name in the SSE event alone': (type, fields) => wire(fields, type),
  'the name in data.event alone': (type, fields) => wire({ event: type, ...fields }),
  'the name in three places': (type, fields) => wire({ event: type, ...fields, type }, type),
  'a Pascal name': (type, fields) => wire({ type: pascal(type), ...fields }),
  'a camel name': (type, fields) =>
    wire({ type: pascal(type).replace(/^./, (letter) => letter.toLowerCase()), ...fields }),
  'a kebab name': (type, fields) => wire({ type: words(type).join('-'), ...fields }),
  'a dotted name': (type, fields) => wire({ type: words(type).join('.'), ...fields }),
  'a snake name': (type, fields) => wire({ type: type.toLowerCase(), ...fields }),
  'an AGUI_ prefix': (type, fields) => wire({ type: `AGUI_${type}`, ...fields }),
  'an AG_UI_ prefix': (type, fields) => wire({ type: `AG_UI_${type}`, ...fields }),
  'an Event suffix': (type, fields) => wire({ type: `${pascal(type)}Event`, ...fields }),
  'prefix and suffix in Pascal': (type, fields) => wire({ type: `AgUi${pascal(type)}Event`, ...fields }),
  'snake_case fields': (type, fields) => wire({ type, ...snakeFields(fields) }),
  'an unknown SSE event beside the name': (type, fields) => wire({ type, ...fields }, 'delta'),
};

describe('every spelling', () => {
  for (const [title, spell] of Object.entries(spellings)) {
    it(`with ${title} means the same`, () => {
      for (const [type, list] of [...examples('all'), ...examples('required')]) {
        for (const { type: _type, ...fields } of list) {
          // What is the event of a RAW cannot also be its name.
          if (type === 'RAW' && title.includes('data.event')) continue;
          assert.deepEqual(normalized(spell(type, fields)), normalized(wire({ type, ...fields })), type);
        }
      }
    });
  }
});
