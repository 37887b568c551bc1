import type { Policy } from './contract.js';

/** The bounds on effort that hold unless a program sets others (FAULTS.md, "Policy"). */
export const defaultPolicy: Policy = {
  tokenTimeout: 10_000,
  startTimeout: 30_000,
  streamTimeout: 15_000,
  heartbeatTimeout: 45_000,
  decisionTimeout: 20_000,
  requestAttempts: 3,
  reconnectAttempts: 10,
  reconnectTime: 300_000,
  backoffBase: 500,
  backoffMaximum: 10_000,
  retryAfterMaximum: 60_000,
  eventLimit: 16 * 1024 * 1024,
};
