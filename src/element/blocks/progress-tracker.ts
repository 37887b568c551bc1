import { html, nothing } from 'lit';
import type { ProgressStep } from '../../core/index.js';
import { elapsed } from '../views/countdown.js';
import { type ShownStep, progressView } from '../views/progress.js';
import type { BlockRenderer } from './context.js';
import { frame } from './frame.js';
import { type Fields, contentOf, isFields, read, readList, readNumber, readText, show } from './read.js';

/** Steps and how far they are, as the agent says, in the looks of the run's own progress. Without a total, the bar says only that it goes on. */
export const progressTracker: BlockRenderer = (block, { strings, since }) => {
  const content = contentOf(block);
  const steps = readList(content, 'steps', 'items', 'stages', 'tasks').map(readStep);
  const percent = readNumber(content, 'percent', 'percentage');
  const total = percent === undefined ? (readNumber(content, 'total', 'max') ?? steps.length) : 100;
  const current = percent ?? readNumber(content, 'current', 'value', 'progress', 'completed');
  const isOver =
    endsWork.test(readText(content, 'status', 'state') ?? '') ||
    (total > 0 && (current ?? steps.filter(({ status }) => status === 'done').length) >= total);
  const startedAt = timeOf(content, 'startedAt', 'started_at', 'startTime', 'start');
  const endedAt = timeOf(content, 'endedAt', 'ended_at', 'finishedAt', 'completedAt', 'endTime', 'end');
  const taken =
    startedAt !== undefined && endedAt !== undefined
      ? endedAt - startedAt
      : (readNumber(content, 'elapsedMs', 'durationMs') ??
        (readNumber(content, 'elapsed', 'elapsedSeconds', 'duration') ?? NaN) * 1000);
  return frame(
    { description: block.description },
    progressView(
      {
        label: block.title ?? strings.progress,
        steps,
        current,
        total: read(content, 'indeterminate') === true ? 0 : total,
        done: isOver || !since,
        time:
          taken >= 0
            ? html`<span class="time">${elapsed(0, taken)}</span>`
            : startedAt !== undefined && since && !isOver
              ? html`<span class="time" ${since(startedAt)}></span>`
              : nothing,
      },
      strings,
    ),
  );
};

const endsWork = /^(?:done|complete|succe|finish|fail|error|cancel)/i;

/** A moment as ms: ISO 8601, or a Unix time in seconds or ms. */
const timeOf = (fields: Fields, ...names: string[]): number | undefined => {
  const value = read(fields, ...names);
  const time = typeof value === 'number' ? (value < 1e11 ? value * 1000 : value) : Date.parse(show(value));
  return Number.isFinite(time) ? time : undefined;
};

/** How agents say it, by the beginning of the word. */
export const stateOf = (word: string): ProgressStep['status'] | 'failed' => {
  if (/^(?:done|complete|succe|finish)/i.test(word)) return 'done';
  if (/^(?:run|active|current|in.?progress)/i.test(word)) return 'running';
  return /^(?:fail|error)/i.test(word) ? 'failed' : 'unfinished';
};

const readStep = (step: unknown): ShownStep => {
  if (!isFields(step)) return { name: show(step), status: 'unfinished' };
  return {
    status: stateOf(readText(step, 'status', 'state') ?? (read(step, 'done') === true ? 'done' : '')),
    name: readText(step, 'label', 'title', 'name', 'text', 'stepName') ?? '',
  };
};
