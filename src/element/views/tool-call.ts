import { css, html, nothing } from 'lit';
import type { ToolPart } from '../../core/index.js';
import type { Strings } from '../locales/index.js';
import type { ViewContext } from './context.js';
import { icons } from './icons.js';
import { labelledValues, parsed } from './labelled-values.js';
import { exact, inWords } from './untrusted.js';

const statusWords = (part: ToolPart, strings: Strings, waits: boolean): string => {
  if (waits) return strings.statusApproval;
  switch (part.status) {
    case 'done':
      return strings.toolDone;
    case 'failed':
      return strings.toolFailed;
    case 'unanswered':
      return strings.toolUnanswered;
    default:
      return strings.toolRunning;
  }
};

const statusIcon = (part: ToolPart, waits: boolean) => {
  if (waits) return icons.shield;
  switch (part.status) {
    case 'done':
      return html`<span class="succeeded">${icons.check}</span>`;
    case 'failed':
      return html`<span class="failed">${icons.alert}</span>`;
    case 'unanswered':
      return icons.dash;
    default:
      return icons.working;
  }
};

/** A tool the agent uses: its name in plain words and how it goes; what went in and came out when unfolded. `waits` for the person's approval. */
export const toolCall = (part: ToolPart, context: ViewContext, waits: boolean) => {
  const { strings } = context;
  return html`<details class="aside tool" part="tool-call">
    <summary>
      ${statusIcon(part, waits)}<span class="name">${exact(inWords(part.toolName))}</span>
      <span class=${part.status === 'failed' ? 'state failed' : 'state'}>${statusWords(part, strings, waits)}</span>${icons.chevron}
    </summary>
    <div class="aside-body">
      ${
        part.args === ''
          ? nothing
          : html`<div class="tool-data">
            <p class="label">${strings.toolArguments}</p>
            ${labelledValues(parsed(part.args), context)}
          </div>`
      }
      ${
        part.result === undefined
          ? nothing
          : html`<div class="tool-data">
            <p class="label">${strings.toolResult}</p>
            ${labelledValues(parsed(part.result), context)}
          </div>`
      }
    </div>
  </details>`;
};

export const toolCallStyles = css`
  .tool .name {
    color: var(--zaby-text);
  }

  .tool .state {
    flex: none;
    font-size: 0.9286em;
  }

  .tool-data {
    display: grid;
    gap: 4px;
  }
`;
