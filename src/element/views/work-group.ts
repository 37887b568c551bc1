import { html } from 'lit';
import type { Part, ReasoningPart, ToolPart, Turn } from '../../core/index.js';
import { isAtWork } from './activity.js';
import { aside, timeTaken } from './aside.js';
import type { ViewContext } from './context.js';
import { toolLooks } from './tool-call.js';
import { exact, inWords } from './untrusted.js';

type Step = ToolPart | ReasoningPart;

/** From so many on, steps are one line. */
const many = 5;

const isStep = (part: Part): part is Step => part.kind === 'tool' || part.kind === 'reasoning';

/** The parts of an answer, those of the agent's work together where many stand in a row. */
export const gathered = <Kind extends Part>(parts: readonly Kind[]): (Kind | readonly (Kind & Step)[])[] => {
  const all: (Kind | readonly (Kind & Step)[])[] = [];
  let row: (Kind & Step)[] = [];
  const flush = (): void => {
    if (row.length < many) all.push(...row);
    else all.push(row);
    row = [];
  };
  for (const part of parts) {
    if (isStep(part)) row.push(part);
    else {
      flush();
      all.push(part);
    }
  }
  flush();
  return all;
};

/** Many steps in a row as one line: what is being done while it is, then how many there were. `draw` draws one of them. */
export const workGroup = (
  steps: readonly Step[],
  turn: Turn,
  context: ViewContext,
  waits: boolean,
  draw: (step: Step) => unknown,
) => {
  const { strings } = context;
  const [first] = steps;
  const current = steps.findLast(isAtWork);
  const failed = steps.filter((step) => 'status' in step && step.status === 'failed').length;
  const status = waits ? 'waiting' : current ? 'running' : failed > 0 ? 'failed' : 'done';
  const count = strings.steps(steps.length);
  const name = !current ? count : current.kind === 'tool' ? inWords(current.toolName) : strings.thinking;
  const end = current ? undefined : Math.max(...steps.map(({ endedAt = 0 }) => endedAt));
  return aside(
    { id: `group:${first!.id}`, kind: 'steps' },
    turn,
    context,
    html`<span class=${status}>${toolLooks[status].icon}</span><span class="name">${exact(name)}</span>${waits ? '' : timeTaken(first!.startedAt, end, context)}<span class="state">${
      waits ? strings.statusApproval : current ? count : ''
    }</span><span class="state failed">${failed > 0 ? strings.stepsFailed(failed) : ''}</span>`,
    () => steps.map(draw),
    // What somebody is reading does not vanish because one more step came.
    steps.some(({ id }) => context.notes.of(turn.id).unfolded?.[id]),
  );
};
