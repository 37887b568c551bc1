/**
 * Makes values that fit a zod schema, by walking it.
 *
 * A text is its own path (`interrupts.id`), so that one can see where it went. A list holds one example of every kind that may
 * stand in it; a choice elsewhere gives one example per choice.
 */
export interface Schema {
  readonly _zod: { readonly def: Definition };
}

interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly innerType?: Schema;
  readonly element?: Schema;
  readonly in?: Schema;
  readonly options?: readonly Schema[];
  readonly values?: readonly unknown[];
  readonly entries?: Readonly<Record<string, unknown>>;
  readonly checks?: readonly {
    readonly _zod: { readonly def: { readonly check: string; readonly format?: string } };
  }[];
}

/** Which of the optional fields are there. */
export type Fill = 'all' | 'required';

export const definitionOf = ({ _zod: { def } }: Schema): Definition => def;

/** The fields of an object, whether it may be left out, and what stands in it. */
export const fieldsOf = (schema: Schema): { name: string; isOptional: boolean; schema: Schema }[] =>
  Object.entries(definitionOf(schema).shape ?? {}).map(([name, field]) => ({
    name,
    isOptional: /^(?:optional|default)$/.test(definitionOf(field).type),
    schema: field,
  }));

export const examplesOf = (schema: Schema, fill: Fill, path: readonly string[] = []): unknown[] => {
  const {
    type,
    innerType,
    element,
    options = [],
    values = [],
    entries = {},
    checks = [],
    ...rest
  } = definitionOf(schema);
  const inside = (inner: Schema) => examplesOf(inner, fill, path);
  switch (type) {
    case 'object': {
      const wanted = fieldsOf(schema)
        .filter(({ isOptional }) => fill === 'all' || !isOptional)
        .map(({ name, schema: field }) => [name, examplesOf(field, fill, [...path, name])] as const);
      const plain = Object.fromEntries(wanted.map(([name, [first]]) => [name, first]));
      return [
        plain,
        ...wanted.flatMap(([name, [, ...others]]) => others.map((other) => ({ ...plain, [name]: other }))),
      ];
    }
    case 'optional':
    case 'nullable':
    case 'default':
      return inside(innerType!);
    case 'pipe':
      return inside(rest.in!);
    case 'array':
      return [inside(element!)];
    case 'union':
      return options.flatMap(inside);
    case 'literal':
      return [...values];
    case 'enum':
      return Object.values(entries);
    case 'string':
      return [checks.some(({ _zod: { def } }) => def.format === 'regex') ? `/${path.join('/')}` : path.join('.')];
    case 'number':
      return [path.join().length];
    case 'boolean':
      return [true, false];
    case 'any':
    case 'custom':
      return [{ [`in ${path.join('.')}`]: [1] }];
    default:
      throw new Error(`The schema at ${path.join('.')} is of a kind that is new here: ${type}`);
  }
};
