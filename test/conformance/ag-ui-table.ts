import type { EventType } from '@ag-ui/core';
import type { AgentEventType } from '../../src/core/events.js';

/**
 * What each event of AG-UI 1.0 becomes, when it comes alone: our events, and what a person then sees of them.
 *
 * The list is closed twice: the compiler wants a row for every event type of the installed `@ag-ui/core`, and a test compares the
 * rows with what its schemas name.
 */
export interface Row {
  /** Without what every event carries: `timestamp`, `metadata`, `rawEvent`, `subagentRunId`. */
  readonly events: (wire: Wire) => readonly Expected[];
  /** The parts of the answer; none unless told. */
  readonly shows?: (wire: Wire) => readonly string[];
  /** The status of the turn; running unless told. */
  readonly status?: (wire: Wire) => string;
}

// oxlint-disable-next-line typescript/no-explicit-any -- made from the schemas, and as wide as they are
export type Wire = Record<string, any>;
type Expected = { readonly type: AgentEventType; readonly [field: string]: unknown };

const isShown = ({ role }: Wire): boolean => role === undefined || role === 'assistant';

/** Nothing to name a thing by: it gets an id of its own. */
const local = (id: unknown, letter: string): unknown => id ?? `~${letter}1`;

export const table: Record<`${EventType}`, Row> = {
  TEXT_MESSAGE_START: { events: ({ messageId, role, name }) => [{ type: 'text-start', messageId, role, name }] },
  TEXT_MESSAGE_CONTENT: {
    events: ({ messageId, delta }) => [
      { type: 'text-start', messageId },
      { type: 'text-delta', messageId, delta },
    ],
    shows: ({ delta }) => [delta],
  },
  TEXT_MESSAGE_END: { events: ({ messageId }) => [{ type: 'text-end', messageId }] },
  TEXT_MESSAGE_CHUNK: {
    events: ({ messageId, role, name, delta }) => [
      { type: 'text-start', messageId: local(messageId, 't'), role, name },
      { type: 'text-delta', messageId: local(messageId, 't'), delta: delta ?? '' },
    ],
    shows: (wire) => (isShown(wire) && wire.delta ? [wire.delta] : []),
  },
  TOOL_CALL_START: {
    events: ({ toolCallId, toolCallName, parentMessageId }) => [
      { type: 'tool-call-start', toolCallId, toolName: toolCallName, parentMessageId },
    ],
    shows: ({ toolCallName }) => [`${toolCallName}() streaming`],
  },
  TOOL_CALL_ARGS: {
    events: ({ toolCallId, delta }) => [
      { type: 'tool-call-start', toolCallId, toolName: '' },
      { type: 'tool-call-args', toolCallId, delta },
    ],
    shows: ({ delta }) => [`(${delta}) streaming`],
  },
  TOOL_CALL_END: {
    events: ({ toolCallId }) => [{ type: 'tool-call-end', toolCallId }],
    shows: () => ['() running'],
  },
  TOOL_CALL_CHUNK: {
    events: ({ toolCallId, toolCallName = '', parentMessageId, delta = '' }) => [
      { type: 'tool-call-start', toolCallId: local(toolCallId, 't'), toolName: toolCallName, parentMessageId },
      { type: 'tool-call-args', toolCallId: local(toolCallId, 't'), delta },
    ],
    shows: ({ toolCallName = '', delta = '' }) => [`${toolCallName}(${delta}) streaming`],
  },
  TOOL_CALL_RESULT: {
    events: ({ toolCallId, messageId, content }) => [
      {
        type: 'tool-call-result',
        toolCallId,
        messageId,
        ...(typeof content === 'string' ? { content } : { content: 'content.text', json: content }),
      },
    ],
    shows: ({ content }) => [`() done: ${typeof content === 'string' ? content : 'content.text'}`],
  },
  STATE_SNAPSHOT: { events: ({ snapshot }) => [{ type: 'state-snapshot', snapshot }] },
  STATE_DELTA: { events: ({ delta }) => [{ type: 'state-delta', delta }] },
  MESSAGES_SNAPSHOT: {
    events: ({ messages }) => [{ type: 'messages-snapshot', messages }],
    // What follows the person's last message; a result is taken once.
    shows: ({ messages }) => [
      `() ${messages.some(({ error }: Wire) => error) ? 'failed' : 'done'}: messages.content`,
      'activity messages.activityType',
      '(messages.content)',
    ],
  },
  ACTIVITY_SNAPSHOT: {
    events: ({ messageId, activityType, content, replace = true }) => [
      { type: 'activity-snapshot', messageId, activityType, content, replace },
    ],
    shows: ({ activityType }) => [`activity ${activityType}`],
  },
  ACTIVITY_DELTA: {
    events: ({ messageId, activityType, patch }) => [{ type: 'activity-delta', messageId, activityType, patch }],
    // The patch of the example fits nothing.
    shows: ({ activityType }) => [`activity ${activityType}`],
  },
  RAW: { events: ({ event, source }) => [{ type: 'raw', event, source }] },
  CUSTOM: { events: ({ name, value }) => [{ type: 'custom', name, value }] },
  RUN_STARTED: {
    events: ({ threadId, runId, protocolVersion, parentRunId, input }) => [
      { type: 'run-started', threadId, runId, protocolVersion, parentRunId, input },
    ],
  },
  RUN_FINISHED: {
    events: ({ threadId, runId, result, outcome = { type: 'success' }, usage }) => {
      const { interrupts = [], pendingToolCallIds } = outcome as Wire;
      return [
        ...(interrupts as Wire[]).map(({ id, message, metadata: _metadata, subagentRunId, ...said }) => ({
          type: 'approval-requested' as const,
          subagentRunId,
          request: { approvalId: id, description: message, ...said, origin: 'interrupt' },
        })),
        {
          type: 'run-finished',
          threadId,
          runId,
          result,
          outcome: outcome.type,
          interrupts,
          pendingToolCallIds,
          usage,
        },
      ];
    },
    shows: ({ outcome }) => (outcome?.type === 'interrupt' ? ['approval undefined pending'] : []),
    status: ({ outcome = {} }) =>
      outcome.type === 'interrupt' ? 'waiting-approval' : outcome.type === 'cancelled' ? 'cancelled' : 'finished',
  },
  RUN_ERROR: {
    events: ({ message, code, usage }) => [{ type: 'run-failed', message, code, usage }],
    status: () => 'failed',
  },
  STEP_STARTED: {
    events: ({ stepName }) => [{ type: 'step-started', stepName }],
    shows: ({ stepName }) => [`${stepName} running`],
  },
  STEP_FINISHED: {
    events: ({ stepName }) => [{ type: 'step-finished', stepName }],
    shows: ({ stepName }) => [`${stepName} done`],
  },
  REASONING_START: { events: ({ messageId }) => [{ type: 'reasoning-span-start', messageId }] },
  REASONING_MESSAGE_START: { events: ({ messageId }) => [{ type: 'reasoning-start', messageId }] },
  REASONING_MESSAGE_CONTENT: {
    events: ({ messageId, delta }) => [
      { type: 'reasoning-start', messageId },
      { type: 'reasoning-delta', messageId, delta },
    ],
    shows: ({ delta }) => [`(${delta})`],
  },
  REASONING_MESSAGE_END: { events: ({ messageId }) => [{ type: 'reasoning-end', messageId }] },
  REASONING_MESSAGE_CHUNK: {
    events: ({ messageId, delta = '' }) => [
      { type: 'reasoning-start', messageId: local(messageId, 'r') },
      { type: 'reasoning-delta', messageId: local(messageId, 'r'), delta },
    ],
    shows: ({ delta }) => (delta ? [`(${delta})`] : []),
  },
  REASONING_END: { events: ({ messageId }) => [{ type: 'reasoning-span-end', messageId }] },
  REASONING_ENCRYPTED_VALUE: {
    events: ({ subtype, entityId, encryptedValue }) => [
      { type: 'reasoning-encrypted', subtype, entityId, encryptedValue },
    ],
  },
  SUBAGENT_STARTED: {
    events: ({ name, description, parentSubagentRunId, parentToolCallId, parentMessageId }) => [
      { type: 'subagent-started', name, description, parentSubagentRunId, parentToolCallId, parentMessageId },
    ],
  },
  SUBAGENT_FINISHED: {
    events: ({ result, outcome }) => [
      { type: 'subagent-finished', result, outcome, suspended: outcome?.type === 'suspended' || undefined },
    ],
  },
  SUBAGENT_ERROR: { events: ({ message, code }) => [{ type: 'subagent-failed', message, code }] },
};
