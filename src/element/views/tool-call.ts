import { css, html, nothing } from 'lit';
import type { ToolPart } from '../../core/index.js';
import type { ViewContext } from './context.js';
import { icons } from './icons.js';
import { labelledValues, parsed } from './labelled-values.js';
import { exact, inWords } from './untrusted.js';

const working = { icon: icons.working, word: 'toolRunning' } as const;

const looks = {
  streaming: working,
  running: working,
  done: { icon: icons.check, word: 'toolDone' },
  failed: { icon: icons.alert, word: 'toolFailed' },
  unanswered: { icon: icons.dash, word: 'toolUnanswered' },
  waiting: { icon: icons.shield, word: 'statusApproval' },
} as const;

const data = (label: string, json: string | undefined, context: ViewContext) =>
  json === undefined
    ? nothing
    : html`<div class="tool-data">
      <p class="label">${label}</p>
      ${labelledValues(parsed(json), context)}
    </div>`;

/** A tool the agent uses: its name in plain words and how it goes; what went in and came out when unfolded. `waits` for the person's approval. */
export const toolCall = ({ toolName, status, args, result }: ToolPart, context: ViewContext, waits: boolean) => {
  const { strings } = context;
  const { icon, word } = looks[waits ? 'waiting' : status];
  return html`<details class="aside tool" part="tool-call">
    <summary>
      <span class=${status}>${icon}</span><span class="name">${exact(inWords(toolName))}</span>
      <span class="state ${status}">${strings[word]}</span>${icons.chevron}
    </summary>
    <div class="aside-body">${data(strings.toolArguments, args || undefined, context)}${data(strings.toolResult, result, context)}</div>
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
