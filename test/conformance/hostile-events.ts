import { EventSchemas } from '@ag-ui/core/schemas';
import fc from 'fast-check';
import { type Schema, definitionOf, examplesOf, fieldsOf } from './schema-examples.js';

/** Every event of AG-UI 1.0, by its schema. */
export const schemas = (definitionOf(EventSchemas as unknown as Schema).options ?? []).map((schema) => ({
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
export const places = [
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
export const { json } = fc.letrec<{ json: string; list: string; object: string }>((tie) => ({
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
export const event: fc.Arbitrary<string> = fc.oneof(
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
