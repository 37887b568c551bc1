import type { Platform } from './platform.js';
import type { Exchange, Question } from './program.js';
import { isOver, notify, type Run } from './runs.js';

const historyOf = ({ store }: Platform, run: Run): Exchange[] => {
  // A test is a conversation of its own.
  if (run.agentSessionId === '') return [];
  const before: Exchange[] = [];
  for (const earlier of store.runs.values()) {
    if (earlier === run) break;
    if (earlier.agentSessionId === run.agentSessionId && isOver(earlier))
      before.push({ message: earlier.message, answer: earlier.finalOutput });
  }
  return before;
};

/** What a program is asked in a run. */
export const questionFor = (platform: Platform, run: Run, signal: AbortSignal): Question => {
  const { store } = platform;
  const deployment = store.deployments.get(run.deploymentId);
  // What was deployed is what was published; a test has the agent as it is being written.
  const agent = store.versions.get(deployment?.agentVersionId ?? '') ?? store.agents.get(run.agentId);
  const { id: runId, agentSessionId, externalUserId, message, input } = run;
  return {
    runId,
    agentSessionId,
    externalUserId,
    message,
    input,
    agent: { name: agent?.name, ...agent?.details, ...agent?.attached },
    history: historyOf(platform, run),
    signal,
    decision: (approvalId) => {
      const approval = run.approvals.get(approvalId);
      if (!approval?.decision) return undefined;
      const { decision, reason, editedArgs } = approval;
      return { decision, ...(reason !== undefined && { reason }), ...(editedArgs !== undefined && { editedArgs }) };
    },
    countTokens: ({ input: more, output }) => {
      run.used = { input: (run.used?.input ?? 0) + more, output: (run.used?.output ?? 0) + output };
      notify(run);
    },
  };
};
