import { hasty } from '../core/open-agent.js';

/** For servers that we did not write: they answer when they are loaded, and a busy machine takes its time. */
export const patient = {
  ...hasty,
  heartbeatTimeout: 30_000,
  streamTimeout: 30_000,
  startTimeout: 30_000,
  decisionTimeout: 30_000,
};
