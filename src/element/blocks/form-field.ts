import { type TemplateResult, html, nothing } from 'lit';
import type { BlockStrings, FormValue } from './context.js';
import { type Fields, isFields, read, readList, readNumber, readText, show } from './read.js';

/** A question of a form, read from whatever the agent sent. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly kind: 'text' | 'long' | 'number' | 'choice' | 'box';
  readonly hint: string | undefined;
  readonly placeholder: string | undefined;
  readonly required: boolean;
  readonly initial: unknown;
  readonly choices: readonly { readonly value: FormValue; readonly label: string }[];
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
}

const kindOf = (word: string): Field['kind'] => {
  if (/^(?:textarea|multi)/i.test(word)) return 'long';
  if (/^(?:number|int)/i.test(word)) return 'number';
  return /^(?:bool|check)/i.test(word) ? 'box' : 'text';
};

export const readField = (field: Fields, index: number): Field => {
  const name = readText(field, 'name', 'id', 'key') ?? String(index);
  const choices = readList(field, 'options', 'choices', 'enum').map((choice) => {
    const value = isFields(choice) ? read(choice, 'value', 'id', 'label') : choice;
    const known: FormValue = typeof value === 'number' || typeof value === 'boolean' ? value : show(value);
    return {
      value: known,
      label: (isFields(choice) ? readText(choice, 'label', 'title', 'name') : undefined) ?? String(known),
    };
  });
  return {
    name,
    label: readText(field, 'label', 'title', 'question') ?? name,
    kind: choices.length > 0 ? 'choice' : kindOf(readText(field, 'type', 'kind', 'inputType') ?? ''),
    hint: readText(field, 'description', 'help', 'hint'),
    placeholder: readText(field, 'placeholder'),
    required: read(field, 'required') === true,
    initial: read(field, 'value', 'default', 'defaultValue'),
    choices,
    minimum: readNumber(field, 'min', 'minimum'),
    maximum: readNumber(field, 'max', 'maximum'),
  };
};

/** A labelled control. `sent` holds what the form was sent with. */
export const control = (field: Field, strings: BlockStrings, sent: Fields | undefined): TemplateResult => {
  const value = sent ? read(sent, field.name) : field.initial;
  const { required, placeholder = nothing } = field;
  const label = html`<span class="prompt-label" dir="auto">${field.label}${
    required ? html` <span class="prompt-hint">${strings.formRequired}</span>` : nothing
  }</span>`;
  const hint = field.hint ? html`<span class="prompt-hint" dir="auto">${field.hint}</span>` : nothing;
  switch (field.kind) {
    case 'box':
      return html`<label class="prompt-field is-box"
        ><input type="checkbox" class="prompt-control" ?checked=${value === true} />${label}${hint}</label
      >`;
    case 'choice':
      return html`<label class="prompt-field">${label}${hint}<select class="prompt-control" ?required=${required}>
        <option value="">${strings.formChoose}</option>${field.choices.map(
          (choice, index) => html`<option value=${index} ?selected=${choice.value === value}>${choice.label}</option>`,
        )}</select></label>`;
    case 'long':
      return html`<label class="prompt-field">${label}${hint}<textarea
        class="prompt-control" rows="3" dir="auto" placeholder=${placeholder} ?required=${required}
        .defaultValue=${show(value)}></textarea></label>`;
    case 'number':
      return html`<label class="prompt-field">${label}${hint}<input
        type="number" step="any" class="prompt-control" placeholder=${placeholder} ?required=${required}
        min=${field.minimum ?? nothing} max=${field.maximum ?? nothing} value=${show(value)} /></label>`;
    default:
      return html`<label class="prompt-field">${label}${hint}<input
        type="text" class="prompt-control" dir="auto" placeholder=${placeholder} ?required=${required} value=${show(value)} /></label>`;
  }
};

/** What a person entered, or `undefined` where they entered nothing. */
export const valueOf = (
  field: Field,
  element: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement,
): FormValue | undefined => {
  if (field.kind === 'box') return (element as HTMLInputElement).checked;
  if (element.value === '') return undefined;
  if (field.kind === 'choice') return field.choices[Number(element.value)]?.value;
  return field.kind === 'number' ? Number(element.value) : element.value;
};
