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
  const sent = submitted?.(block);
  const closed = busy || sent !== undefined || submit === undefined;
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!closed) submit(block.id, valuesOf(event.currentTarget as HTMLFormElement, fields));
  };
  return frame(
    block,
    html`<form class="prompt-form" @submit=${send}>
      <fieldset class="card" ?disabled=${closed}>${fields.map((field) => control(field, strings, sent))}
        ${
          sent
            ? html`<p class="prompt-sent muted small">${strings.formSent}</p>`
            : html`<button type="submit" class="button primary" ?disabled=${closed}>${
                readText(content, 'submitLabel', 'submit_label', 'buttonLabel') ?? strings.send
              }</button>`
        }</fieldset>
    </form>`,
  );
};

const valuesOf = (form: HTMLFormElement, fields: readonly Field[]): Record<string, FormValue> => {
  const controls = form.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>(
    'input, select, textarea',
  );
  const values = fields.map((field, index) => [field.name, valueOf(field, controls[index]!)] as const);
  return Object.fromEntries(values.filter((entry): entry is [string, FormValue] => entry[1] !== undefined));
};

export const promptFormStyles = css`
  .prompt-form fieldset {
    justify-items: start;
  }
  .prompt-form label {
    inline-size: 100%;
  }
`;
