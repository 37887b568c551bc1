import { type TemplateResult, html, nothing } from 'lit';
import type { BlockStrings, FormValue } from './context.js';
import { type Fields, isFields, read, readList, readText, show } from './read.js';

/** A question of a form, read from whatever the agent sent. */
export interface Field {
  readonly name: string;
  readonly label: string;
  /** `long` and `choice` are elements of their own, the others are types of `<input>`. */
  readonly kind: 'text' | 'long' | 'number' | 'choice' | 'checkbox';
  readonly hint: string | undefined;
  readonly required: boolean;
  readonly initial: unknown;
  readonly choices: readonly { readonly value: FormValue; readonly label: string }[];
}

const kindOf = (word: string): Field['kind'] => {
  if (/^(?:textarea|multi)/i.test(word)) return 'long';
  if (/^(?:number|int)/i.test(word)) return 'number';
  return /^(?:bool|check)/i.test(word) ? 'checkbox' : 'text';
};

const readChoice = (choice: unknown): Field['choices'][number] => {
  const value = isFields(choice) ? read(choice, 'value', 'id', 'label') : choice;
  const known = typeof value === 'number' || typeof value === 'boolean' ? value : show(value);
  const label = isFields(choice) ? readText(choice, 'label', 'title', 'name') : undefined;
  return { value: known, label: label ?? String(known) };
};

export const readField = (field: Fields, index: number): Field => {
  const name = readText(field, 'name', 'id', 'key') ?? String(index);
  const choices = readList(field, 'options', 'choices', 'enum').map(readChoice);
  return {
    name,
    label: readText(field, 'label', 'title', 'question') ?? name,
    kind: choices.length > 0 ? 'choice' : kindOf(readText(field, 'type', 'kind', 'inputType') ?? ''),
    hint: readText(field, 'description', 'help', 'hint', 'placeholder'),
    required: read(field, 'required') === true,
    initial: read(field, 'value', 'default', 'defaultValue'),
    choices,
  };
};

const input = ({ kind, required, choices }: Field, value: unknown): TemplateResult => {
  if (kind === 'choice') {
    return html`<select class="field" ?required=${required}><option value=""></option>${choices.map(
      (choice, index) => html`<option value=${index} ?selected=${choice.value === value}>${choice.label}</option>`,
    )}</select>`;
  }
  if (kind === 'long')
    return html`<textarea class="field" rows="3" dir="auto" ?required=${required} .defaultValue=${show(value)}></textarea>`;
  const box = kind === 'checkbox';
  return html`<input class=${box ? nothing : 'field'} type=${kind} step="any" dir="auto"
    ?required=${required && !box} ?checked=${value === true} value=${show(value)} />`;
};

/** A labelled control. `sent` holds what the form was sent with. */
export const control = (field: Field, strings: BlockStrings, sent: Fields | undefined): TemplateResult =>
  html`<label><span class="label" dir="auto">${field.label}</span
    >${field.required ? html` <span class="muted small">${strings.formRequired}</span>` : nothing}${
      field.hint ? html` <span class="muted small" dir="auto">${field.hint}</span>` : nothing
    } ${input(field, sent ? read(sent, field.name) : field.initial)}</label>`;

/** What a person entered, or `undefined` where they entered nothing. */
export const valueOf = (
  { kind, choices }: Field,
  element: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement,
): FormValue | undefined => {
  const { value } = element;
  if (kind === 'checkbox') return (element as HTMLInputElement).checked;
  if (value === '') return undefined;
  if (kind === 'choice') return choices[Number(value)]?.value;
  return kind === 'number' ? Number(value) : value;
};
