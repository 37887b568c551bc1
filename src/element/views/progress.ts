import { css, html, nothing } from 'lit';
import type { ProgressPart, ProgressStep } from '../../core/index.js';
import type { Strings } from '../locales/index.js';
import type { ViewContext } from './context.js';
import { icons } from './icons.js';
import { exact } from './untrusted.js';

const stepState = (step: ProgressStep, strings: Strings) => {
  switch (step.status) {
    case 'done':
      return { icon: html`<span class="succeeded">${icons.check}</span>`, words: strings.stepDone };
    case 'running':
      return { icon: icons.working, words: strings.stepRunning };
    case 'unfinished':
      return { icon: icons.dash, words: strings.stepUnfinished };
  }
};

/** How far it is: as the agent counts, or nothing while it has not said how much there is. */
const measure = (part: ProgressPart): { current: number; total: number } | undefined => {
  if (part.total === undefined || part.total <= 0) return undefined;
  const done = part.steps.filter(({ status }) => status === 'done').length;
  return { current: Math.min(part.total, Math.max(0, part.current ?? done)), total: part.total };
};

/** A long piece of work: one line that says how far it is, and its steps. */
export const progress = (part: ProgressPart, { strings, notes }: ViewContext, turnId: string) => {
  const measured = measure(part);
  const running = part.steps.findLast(({ status }) => status === 'running');
  const label = part.label ?? running?.name ?? strings.progress;
  const labelId = notes.id(turnId, part.id, 'progress');
  return html`<div class="progress" part="progress">
    <div class="progress-line">
      <span class="progress-label" id=${labelId} dir="auto">${exact(label)}</span>
      <span class="muted">${measured ? strings.stepsDone(measured.current, measured.total) : nothing}</span>
    </div>
    ${
      measured
        ? html`<progress aria-labelledby=${labelId} max=${measured.total} .value=${measured.current}></progress>`
        : part.done
          ? nothing
          : html`<progress aria-labelledby=${labelId}></progress>`
    }
    ${
      part.steps.length === 0
        ? nothing
        : html`<ol class="list steps">
          ${part.steps.map((step) => {
            const { icon, words } = stepState(step, strings);
            return html`<li class=${step.status}>${icon}<span dir="auto">${exact(step.name)}</span><span class="visually-hidden">, ${words}</span></li>`;
          })}
        </ol>`
    }
  </div>`;
};

export const progressStyles = css`
  .progress {
    display: grid;
    gap: 8px;
    padding: 12px 14px;
    border: 1px solid var(--zaby-border);
    border-radius: var(--zaby-radius);
    font-size: 0.9333em;
  }

  .progress-line {
    display: flex;
    justify-content: space-between;
    gap: 12px;
  }

  .progress-line .muted {
    flex: none;
    font-variant-numeric: tabular-nums;
  }

  .progress-label {
    font-weight: 550;
    overflow-wrap: anywhere;
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

  .steps .succeeded {
    color: var(--zaby-success);
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
