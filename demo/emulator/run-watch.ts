import type { Journal } from './journal.js';
import { type Run, storedEvent } from './runs.js';

/** Tells the journal what a run does from now on. */
export const watchRun = (run: Run, journal: Journal): void => {
  let { status, retold } = run;
  let read = run.log.length;
  let told = run.feedback.length;
  const wanted = new Set(run.approvals.keys());
  const decided = new Set([...run.approvals.values()].filter(({ decision }) => decision).map(({ id }) => id));

  const tellApprovals = (): void => {
    for (const { id: approvalId, tool, decision, decidedBy } of run.approvals.values()) {
      const about = { runId: run.id, approvalId, tool };
      if (!wanted.has(approvalId)) journal.write({ what: 'approval-wanted', ...about });
      wanted.add(approvalId);
      if (!decision || decided.has(approvalId)) continue;
      decided.add(approvalId);
      journal.write({
        what: 'approval-decided',
        ...about,
        decision,
        ...(decidedBy !== undefined && { decidedBy }),
      });
    }
  };

  run.listeners.add(() => {
    // Told in fewer pieces, nothing in the log is new.
    if (retold !== run.retold) read = run.log.length;
    ({ retold } = run);
    for (; read < run.log.length; read += 1) {
      const entry = run.log[read];
      if (entry?.kind !== 'event') continue;
      const { seq, type, data } = storedEvent(entry);
      journal.write({ what: 'event', runId: run.id, seq, ...(type !== undefined && { type }), data });
    }
    tellApprovals();
    for (const given of run.feedback.slice(told)) journal.write({ what: 'feedback', runId: run.id, given });
    told = run.feedback.length;
    if (status === run.status) return;
    ({ status } = run);
    journal.write({ what: 'run-status', runId: run.id, status });
  });
};

/** Tells the journal that a run was asked for. */
export const announceRun = (run: Run, journal: Journal): void => {
  const { id: runId, agentId, deploymentId, agentSessionId, externalUserId, message } = run;
  journal.write({ what: 'run-created', runId, agentId, deploymentId, agentSessionId, externalUserId, message });
};
