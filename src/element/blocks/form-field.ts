import type { FormValue } from './context.js';
import { numberOf } from './numbers.js';
import { type Fields, isFields, read, readList, readText, show } from './read.js';

/** A question of a form, read from whatever the agent sent. */
export interface Field {
  readonly name: string;
  readonly label: string;
  /** `long`, `choice` and `choices` (any number of them) are drawn apart, the others are types of `<input>`. */
  readonly kind: 'long' | 'choice' | 'choices' | 'checkbox' | 'text' | 'number' | InputType;
  readonly hint: string | undefined;
  readonly required: boolean;
  readonly initial: unknown;
  readonly choices: readonly { readonly value: FormValue; readonly label: string }[];
  /** Of numbers and dates. */
  readonly min: string | undefined;
  readonly max: string | undefined;
  readonly whole: boolean;
  /** In characters. */
  readonly shortest: number;
  readonly longest: number;
  readonly pattern: RegExp | undefined;
}

type InputType = 'date' | 'time' | 'datetime-local' | 'email' | 'url' | 'tel';

/** By the beginning of the word that the agent has for it. The first that fits. */
const kinds: readonly (readonly [RegExp, Field['kind']])[] = [
  [/^(?:textarea|multi.?line|long)/i, 'long'],
  [/^(?:number|int|float|currency|range|slider)/i, 'number'],
  [/^(?:bool|check|toggle|switch)/i, 'checkbox'],
  [/^date.?time/i, 'datetime-local'],
  [/^date/i, 'date'],
  [/^time/i, 'time'],
  [/^e.?mail/i, 'email'],
  [/^(?:ur[il]|link)/i, 'url'],
  [/^(?:tel|phone)/i, 'tel'],
];

const readChoice = (choice: unknown): Field['choices'][number] => {
  const value = isFields(choice) ? read(choice, 'value', 'id', 'const', 'label') : choice;
  const known = typeof value === 'number' || typeof value === 'boolean' ? value : show(value);
  const label = isFields(choice) ? readText(choice, 'label', 'title', 'name', 'text') : undefined;
  return { value: known, label: label ?? String(known) };
};

/**
 * A pattern for the whole text; `undefined` where it is none, or could take forever: a repeated group, a reference, or more than three
 * open repetitions let a few words hold up the page (OWASP, "ReDoS").
 */
const readPattern = (source: string | undefined): RegExp | undefined => {
  if (!source || source.length > 200 || /\)[*+{]|\\[1-9k]/.test(source)) return undefined;
  if ((source.match(/[*+]|\{\d+,/g)?.length ?? 0) > 3) return undefined;
  try {
    return new RegExp(`^(?:${source})$`, 'u');
  } catch {
    return undefined;
  }
};

const readField = (field: Fields, index: number): Field => {
  const name = readText(field, 'name', 'id', 'key') || String(index);
  const items = read(field, 'items');
  const choices = [field, isFields(items) ? items : {}]
    .flatMap((from) => readList(from, 'options', 'choices', 'enum', 'oneOf', 'anyOf'))
    .map(readChoice)
    .filter(({ label }) => label !== '');
  const word = readText(field, 'format', 'type', 'kind', 'inputType') ?? '';
  const several = read(field, 'multiple') === true || /^(?:multi|array|checkboxes|list|tags)/i.test(word);
  return {
    name,
    label: readText(field, 'label', 'title', 'question') || name,
    kind:
      choices.length > 0
        ? several
          ? 'choices'
          : 'choice'
        : (kinds.find(([pattern]) => pattern.test(word))?.[1] ?? 'text'),
    hint: readText(field, 'description', 'help', 'hint', 'placeholder'),
    required: read(field, 'required') === true,
    initial: read(field, 'value', 'default', 'defaultValue'),
    choices,
    min: readText(field, 'min', 'minimum'),
    max: readText(field, 'max', 'maximum'),
    whole: /^int/i.test(readText(field, 'type') ?? ''),
    shortest: numberOf(read(field, 'minLength', 'minlength')) ?? 0,
    longest: numberOf(read(field, 'maxLength', 'maxlength')) ?? Infinity,
    pattern: readPattern(readText(field, 'pattern')),
  };
};

/** The questions of a form, also of one that is a JSON schema. */
export const readForm = (content: Fields): Field[] => {
  const schema = read(content, 'schema');
  const from = isFields(schema) ? schema : content;
  const properties = read(from, 'properties', 'fields');
  const required = new Set(readList(from, 'required'));
  const fields = isFields(properties)
    ? Object.entries(properties).map(([name, field]) => ({
        name,
        required: required.has(name),
        ...(isFields(field) && field),
      }))
    : readList(from, 'fields', 'inputs', 'questions').filter(isFields);
  return fields.map(readField);
};
