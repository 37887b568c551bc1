import { css, html, nothing } from 'lit';
import type { ToolPart, Turn } from '../../core/index.js';
import { jsonTree } from '../blocks/json-tree.js';
import { aside, helperOf, timeTaken } from './aside.js';
import type { ViewContext } from './context.js';
import { icons } from './icons.js';
import { parsed } from './data-text.js';
import { type ValuesModel, labelledValues } from './labelled-values.js';
import { readPartial } from './partial-json.js';
import { exact, inWords } from './untrusted.js';

const working = { icon: icons.working, word: 'toolRunning' } as const;

/** How a tool call looks that stands so. */
export const toolLooks = {
  streaming: working,
  running: working,
  done: { icon: icons.check, word: 'toolDone' },
  failed: { icon: icons.alert, word: 'toolFailed' },
  unanswered: { icon: icons.dash, word: 'toolUnanswered' },
  waiting: { icon: icons.shield, word: 'statusApproval' },
} as const;

const data = (label: string, value: unknown, context: ViewContext) => {
  const { strings, actions } = context;
  const deep: ValuesModel['deep'] = (each, plain) =>
    jsonTree(each, { strings, announce: (message) => actions.announce(message) }, plain);
  return html`<div class="tool-data"><p class="label">${label}</p>${labelledValues(value, context, { deep })}</div>`;
};

/** Why it failed, in the tool's own words. */
const reasonOf = (result: unknown): string => {
  const { error = result, message = error } = Object(result) as { error?: unknown; message?: unknown };
  return typeof message === 'string' ? message : '';
};

/** A tool the agent uses: its name in plain words, how it goes and for how long; what went in and came out when unfolded. `waits` for the person's approval. */
export const toolCall = (part: ToolPart, turn: Turn, context: ViewContext, waits: boolean) => {
  const { strings } = context;
  const { toolName, status, args, result, startedAt, endedAt } = part;
  const { icon, word } = toolLooks[waits ? 'waiting' : status];
  // Whoever waits for the person counts no time; a running one says that it runs by its time.
  const runs = !waits && (status === 'running' || status === 'streaming');
  const why = status === 'failed' && result ? reasonOf(parsed(result)) : '';
  return aside(
    part,
    turn,
    context,
    html`<span class=${status}>${icon}</span>${helperOf(part)}<span class="name">${exact(inWords(toolName))}</span>
      <span class="state ${status}${runs ? ' visually-hidden' : ''}">${strings[word]}</span>${
        why === '' ? nothing : html`<span class="why" dir="auto">${exact(why.slice(0, 200))}</span>`
      }${waits || (!runs && endedAt === undefined) ? nothing : timeTaken(startedAt, endedAt, context)}`,
    () =>
      html`${args === '' ? nothing : data(strings.toolArguments, readPartial(args), context)}${
        result === undefined ? nothing : data(strings.toolResult, parsed(result), context)
      }`,
  );
};

export const toolCallStyles = css`
  .aside .name {
    color: var(--zaby-text);
  }

  .aside :is(.state, .why, .time) {
    font-size: 0.9286em;
  }

  .tool-data {
    display: grid;
    gap: 4px;
  }
`;
