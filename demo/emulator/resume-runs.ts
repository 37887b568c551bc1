import { createWriter } from './dialects.js';
import { performRun, type Platform } from './platform.js';
import { appendEvent, isOver, notify, type Run } from './runs.js';
import { watchRun } from './run-watch.js';

/** Ends a run whose program is gone, and says so. */
const breakOff = ({ clock }: Platform, run: Run, write: ReturnType<typeof createWriter>): void => {
  if (!isOver(run)) {
    run.status = 'FAILED';
    run.finishedAt = new Date(clock.now()).toISOString();
    const message = 'The platform was restarted in the middle of the answer.';
    for (const frame of write({ type: 'RUN_ERROR', message, code: 'MANAGED_AGENT_RUN_INTERRUPTED' }))
      appendEvent(run, frame);
  }
  run.played = true;
  notify(run);
};

/**
 * Lets the runs of an earlier life go on.
 *
 * A script is played again in silence up to where the log ends, and then goes on; what was being waited for is waited
 * for again, from its beginning. A program cannot be played again: its run fails.
 */
export const resumeRuns = (platform: Platform): void => {
  const { store, journal } = platform;
  for (const run of store.runs.values()) {
    watchRun(run, journal);
    if (run.played) continue;
    const agent = store.agents.get(run.agentId);
    if (agent && run.script) performRun(platform, agent, run, { resumes: true });
    else breakOff(platform, run, createWriter(agent?.definition.dialect ?? 'ag-ui'));
  }
};
