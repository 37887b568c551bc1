import assert from 'node:assert/strict';
import type { AgentEvent, AgentEventType, ApprovalRequest, EventCommon, Interrupt } from '../../src/core/events.js';
import type { UiBlock } from '../../src/core/blocks.js';
import { isObject } from '../../src/core/wire.js';

/**
 * What may stand in each field of our events: the types of `events.ts` once more, for a program to look at.
 *
 * The compiler wants every event and every field of it here, so the two cannot part.
 */
type Shape<Fields> = { readonly [Name in keyof Required<Fields>]: (value: unknown) => boolean };

const text = (value: unknown): boolean => typeof value === 'string';
const number = (value: unknown): boolean => Number.isFinite(value);
const flag = (value: unknown): boolean => typeof value === 'boolean';
const object = (value: unknown): boolean => isObject(value);
const any = (): boolean => true;
const list =
  (item: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    Array.isArray(value) && value.every(item);
const one =
  (...values: readonly unknown[]) =>
  (value: unknown): boolean =>
    values.includes(value);
const maybe =
  (kind: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    value === undefined || kind(value);
const shaped =
  <Fields>(shape: Shape<Fields>) =>
  (value: unknown): boolean =>
    isObject(value) && Object.entries(shape).every(([name, fits]) => (fits as typeof any & typeof text)(value[name]));

const block = shaped<UiBlock>({ id: text, kind: text, title: maybe(text), description: maybe(text), data: object });
const interrupt = shaped<Interrupt>({
  id: maybe(text),
  reason: text,
  message: maybe(text),
  toolCallId: maybe(text),
  responseSchema: maybe(object),
  expiresAt: maybe(text),
  metadata: maybe(object),
  subagentRunId: maybe(text),
});
const request = shaped<ApprovalRequest>({
  approvalId: maybe(text),
  toolCallId: maybe(text),
  toolName: maybe(text),
  title: maybe(text),
  description: maybe(text),
  reason: maybe(text),
  risk: maybe(text),
  args: any,
  argsSchema: any,
  responseSchema: maybe(object),
  expiresAt: maybe(text),
  argsEditable: maybe(one(true)),
  origin: one('block', 'interruption', 'interrupt'),
});

const common: Shape<EventCommon> = {
  subagentRunId: maybe(text),
  subagentName: maybe(text),
  timestamp: maybe(number),
  metadata: maybe(object),
  rawEvent: any,
};

type Own<Type extends AgentEventType> = Omit<Extract<AgentEvent, { type: Type }>, keyof EventCommon | 'type'>;

const message = { messageId: text };
const call = { toolCallId: text };
const step = { stepName: text };

export const shapes: { readonly [Type in AgentEventType]: Shape<Own<Type>> } = {
  'run-started': {
    runId: maybe(text),
    threadId: maybe(text),
    parentRunId: maybe(text),
    protocolVersion: maybe(text),
    input: any,
  },
  'run-finished': {
    runId: maybe(text),
    threadId: maybe(text),
    outcome: one('success', 'interrupt', 'cancelled'),
    result: any,
    interrupts: list(interrupt),
    pendingToolCallIds: maybe(list(text)),
    usage: maybe(list(object)),
  },
  'run-failed': { message: text, code: maybe(text), retryable: maybe(flag), usage: maybe(list(object)) },
  'step-started': step,
  'step-finished': step,
  'text-start': { ...message, role: maybe(text), name: maybe(text) },
  'text-delta': { ...message, delta: text },
  'text-end': message,
  'reasoning-span-start': { ...message, title: maybe(text) },
  'reasoning-span-end': message,
  'reasoning-start': { ...message, title: maybe(text) },
  'reasoning-delta': { ...message, delta: text },
  'reasoning-end': message,
  'reasoning-encrypted': { entityId: maybe(text), subtype: maybe(text), encryptedValue: maybe(text) },
  'tool-call-start': { ...call, toolName: text, parentMessageId: maybe(text) },
  'tool-call-args': { ...call, delta: text },
  'tool-call-end': call,
  'tool-call-result': { ...call, content: text, json: any, failed: maybe(flag), messageId: maybe(text) },
  'state-snapshot': { snapshot: any },
  'state-delta': { delta: list(any) },
  'messages-snapshot': { messages: list(any) },
  'activity-snapshot': { ...message, activityType: text, content: object, replace: flag },
  'activity-delta': { ...message, activityType: text, patch: list(any) },
  'subagent-started': {
    name: text,
    description: maybe(text),
    parentSubagentRunId: maybe(text),
    parentToolCallId: maybe(text),
    parentMessageId: maybe(text),
  },
  'subagent-finished': { result: any, suspended: maybe(one(true)) },
  'subagent-failed': { message: text, code: maybe(text) },
  block: { block },
  'approval-requested': { request },
  'approval-resolved': {
    approvalId: maybe(text),
    toolCallId: maybe(text),
    decision: one('approved', 'rejected', 'expired', 'decided'),
    decidedBy: maybe(text),
    decidedAt: maybe(text),
    reason: maybe(text),
    editedArgs: any,
  },
  custom: { name: text, value: any },
  raw: { event: any, source: maybe(text) },
  warning: { code: one('malformed-event', 'oversized-event', 'missing-events', 'run-reloaded'), detail: text },
  unknown: { wire: object },
};

/** Fails where a field of the event holds what its type does not allow. */
export const assertShape = (event: AgentEvent): void => {
  const own: Readonly<Record<string, (value: unknown) => boolean>> = { ...common, ...shapes[event.type] };
  for (const [name, fits] of Object.entries(own)) {
    const value = (event as unknown as Record<string, unknown>)[name];
    assert.ok(fits(value), `${event.type} may not hold ${typeof value} in ${name}`);
  }
};
