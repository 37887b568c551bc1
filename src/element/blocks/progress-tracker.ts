import { type TemplateResult, css, html, nothing } from 'lit';
import { icons } from '../views/icons.js';
import type { BlockRenderer, BlockStrings } from './context.js';
import { frame } from './frame.js';
import { contentOf, isFields, read, readList, readNumber, readText, show } from './read.js';

type StepState = 'done' | 'running' | 'waiting' | 'failed';

/** Steps and how far they are, as the agent says, in the looks of the run's own progress. A bar is drawn where a total is known. */
export const progressTracker: BlockRenderer = (block, { strings }) => {
  const content = contentOf(block);
  const steps = readList(content, 'steps', 'items', 'stages', 'tasks').map(readStep);
  const percent = readNumber(content, 'percent', 'percentage');
  const total = percent === undefined ? (readNumber(content, 'total', 'max') ?? steps.length) : 100;
  const done = percent ?? readNumber(content, 'current', 'value', 'progress', 'completed') ?? countDone(steps);
  const count = percent === undefined ? strings.stepsDone(done, total) : `${Math.round(percent)} %`;
  return frame(
    { ...(block.description !== undefined && { description: block.description }) },
    html`<div class="progress"
      ><div class="progress-line"
        ><span class="progress-label" dir="auto">${block.title ?? strings.progress}</span
        >${total > 0 ? html`<bdi class="muted">${count}</bdi>` : nothing}</div
      >${
        total > 0
          ? html`<progress max=${total} .value=${Math.min(Math.max(done, 0), total)} aria-label=${strings.progress}></progress>`
          : nothing
      }${steps.length > 0 ? html`<ol class="steps" dir="auto">${steps.map((step) => stepRow(step, strings))}</ol>` : nothing}</div
    >`,
  );
};

interface Step {
  readonly label: string;
  readonly state: StepState;
  readonly detail: string | undefined;
}

/** How agents say it, by the beginning of the word. */
const stateOf = (word: string): StepState => {
  if (/^(?:done|complete|succe|finish)/i.test(word)) return 'done';
  if (/^(?:run|active|current|in.?progress)/i.test(word)) return 'running';
  return /^(?:fail|error)/i.test(word) ? 'failed' : 'waiting';
};

const readStep = (step: unknown): Step => {
  if (!isFields(step)) return { label: show(step), state: 'waiting', detail: undefined };
  return {
    state: stateOf(readText(step, 'status', 'state') ?? (read(step, 'done') === true ? 'done' : '')),
    label: readText(step, 'label', 'title', 'name', 'text', 'stepName') ?? '',
    detail: readText(step, 'description', 'detail', 'message'),
  };
};

const countDone = (steps: readonly Step[]): number => steps.filter(({ state }) => state === 'done').length;

const looks = {
  done: { icon: html`<span class="succeeded">${icons.check}</span>`, word: 'stepDone' },
  running: { icon: icons.working, word: 'stepRunning' },
  waiting: { icon: icons.circle, word: 'stepWaiting' },
  failed: { icon: icons.alert, word: 'stepFailed' },
} as const;

const stepRow = ({ label, state, detail }: Step, strings: BlockStrings): TemplateResult => {
  const { icon, word } = looks[state];
  return html`<li class=${state}>${icon}<span
    ><span class="visually-hidden">${strings[word]}: </span>${label}${detail ? html`<span class="steps-detail">${detail}</span>` : nothing}</span
  ></li>`;
};

export const progressTrackerStyles = css`
  .steps .failed svg {
    color: var(--zaby-danger);
  }
  .steps-detail {
    display: block;
    font-size: 0.8667em;
  }
`;
