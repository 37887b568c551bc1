import { css, html, nothing } from 'lit';
import type { ViewContext } from './context.js';

/** What stands in an empty conversation: a greeting and things one could ask. */
export const emptyState = (greeting: string, starters: readonly string[], { strings, actions }: ViewContext) => html`
  <slot name="empty">
    <div class="empty" part="empty">
      <p class="greeting" part="greeting" dir="auto">${greeting}</p>
      ${
        starters.length === 0
          ? nothing
          : html`<ul class="list starters" aria-label=${strings.starters}>
            ${starters.map(
              (starter) => html`<li>
                <button class="button starter" part="starter" type="button" dir="auto" @click=${() => actions.send(starter)}>${starter}</button>
              </li>`,
            )}
          </ul>`
      }
    </div>
  </slot>
`;

export const emptyStateStyles = css`
  .empty {
    display: grid;
    gap: calc(16px * var(--zaby-density));
    align-content: end;
    min-block-size: 100%;
  }

  .greeting {
    font-weight: 620;
    font-size: 1.4667em;
    line-height: 1.3;
    letter-spacing: -0.015em;
    overflow-wrap: anywhere;
    text-wrap: balance;
  }

  .starters {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }

  .starter {
    border-radius: calc(var(--zaby-radius) * 1.5);
    font-weight: 400;
    text-align: start;
    overflow-wrap: anywhere;
  }
`;
