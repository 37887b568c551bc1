import type { Conversation, ConversationOptions } from '../../src/core/index.js';

export type CreateConversation = (options: ConversationOptions) => Conversation;

/** How the conversation of a seed went. */
export interface Report {
  readonly seed: number;
  /** What must not have happened; empty where all is well. */
  readonly violations: readonly string[];
  /** How the platform spoke. */
  readonly manner: string;
  /** The faults that were met. */
  readonly met: readonly string[];
  readonly requests: number;
  /** ms; simulated ones where time is. */
  readonly took: number;
}

export type Play = (seed: number, createConversation: CreateConversation) => Promise<Report>;

/** A report as a person reads it. */
export const describeReport = ({ seed, violations, manner, met, requests, took }: Report): string =>
  [
    `seed ${seed}: ${violations.length === 0 ? 'all is well' : 'FAILED'} (${manner}; ${requests} requests, ${(took / 1000).toFixed(1)} s)`,
    ...met.map((fault) => `  met ${fault}`),
    ...violations.map((what) => `  ${what.replaceAll('\n', '\n  ')}`),
  ].join('\n');
