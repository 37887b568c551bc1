import { css, html } from 'lit';
import type { BlockRenderer, FormValue } from './context.js';
import { type Field, control, readField, valueOf } from './form-field.js';
import { frame } from './frame.js';
import { contentOf, isFields, readList, readText } from './read.js';

/**
 * Questions the agent asks as a form. Sending it starts a run; from then on, and while a run works, it can only be read.
 *
 * Controls have no `name`: an agent's words never become properties of a form or of the document.
 */
export const promptForm: BlockRenderer = (block, { strings, busy, submit, submitted }) => {
  const content = contentOf(block);
  const fields = readList(content, 'fields', 'inputs', 'questions').filter(isFields).map(readField);
  const sent = submitted?.(block.id);
  const closed = busy || sent !== undefined || submit === undefined;
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!closed) submit(block.id, valuesOf(event.currentTarget as HTMLFormElement, fields));
  };
  return frame(
    block,
    html`<form class="prompt-form" @submit=${send} @keydown=${keepHere} @keypress=${keepHere} @keyup=${keepHere}>
      <fieldset ?disabled=${closed}>${fields.map((field) => control(field, strings, sent))}
        ${
          sent
            ? html`<p class="prompt-sent">${strings.formSent}</p>`
            : html`<button type="submit" class="button primary" ?disabled=${closed}>${
                readText(content, 'submitLabel', 'submit_label', 'buttonLabel') ?? strings.formSend
              }</button>`
        }</fieldset>
    </form>`,
  );
};

/** The page's hotkeys must not fire while a person types. */
const keepHere = (event: Event): void => event.stopPropagation();

const valuesOf = (form: HTMLFormElement, fields: readonly Field[]): Record<string, FormValue> => {
  const controls = [
    ...form.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>('.prompt-control'),
  ];
  const values = fields.flatMap((field, index): [string, FormValue][] => {
    const element = controls[index];
    const value = element && valueOf(field, element);
    return value === undefined ? [] : [[field.name, value]];
  });
  return Object.fromEntries(values);
};

export const promptFormStyles = css`
  .prompt-form fieldset {
    display: grid;
    gap: 12px;
    min-inline-size: 0;
    margin: 0;
    padding: 12px;
    border: 1px solid var(--zaby-border);
    border-radius: var(--zaby-radius);
  }
  .prompt-field {
    display: grid;
    gap: 4px;
  }
  .prompt-field.is-box {
    grid-template-columns: auto minmax(0, 1fr);
    align-items: center;
    gap: 8px;
  }
  .prompt-label {
    font-weight: 550;
  }
  .prompt-hint,
  .prompt-sent {
    margin-block: 0;
    color: var(--zaby-text-muted);
    font-size: 0.8667em;
    font-weight: 400;
  }
  .prompt-control:not([type='checkbox']) {
    inline-size: 100%;
    min-block-size: 36px;
    padding-block: 6px;
    padding-inline: 10px;
    border: 1px solid var(--zaby-border-strong, var(--zaby-text-muted));
    border-radius: calc(var(--zaby-radius) * 0.75);
    background: var(--zaby-surface);
    color: var(--zaby-text);
    font: inherit;
  }
  .prompt-control[type='checkbox'] {
    inline-size: 18px;
    block-size: 18px;
    margin: 0;
    accent-color: var(--zaby-accent);
  }
  .prompt-form :disabled .prompt-control {
    background: var(--zaby-surface-raised);
  }
  .prompt-form button {
    justify-self: start;
  }
`;
