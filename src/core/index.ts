/**
 * `zaby-agent/headless`: a conversation with a Zaby agent, without any user interface. Runs in pages, workers and Node >= 20.
 *
 * @packageDocumentation
 */
export { createConversation } from './conversation.js';
export type {
  Conversation,
  ConversationEvent,
  ConversationOptions,
  FeedbackInput,
  GetToken,
  Message,
  Policy,
  RuntimeToken,
  TokenReason,
  TokenRequest,
} from './contract.js';
export type { Diagnostics, DiagnosticsReport, TrailEntry } from './diagnostics.js';
export { type ErrorCode, type ErrorDetails, ZabyError } from './errors.js';
export type { AgentEvent, AgentEventType, ApprovalRequest, EventCommon, Interrupt, RunOutcome } from './events.js';
export { type UiBlock, readBlock } from './blocks.js';
export type { Env, Signal, WebStorage } from './env.js';
export * from './state.js';
export type { StorageAdapter, StorageKind } from './storage.js';
export { type JsonObject, type WireEvent, isObject, own, ownNumber, ownString } from './wire.js';
