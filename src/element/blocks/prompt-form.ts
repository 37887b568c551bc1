import { type TemplateResult, css, html, nothing } from 'lit';
import type { UiBlock } from '../../core/index.js';
import { icons } from '../views/icons.js';
import type { BlockContext, BlockRenderer } from './context.js';
import { formAnswers } from './form-answers.js';
import { problemOf, controlsIn, valuesOf } from './form-check.js';
import { control, formControlStyles } from './form-control.js';
import { readForm } from './form-field.js';
import { frame, idOf } from './frame.js';
import { type Fields, contentOf, readText } from './read.js';

/** What is wrong, by the place of the field. Empty until a person tried to send it. */
type Problems = readonly (string | undefined)[];

/** Questions the agent asks as a form. Sending it starts a run; while a run works it waits, and once sent it shows what was answered. */
export const promptForm: BlockRenderer = (block, context) => {
  const { strings, busy, submit, submitted, keep } = context;
  const content = contentOf(block);
  const sent = submitted?.(block);
  if (sent) return html`<div class="card">${frame(block)}${answers(block, sent, context)}</div>`;
  const fields = readForm(content);
  const problems = (context.kept ?? []) as Problems;
  const id = idOf(block);
  const wrong = problems.flatMap((problem, index) =>
    problem ? [{ problem, index, label: fields[index]?.label }] : [],
  );

  const check = (form: HTMLElement): Problems => {
    const elements = form.querySelectorAll('.form-field');
    return fields.map((field, index) => problemOf(field, elements[index]!, strings));
  };
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    // Sent already, a moment ago: nothing was drawn since.
    if (busy || !submit || submitted?.(block)) return;
    const box = form.closest('.block')!;
    const found = check(form);
    if (!found.some(Boolean)) submit(block.id, valuesOf(fields, form.querySelectorAll('.form-field')));
    keep(found);
    box.querySelector<HTMLElement>('.prompt-problems, .prompt-sent')?.focus();
  };
  /** What is mended is no longer called wrong; what is not wrong yet is left in peace. */
  const recheck = (event: Event): void => {
    if (wrong.length === 0) return;
    const now = check(event.currentTarget as HTMLFormElement);
    keep(problems.map((problem, index) => problem && now[index]));
  };
  return html`<form class="card" novalidate @submit=${send} @input=${recheck}>${frame(block)}${
    wrong.length === 0
      ? nothing
      : html`<div class="prompt-problems notice failed" role="group" tabindex="-1" aria-label=${strings.formProblems(wrong.length)}>${icons.alert}<div class="notice-text"><p class="label">${strings.formProblems(wrong.length)}</p><ul class="list">${wrong.map(
          ({ problem, index, label }) =>
            html`<li><button type="button" @click=${(event: Event) => goTo(event, index)}><bdi>${label}</bdi>: ${problem}</button></li>`,
        )}</ul></div></div>`
  }<fieldset class="prompt-fields" ?disabled=${busy || !submit}>${fields.map((field, index) => control(field, `${id}-${index}`, strings, problems[index]))}<button type="submit" class="button primary">${
    readText(content, 'submitLabel', 'submit_label', 'buttonLabel') ?? strings.send
  }</button></fieldset></form>`;
};

/** Puts the cursor into a field of the form that the event came from. */
const goTo = (event: Event, index: number): void => {
  const fields = (event.currentTarget as Element).closest('form')!.querySelectorAll('.form-field');
  controlsIn(fields[index]!)[0]?.focus();
};

const answers = (form: UiBlock, sent: Fields, context: BlockContext): TemplateResult =>
  html`<p class="prompt-sent muted small" tabindex="-1">${icons.check}${context.strings.formSent}</p><dl class="prompt-answers">${formAnswers(
    form,
    sent,
    context,
  ).map(
    ([label, answer]) =>
      html`<div><dt class="muted small" dir="auto">${label}</dt><dd dir="auto">${answer || '–'}</dd></div>`,
  )}</dl>`;

export const promptFormStyles = [
  formControlStyles,
  css`
    .prompt-fields {
      display: grid;
      margin-block-start: 6px;
      grid-template-columns: minmax(0, 1fr);
      justify-items: start;
      gap: calc(16px * var(--zaby-density));
    }
    .prompt-fields > .form-field {
      inline-size: 100%;
    }
    .prompt-problems button {
      min-block-size: 24px;
      text-align: start;
      text-decoration: underline;
      text-underline-offset: 2px;
    }
    .prompt-sent {
      display: flex;
      align-items: center;
      gap: 6px;
    }
    .prompt-sent svg {
      inline-size: 16px;
      block-size: 16px;
      color: var(--zaby-success);
    }
    .prompt-answers {
      display: grid;
      gap: 8px;
    }
    .prompt-answers dd {
      white-space: pre-line;
    }
    fieldset[disabled] {
      opacity: 0.6;
    }
  `,
];
