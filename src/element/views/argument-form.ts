import { type TemplateResult, css, html } from 'lit';
import { problemOf, valueOf } from '../blocks/form-check.js';
import { control } from '../blocks/form-control.js';
import { type Field, readForm } from '../blocks/form-field.js';
import type { ViewContext } from './context.js';
import { asText } from './data-text.js';
import { propertyOf } from './labelled-values.js';
import { inWords } from './untrusted.js';

type Arguments = Readonly<Record<string, unknown>>;

/** What is wrong, by the place of the field. */
export type Problems = readonly (string | undefined)[];

/** What no field of its own fits is written as JSON. */
const isWritten = (value: unknown, { items }: ReturnType<typeof propertyOf>): boolean =>
  typeof value === 'object' && !Object(items).enum;

/** A list stays a list, and an object an object. */
const parseLike = (text: string, proposed: unknown): unknown => {
  const value: unknown = JSON.parse(text);
  if (typeof value !== typeof proposed || Array.isArray(value) !== Array.isArray(proposed)) throw new TypeError();
  return value;
};

/** The arguments as the questions of a form: by the schema, else by what they are. */
const fieldsOf = (proposed: Arguments, schema: unknown, now: Arguments): Field[] =>
  readForm({
    properties: Object.fromEntries(
      Object.entries(proposed).map(([name, value]): [string, unknown] => {
        const { format: _format, ...property } = propertyOf(schema, name);
        const written = isWritten(value, property);
        // A whole number and a choice of several are what the schema says.
        const type = property.type === 'integer' || Array.isArray(value) ? property.type : typeof value;
        const isLong = written || (typeof value === 'string' && !/^.{0,60}$/.test(value));
        const initial = written ? asText(now[name]) : now[name];
        return [
          name,
          { title: inWords(name), ...property, type: isLong ? 'long' : type, name, default: initial, required: false },
        ];
      }),
    ),
  });

/** A field each, in which a person may change what the agent proposed. */
export const argumentForm = (
  proposed: Arguments,
  now: Arguments,
  schema: unknown,
  id: string,
  problems: Problems,
  { strings }: ViewContext,
): TemplateResult =>
  html`<div class="arguments" part="approval-form" role="group" aria-label=${strings.approvalChanges}>
    <p class="label">${strings.approvalChanges}</p>
    ${fieldsOf(proposed, schema, now).map((field, index) => control(field, `${id}-${index}`, strings, problems[index]))}
  </div>`;

/** Reads the fields in `card`: what is wrong with them, and the arguments as they are now where they differ from what was proposed. */
export const readArguments = (
  card: Element,
  proposed: Arguments,
  now: Arguments,
  schema: unknown,
  { strings }: ViewContext,
): { readonly problems: Problems; readonly editedArgs?: Arguments } => {
  const elements = card.querySelectorAll('.arguments > .form-field');
  const problems: (string | undefined)[] = [];
  const values = fieldsOf(proposed, schema, now).map((field, index): [string, unknown] => {
    const { name, kind, initial } = field;
    const old = proposed[name];
    const entered =
      valueOf(field, elements[index]!) ??
      (kind === 'choices' ? [] : typeof old === 'string' && kind !== 'choice' ? '' : undefined);
    let problem =
      problemOf(field, elements[index]!, strings) ?? (entered === undefined ? strings.fieldMissing : undefined);
    let value: unknown = entered;
    // Untouched, it is what it was: a field may show it in another way.
    if (isSame(entered, initial)) value = now[name];
    else if (isWritten(old, propertyOf(schema, name))) {
      try {
        value = parseLike(String(entered), old);
      } catch {
        problem = strings.fieldFormat;
      }
    }
    problems[index] = problem;
    return [name, value];
  });
  const editedArgs = Object.fromEntries(values);
  return {
    problems: problems.some(Boolean) ? problems : [],
    ...(!isSame(editedArgs, proposed) && { editedArgs }),
  };
};

const isSame = (one: unknown, other: unknown): boolean => asText(one) === asText(other).replaceAll('\r\n', '\n');

export const argumentFormStyles = css`
  .arguments {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
    padding-block-start: 12px;
    border-block-start: 1px solid var(--zaby-border);
  }
`;
