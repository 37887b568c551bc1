import { type TemplateResult, css, html, nothing } from 'lit';
import { icons } from '../views/icons.js';
import type { BlockRenderer, BlockStrings } from './context.js';
import { frame } from './frame.js';
import { contentOf, isFields, readList, readNumber, readText, show } from './read.js';

type StepState = 'done' | 'running' | 'waiting' | 'failed';

/** Steps and how far they are, as the agent says. A bar is drawn where a total is known. */
export const progressTracker: BlockRenderer = (block, { strings }) => {
  const content = contentOf(block);
  const steps = readList(content, 'steps', 'items', 'stages', 'tasks').map(readStep);
  const percent = readNumber(content, 'percent', 'percentage');
  const total = percent === undefined ? (readNumber(content, 'total', 'max') ?? steps.length) : 100;
  const done = percent ?? readNumber(content, 'current', 'value', 'progress', 'completed') ?? countDone(steps);
  const name = block.title ?? strings.progress;
  return frame(
    block,
    html`${
      total > 0
        ? html`<div class="tracker-bar"
            ><progress class="tracker" max=${total} .value=${Math.min(Math.max(done, 0), total)} aria-label=${strings.progress} title=${name}></progress
            ><span class="tracker-count">${percent === undefined ? strings.stepsDone(done, total) : `${Math.round(percent)} %`}</span></div
          >`
        : nothing
    }${steps.length > 0 ? html`<ol class="tracker-steps" dir="auto">${steps.map((step) => stepRow(step, strings))}</ol>` : nothing}`,
  );
};

interface Step {
  readonly label: string;
  readonly state: StepState;
  readonly detail: string | undefined;
}

const states = new Map<string, StepState>(
  Object.entries({
    done: 'done',
    completed: 'done',
    complete: 'done',
    success: 'done',
    succeeded: 'done',
    finished: 'done',
    running: 'running',
    active: 'running',
    current: 'running',
    'in-progress': 'running',
    in_progress: 'running',
    failed: 'failed',
    error: 'failed',
    failure: 'failed',
  }),
);

const readStep = (step: unknown): Step => {
  if (!isFields(step)) return { label: show(step), state: 'waiting', detail: undefined };
  const state = (readText(step, 'status', 'state') ?? (step['done'] === true ? 'done' : '')).toLowerCase();
  return {
    label: readText(step, 'label', 'title', 'name', 'text', 'stepName') ?? '',
    state: states.get(state) ?? 'waiting',
    detail: readText(step, 'description', 'detail', 'message'),
  };
};

const countDone = (steps: readonly Step[]): number => steps.filter(({ state }) => state === 'done').length;

const looks = {
  done: { icon: icons.check, word: 'stepDone' },
  running: { icon: icons.working, word: 'stepRunning' },
  waiting: { icon: icons.circle, word: 'stepWaiting' },
  failed: { icon: icons.alert, word: 'stepFailed' },
} as const;

const stepRow = ({ label, state, detail }: Step, strings: BlockStrings): TemplateResult => {
  const { icon, word } = looks[state];
  return html`<li class="tracker-step is-${state}">${icon}<span
    ><span class="visually-hidden">${strings[word]}: </span>${label}${detail ? html`<span class="tracker-detail">${detail}</span>` : nothing}</span
  ></li>`;
};

export const progressTrackerStyles = css`
  .tracker-bar {
    display: flex;
    align-items: center;
    gap: 12px;
  }
  .tracker {
    flex: 1;
    min-inline-size: 0;
    block-size: 6px;
    border: 0;
    border-radius: 3px;
    overflow: clip;
    appearance: none;
    background: var(--zaby-border);
    accent-color: var(--zaby-accent);
  }
  .tracker::-webkit-progress-bar {
    background: var(--zaby-border);
  }
  .tracker::-webkit-progress-value {
    background: var(--zaby-accent);
    border-radius: 3px;
  }
  .tracker::-moz-progress-bar {
    background: var(--zaby-accent);
    border-radius: 3px;
  }
  .tracker-count {
    unicode-bidi: plaintext;
    color: var(--zaby-text-muted);
    font-size: 0.8667em;
    font-variant-numeric: tabular-nums;
  }
  .tracker-steps {
    display: grid;
    gap: 4px;
    margin-block: 0;
    padding-inline-start: 0;
    list-style: none;
  }
  .tracker-step {
    display: flex;
    gap: 8px;
  }
  .tracker-step svg {
    inline-size: 16px;
    block-size: 16px;
    margin-block-start: 0.25em;
  }
  .tracker-step.is-done svg {
    color: var(--zaby-success);
  }
  .tracker-step.is-running svg {
    color: var(--zaby-accent-text, var(--zaby-accent));
  }
  .tracker-step.is-waiting {
    color: var(--zaby-text-muted);
  }
  .tracker-step.is-failed svg {
    color: var(--zaby-danger);
  }
  .tracker-detail {
    display: block;
    color: var(--zaby-text-muted);
    font-size: 0.8667em;
  }
  @media (forced-colors: active) {
    .tracker {
      border: 1px solid CanvasText;
      forced-color-adjust: none;
      background: Canvas;
    }
    .tracker::-webkit-progress-value {
      background: Highlight;
    }
  }
`;
