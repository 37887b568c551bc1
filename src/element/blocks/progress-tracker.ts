import type { ProgressStep } from '../../core/index.js';
import { type ShownStep, progressView } from '../views/progress.js';
import type { BlockRenderer } from './context.js';
import { frame } from './frame.js';
import { contentOf, isFields, read, readList, readNumber, readText, show } from './read.js';

/** Steps and how far they are, as the agent says, in the looks of the run's own progress. A bar is drawn where a total is known. */
export const progressTracker: BlockRenderer = (block, { strings }) => {
  const content = contentOf(block);
  const steps = readList(content, 'steps', 'items', 'stages', 'tasks').map(readStep);
  const percent = readNumber(content, 'percent', 'percentage');
  const total = percent === undefined ? (readNumber(content, 'total', 'max') ?? steps.length) : 100;
  const current = percent ?? readNumber(content, 'current', 'value', 'progress', 'completed');
  return frame(
    { description: block.description },
    progressView({ label: block.title ?? strings.progress, steps, current, total, done: true }, strings),
  );
};

/** How agents say it, by the beginning of the word. */
const stateOf = (word: string): ProgressStep['status'] | 'failed' => {
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
