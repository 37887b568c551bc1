import type { AgentEvent, ApprovalRequest, Interrupt } from './events.js';
import { type JsonObject, defined, isObject, own, ownString } from './wire.js';
import { asList, first, readFields, text } from './wire-fields.js';

/** Reads what the platform says about approvals, in any of its forms (PROTOCOL.md §4, DECISIONS.md "Approvals"). Never throws. */

/** What the sources say together; earlier ones win. */
const request = (
  origin: ApprovalRequest['origin'],
  approvalId: string | undefined,
  ...sources: unknown[]
): ApprovalRequest => {
  const all = Object.assign({}, ...sources.toReversed().map(readFields)) as JsonObject;
  const call = readFields(first(all, 'toolCall', 'action'));
  const schema = all.responseSchema;
  return defined({
    approvalId,
    toolCallId: text(all, 'toolCallId') ?? text(call, 'id', 'toolCallId'),
    toolName: text(all, 'toolName', 'toolCallName') ?? text(call, 'name', 'toolName'),
    title: text(all, 'title'),
    description: text(all, 'description', 'summary', 'message'),
    reason: text(all, 'reason'),
    risk: text(all, 'risk'),
    args: first(all, 'args', 'arguments', 'input') ?? first(call, 'args', 'arguments'),
    responseSchema: isObject(schema) ? schema : undefined,
    expiresAt: text(all, 'expiresAt'),
    argsEditable: first(all, 'argsEditable', 'editable') === true || undefined,
    origin,
  });
};

const approvalId = (source: unknown): string | undefined => ownString(source, 'approvalId', 'approval_id');

/** An `approval-card` block that the platform sent at the top level of an event. */
export const approvalFromBlock = (data: unknown, block: unknown): ApprovalRequest =>
  request('block', approvalId(data) ?? approvalId(block) ?? ownString(block, 'id'), block, own(block, 'data'), data);

export const approvalFromInterruption = (data: unknown): ApprovalRequest => {
  const [inner] = asList(own(data, 'interrupts'));
  return request(
    'interruption',
    approvalId(data) ?? ownString(data, 'interruptId') ?? ownString(inner, 'id'),
    data,
    inner,
    own(inner, 'metadata'),
  );
};

export const approvalFromInterrupt = (interrupt: Interrupt): ApprovalRequest =>
  request('interrupt', approvalId(interrupt.metadata) ?? interrupt.id, interrupt, interrupt.metadata);

export const readInterrupts = (data: unknown): Interrupt[] =>
  asList(own(own(data, 'outcome'), 'interrupts') ?? own(data, 'interrupts'))
    .filter(isObject)
    .map((item) => {
      const fields = readFields(item);
      const { responseSchema, metadata } = fields;
      return {
        id: text(fields, 'id', 'interruptId'),
        reason: text(fields, 'reason') ?? 'confirmation',
        message: text(fields, 'message'),
        toolCallId: text(fields, 'toolCallId'),
        responseSchema: isObject(responseSchema) ? responseSchema : undefined,
        expiresAt: text(fields, 'expiresAt'),
        metadata: isObject(metadata) ? metadata : undefined,
      };
    });

type Resolution = Extract<AgentEvent, { type: 'approval-resolved' }>;

/** How an approval was decided, from whatever word the platform uses for it. */
export const readDecision = (answer: unknown): Resolution['decision'] => {
  const word = ownString(answer, 'decision', 'status', 'resolution', 'outcome', 'code') ?? '';
  const approved = own(answer, 'approved');
  if (approved === true || /approved?|accept|allow/i.test(word)) return 'approved';
  if (approved === false || /reject|den(y|ied)|decline/i.test(word)) return 'rejected';
  return /expire/i.test(word) ? 'expired' : 'decided';
};

export const readResolution = (value: unknown): Resolution => {
  const fields = readFields(value);
  return {
    type: 'approval-resolved',
    approvalId: text(fields, 'approvalId', 'id'),
    toolCallId: text(fields, 'toolCallId'),
    decision: readDecision(value),
    decidedBy: text(fields, 'decidedBy'),
    decidedAt: text(fields, 'decidedAt'),
    reason: text(fields, 'reason'),
  };
};
