import { css, html, nothing } from 'lit';
import type { JsonObject, Turn } from '../../core/index.js';
import type { ViewContext } from './context.js';
import { labelledValues } from './labelled-values.js';

/** Several choices are read as a list, not as JSON. */
const written = (values: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );

/** What the person said, or the form they sent. */
export const userMessage = (turn: Turn, context: ViewContext) => html`
  <div class="message user" part="message user-message">
    <h3 class="visually-hidden">${context.strings.you}</h3>
    ${
      turn.question === '' && turn.form
        ? html`<div class="bubble">
          <p>${context.strings.sentForm}</p>
          ${labelledValues(written(turn.form.values), context)}
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
    padding: 9px 14px;
    border-radius: calc(var(--zaby-radius) * 1.5);
    border-end-end-radius: calc(var(--zaby-radius) * 0.35);
    background: var(--zaby-accent);
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
    grid-template-columns: fit-content(50%) minmax(0, 1fr);
  }

  .user .value {
    font-family: inherit;
  }

  .user .pair dt {
    color: inherit;
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
