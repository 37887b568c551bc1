import { type TemplateResult, css, html } from 'lit';
import { controlsIn, problemOf, valueOf } from '../blocks/form-check.js';
import { control } from '../blocks/form-control.js';
import { type Field, readForm } from '../blocks/form-field.js';
import type { ViewContext } from './context.js';
import { propertyOf } from './labelled-values.js';
import { inWords } from './untrusted.js';

type Arguments = Readonly<Record<string, unknown>>;

/** What is wrong, by the place of the field. */
export type Problems = readonly (string | undefined)[];

/** A value that no field of its own fits is written as JSON, and stays a list or an object as it was. */
const isWritten = ({ kind }: Field, value: unknown): boolean => kind === 'long' && typeof value !== 'string';

const parseLike = (text: string, proposed: unknown): unknown => {
  const value: unknown = JSON.parse(text);
  if (proposed !== null && Array.isArray(value) !== Array.isArray(proposed)) throw new TypeError();
  if (typeof proposed === 'object' && proposed !== null && typeof value !== 'object') throw new TypeError();
  return value;
};

/** The arguments as the questions of a form: by the schema, else by what they are. */
const fieldsOf = (proposed: Arguments, schema: unknown, now: Arguments): Field[] =>
  readForm({
    properties: Object.fromEntries(
      Object.entries(proposed).map(([name, value]): [string, unknown] => {
        const { format, ...property } = propertyOf(schema, name) as Record<string, unknown>;
        const isText = typeof value === 'string';
        const isChosen = Array.isArray(property['enum']) || (Array.isArray(value) && Object(property['items']).enum);
        const type = isText
          ? /^.{0,60}$/.test(value)
            ? 'text'
            : 'long'
          : typeof value === 'object'
            ? 'long'
            : typeof value;
        const isDate = format === 'date' && isText && /^\d{4}-\d\d-\d\d$/.test(value);
        return [
          name,
          {
            title: inWords(name),
            ...property,
            ...(isChosen || (type === 'number' && property['type'] === 'integer')
              ? {}
              : { type: isDate ? 'date' : type }),
            name,
            required: false,
            default: type === 'long' && !isText && !isChosen ? JSON.stringify(now[name], undefined, 2) : now[name],
          },
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

const isTouched = (element: Element): boolean =>
  controlsIn(element).some((each) =>
    each instanceof HTMLSelectElement
      ? [...each.options].some(({ selected, defaultSelected }) => selected !== defaultSelected)
      : each.type === 'checkbox' || each.type === 'radio'
        ? (each as HTMLInputElement).checked !== (each as HTMLInputElement).defaultChecked
        : each.value !== each.defaultValue,
  );

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
    const { name, kind } = field;
    const element = elements[index]!;
    const old = proposed[name];
    let value: unknown = now[name];
    problems[index] = problemOf(field, element, strings);
    if (isTouched(element)) {
      value = valueOf(field, element);
      try {
        if (isWritten(field, old)) value = parseLike(String(value), old);
      } catch {
        problems[index] = strings.fieldFormat;
      }
      value ??= typeof old === 'string' && kind !== 'choice' ? '' : kind === 'choices' ? [] : undefined;
      if (value === undefined) problems[index] ??= strings.fieldMissing;
    }
    return [name, value];
  });
  const editedArgs = Object.fromEntries(values);
  return {
    problems: problems.some(Boolean) ? problems : [],
    ...(JSON.stringify(editedArgs) !== JSON.stringify(proposed) && { editedArgs }),
  };
};

export const argumentFormStyles = css`
  .arguments {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
    padding-block-start: 12px;
    border-block-start: 1px solid var(--zaby-border);
  }
`;
