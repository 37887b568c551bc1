import { type TemplateResult, css, html, nothing } from 'lit';
import { icons } from '../views/icons.js';
import type { BlockStrings } from './context.js';
import type { Field } from './form-field.js';
import { show } from './read.js';

/** More choices than these are a list to unfold. */
const mostButtons = 6;

/** The time that a control takes, of a time as it is written elsewhere. */
const lengths: Partial<Record<Field['kind'], number>> = { date: 10, 'datetime-local': 16, time: 5 };

/** A question with what it takes to answer it. `id` tells its parts from those of others. */
export const control = (
  field: Field,
  id: string,
  strings: BlockStrings,
  problem: string | undefined,
): TemplateResult => {
  const { kind, label, hint, required, choices, initial, min, max, whole } = field;
  const described = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ') || nothing;
  const invalid = problem ? 'true' : nothing;
  const name = html`<span class="label">${label}</span>${
    required ? html` <span class="muted small">${strings.formRequired}</span>` : nothing
  }`;
  const notes = html`${hint ? html`<p class="muted small" id="${id}-hint" dir="auto">${hint}</p>` : nothing}`;
  const wrong = problem ? html`<p class="problem small" id="${id}-problem">${icons.alert}${problem}</p>` : nothing;
  const isInitial = (value: unknown): boolean => [initial].flat().includes(value);

  if (kind === 'choices' || (kind === 'choice' && choices.length <= mostButtons)) {
    const type = kind === 'choice' ? 'radio' : 'checkbox';
    return html`<fieldset class="form-field" aria-describedby=${described} role=${kind === 'choice' ? 'radiogroup' : nothing} aria-required=${kind === 'choice' && required ? 'true' : nothing} aria-invalid=${kind === 'choice' && problem ? 'true' : nothing}><legend dir="auto">${name}</legend>${notes}<div class="options">${choices.map(
      (choice, index) =>
        html`<label class="option"><input type=${type} name=${id} value=${index} ?checked=${isInitial(choice.value)} /><span dir="auto">${choice.label}</span></label>`,
    )}</div>${wrong}</fieldset>`;
  }
  if (kind === 'checkbox') {
    return html`<div class="form-field"><label class="option"><input type="checkbox" ?checked=${initial === true} aria-describedby=${described} /><span dir="auto">${name}</span></label>${notes}</div>`;
  }
  const written = show(initial).slice(0, lengths[kind]);
  return html`<div class="form-field"><label for=${id} dir="auto">${name}</label>${notes}${
    kind === 'choice'
      ? html`<select class="field" id=${id} aria-required=${required} aria-invalid=${invalid} aria-describedby=${described}><option value="">–</option>${choices.map(
          (choice, index) => html`<option value=${index} ?selected=${isInitial(choice.value)}>${choice.label}</option>`,
        )}</select>`
      : kind === 'long'
        ? html`<textarea class="field" id=${id} rows="3" dir="auto" aria-required=${required} aria-invalid=${invalid} aria-describedby=${described} .defaultValue=${written}></textarea>`
        : html`<input class="field" id=${id} type=${kind} dir="auto" min=${min ?? nothing} max=${max ?? nothing} step=${whole ? '1' : 'any'} aria-required=${required} aria-invalid=${invalid} aria-describedby=${described} value=${written} />`
  }${wrong}</div>`;
};

export const formControlStyles = css`
  .form-field {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 4px;
    min-inline-size: 0;
  }
  .form-field > :is(input, select) {
    min-block-size: calc(40px * var(--zaby-density));
  }
  .form-field > textarea {
    min-block-size: 76px;
  }
  .form-field [aria-invalid='true'] {
    border-color: var(--zaby-danger);
  }
  .form-field legend {
    margin-block-end: 4px;
  }
  .options {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .option {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 28px;
  }
  .options .option {
    padding: calc(5px * var(--zaby-density)) calc(12px * var(--zaby-density));
    border: 1px solid var(--zaby-border-strong);
    border-radius: calc(var(--zaby-radius) * 0.75);
  }
  .options .option:has(:checked) {
    border-color: var(--zaby-accent-text);
    background: color-mix(in oklab, var(--zaby-accent-text) 8%, transparent);
  }
  .option input {
    flex: none;
    inline-size: 18px;
    block-size: 18px;
    margin: 0;
    accent-color: var(--zaby-accent-fill);
  }
  .problem {
    display: flex;
    gap: 6px;
    color: var(--zaby-danger);
    overflow-wrap: anywhere;
  }
  .problem svg {
    inline-size: 16px;
    block-size: 16px;
    margin-block-start: 2px;
  }
`;
