import type { AgentEvent, ApprovalRequest, Interrupt } from './events.js';
import { type JsonObject, defined, isObject, own, ownString } from './wire.js';
import { asList, asText, first, parseText, readFields, text } from './wire-fields.js';

/** Reads what the platform says about approvals, in any of its forms (PROTOCOL.md §4, DECISIONS.md "Approvals"). Never throws. */

/** What the sources say together; earlier ones win. `named` is what has an id of its own, where no `approvalId` is told. */
const request = (origin: ApprovalRequest['origin'], named: unknown, ...sources: unknown[]): ApprovalRequest => {
  const all = Object.assign({}, ...sources.toReversed().map(readFields)) as JsonObject;
  return defined({
    approvalId: text(all, 'approvalId') ?? ownString(named, 'id'),
    toolCallId: text(all, 'toolCallId'),
    toolName: text(all, 'toolName', 'toolCallName'),
    title: text(all, 'title'),
    description: text(all, 'description', 'message', 'question'),
    reason: text(all, 'reason'),
    risk: text(all, 'risk'),
    args: first(all, 'args', 'arguments', 'input'),
    argsSchema: first(all, 'argsSchema', 'inputSchema') ?? own(own(all.responseSchema, 'properties'), 'editedArgs'),
    responseSchema: all.responseSchema as JsonObject | undefined,
    expiresAt: text(all, 'expiresAt'),
    argsEditable:
      first(all, 'argsEditable', 'editable') === true || /"editedArgs"/.test(asText(all.responseSchema)) || undefined,
    origin,
  });
};

/** An `approval-card` block that the platform sent at the top level of an event. */
export const approvalFromBlock = (data: unknown, block: unknown): ApprovalRequest =>
  request('block', block, block, own(block, 'data'), data);

export const approvalFromInterruption = (data: unknown): ApprovalRequest => {
  const [inner] = asList(own(data, 'interrupts'));
  return request('interruption', inner, data, inner, own(inner, 'metadata'));
};

export const approvalFromInterrupt = (interrupt: Interrupt): ApprovalRequest =>
  // LangGraph keeps what its node said as it was.
  request('interrupt', interrupt, interrupt, interrupt.metadata, own(own(interrupt.metadata, 'langgraph'), 'raw'));

/** `CUSTOM` `on_interrupt`: how LangGraph asked before AG-UI had interrupts. What the node said, often as JSON text; mostly without an id. */
export const approvalFromCustom = (value: unknown): ApprovalRequest => {
  const read = typeof value === 'string' ? parseText(value) : value;
  const data = isObject(read) ? read : { message: asText(read) };
  return request('interruption', data, data, own(data, 'metadata'));
};

export const readInterrupts = (data: unknown): Interrupt[] =>
  asList(own(own(data, 'outcome'), 'interrupts') ?? own(data, 'interrupts'))
    .filter(isObject)
    .map((item) => ({ reason: 'confirmation', ...readFields(item) }));

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
    editedArgs: fields.editedArgs,
  };
};
