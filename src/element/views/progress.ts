import { type TemplateResult, css, html, nothing } from 'lit';
import type { ProgressPart, ProgressStep } from '../../core/index.js';
import type { BlockStrings } from '../blocks/index.js';
import { isAtWork } from './activity.js';
import { helperOf, timeTaken } from './aside.js';
import type { ViewContext } from './context.js';
import { icons } from './icons.js';
import { exact } from './untrusted.js';

/** A step as it is drawn; an agent's own list may hold failed ones. */
export interface ShownStep {
  readonly name: string;
  readonly status: ProgressStep['status'] | 'failed';
}

export interface ProgressModel {
  readonly label: string;
  readonly steps: readonly ShownStep[];
  /** Default: the steps that are done. */
  readonly current?: number | undefined;
  /** 0 or absent while nobody has said how much there is. */
  readonly total?: number | undefined;
  /** Nobody is at it any more. */
  readonly done: boolean;
  /** Stands before the label. */
  readonly helper?: unknown;
  /** Stands at the end of the line. */
  readonly time?: unknown;
}

const looks = {
  done: { icon: icons.check, word: 'stepDone' },
  running: { icon: icons.working, word: 'stepRunning' },
  failed: { icon: icons.alert, word: 'stepFailed' },
  unfinished: { icon: icons.dash, word: 'stepUnfinished' },
} as const;

const stepRow = ({ name, status }: ShownStep, strings: BlockStrings) => {
  const { icon, word } = looks[status];
  return html`<li class=${status}>${icon}<span dir="auto">${exact(name)}</span><span class="visually-hidden">, ${strings[word]}</span></li>`;
};

/** One line that says how far a piece of work is, a bar, and its steps. */
export const progressView = (
  { label, steps, current, total = 0, done, helper, time }: ProgressModel,
  strings: BlockStrings,
): TemplateResult => {
  const finished = current ?? steps.filter(({ status }) => status === 'done').length;
  const value = Math.min(total, Math.max(0, finished));
  const measured = total > 0;
  const left = measured && value === total ? 'done' : 'unfinished';
  return html`<div class="progress card" part="progress">
    <div class="progress-line">
      ${helper}<span class="label" dir="auto">${exact(label)}</span>
      ${measured ? html`<span class="muted">${total === 100 ? `${Math.floor(value)} %` : strings.stepsDone(value, total)}</span>` : nothing}${time}
    </div>
    ${
      measured || !done
        ? html`<progress aria-label=${strings.progress} max=${measured ? total : nothing} value=${measured ? value : nothing}></progress>`
        : nothing
    }
    <ol class="list steps">${steps.map(({ name, status }) => stepRow({ name, status: done && status === 'running' ? left : status }, strings))}</ol>
  </div>`;
};

/** A long piece of work of the run. */
export const progress = (part: ProgressPart, context: ViewContext) => {
  const { strings } = context;
  return progressView(
    {
      ...part,
      label: part.label ?? part.steps.findLast(({ status }) => status === 'running')?.name ?? strings.progress,
      helper: helperOf(part),
      time: isAtWork(part) ? timeTaken(part.startedAt, undefined, context) : nothing,
    },
    strings,
  );
};

export const progressStyles = css`
  .progress {
    font-size: 0.9333em;
  }

  .progress-line {
    display: flex;
    gap: 12px;
  }

  .progress-line .label {
    flex: 1;
  }

  .progress-line :is(.muted, .time) {
    flex: none;
    color: var(--zaby-text-muted);
    font-variant-numeric: tabular-nums;
  }

  progress {
    appearance: none;
    display: block;
    inline-size: 100%;
    block-size: 4px;
    border: 0;
    border-radius: 2px;
    overflow: hidden;
    background: var(--zaby-border);
    color: var(--zaby-accent-text);
  }

  progress::-webkit-progress-bar {
    background: var(--zaby-border);
  }

  progress::-webkit-progress-value {
    border-radius: 2px;
    background: var(--zaby-accent-text);
    transition: inline-size 200ms;
  }

  progress::-moz-progress-bar {
    background: var(--zaby-accent-text);
  }

  progress:indeterminate {
    background: linear-gradient(90deg, var(--zaby-border) 30%, var(--zaby-accent-text) 50%, var(--zaby-border) 70%) 0 / 200%;
    animation: pass 1.4s linear infinite;
  }

  progress:indeterminate::-webkit-progress-bar {
    background: none;
  }

  progress:indeterminate::-moz-progress-bar {
    background: none;
  }

  @keyframes pass {
    from {
      background-position: 150% 0;
    }

    to {
      background-position: -50% 0;
    }
  }

  .steps {
    display: grid;
    gap: 4px;
  }

  .steps li {
    display: flex;
    gap: 8px;
    color: var(--zaby-text-muted);
    overflow-wrap: anywhere;
  }

  .steps li.running {
    color: var(--zaby-text);
  }

  .steps svg {
    inline-size: 16px;
    block-size: 16px;
    margin-block-start: 3px;
  }

  .steps .done svg {
    color: var(--zaby-success);
  }

  .steps .failed svg {
    color: var(--zaby-danger);
  }

  @media (forced-colors: active) {
    progress {
      border: 1px solid CanvasText;
      block-size: 8px;
    }

    progress::-webkit-progress-value {
      forced-color-adjust: none;
      background: Highlight;
    }
  }
`;
