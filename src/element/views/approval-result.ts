import type { ApprovalPart, Turn } from '../../core/index.js';
import type { Strings } from '../locales/index.js';

const words = {
  sending: 'approvalSending',
  approved: 'approvalApproved',
  rejected: 'approvalRejected',
  expired: 'approvalExpired',
  decided: 'approvalDecided',
  unconfirmed: 'approvalUnconfirmed',
  undecided: 'approvalUndecided',
} as const;

/** What came of it, as a sentence; empty while the person has not decided. */
export const approvalResult = ({ status, error, decidedBy }: ApprovalPart, turn: Turn, strings: Strings): string => {
  if (status === 'undecided' && turn.status === 'stopped') return strings.approvalStopped;
  if (status !== 'pending') {
    const result = strings[words[status]];
    return typeof result === 'string' ? result : result(decidedBy);
  }
  if (!error) return '';
  // Only what was never sent leaves a card open after a network error: else nobody knows whether it arrived.
  return error.code === 'network' ? strings.approvalOffline : strings.approvalFailed(strings.errors[error.code]);
};
