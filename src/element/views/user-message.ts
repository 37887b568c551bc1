import { css, html, nothing } from 'lit';
import type { JsonObject, Turn } from '../../core/index.js';
import type { ViewContext } from './context.js';
import { asText } from './data-text.js';

/** The form that was sent, in its own words as soon as what reads it is there. */
const answered = (turn: Turn, values: JsonObject, context: ViewContext) => {
  const form = context.formOf(turn);
  const answers = (form && context.answers?.formAnswers(form, values, context)) ?? Object.entries(values);
  const given = answers.map(
    ([label, value]) => [label, Array.isArray(value) ? value.join(', ') : asText(value)] as const,
  );
  return html`<dl class="values">${given.map(([label, value]) =>
    value === ''
      ? nothing
      : html`<div class="pair"><dt><bdi>${label}</bdi></dt> <dd class="value"><bdi>${value}</bdi></dd></div>`,
  )}</dl>`;
};

/** What the person said, or the form they sent. */
export const userMessage = (turn: Turn, context: ViewContext) => html`
  <div class="message user" part="message user-message">
    <h3 class="visually-hidden">${context.strings.you}</h3>
    ${
      turn.question === '' && turn.form
        ? html`<div class="bubble">
          <p>${context.strings.sentForm}</p>
          ${answered(turn, turn.form.values, context)}
        </div>`
        : html`<p class="bubble" dir="auto">${turn.question}</p>`
    }
    ${turn.attachments?.map(({ name, url }) => html`<p class="attachment small muted" dir="auto">${name ?? url}</p>`) ?? nothing}
  </div>
`;

export const userMessageStyles = css`
  .user {
    display: grid;
    justify-items: end;
    gap: 4px;
    padding-inline-start: 48px;
  }

  .user .bubble {
    max-inline-size: 100%;
    padding: calc(9px * var(--zaby-density)) calc(14px * var(--zaby-density));
    border-radius: calc(var(--zaby-radius) * 1.5);
    border-end-end-radius: calc(var(--zaby-radius) * 0.35);
    background: var(--zaby-accent-fill);
    color: var(--zaby-on-accent);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  .user div.bubble {
    display: grid;
    gap: 6px;
    white-space: normal;
  }

  .user .pair {
    display: block;
  }

  .user .value {
    font: inherit;
  }

  .user .pair dt {
    color: inherit;
    font-size: 0.8667em;
  }

  .attachment {
    overflow-wrap: anywhere;
  }

  @media (forced-colors: active) {
    .user .bubble {
      border: 1px solid CanvasText;
    }
  }
`;
