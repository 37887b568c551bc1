import type { AgentEvent, ApprovalRequest, Interrupt } from './events.js';
import { type JsonObject, isObject, own, ownString } from './wire.js';

/** Reads what the platform says about approvals, in any of its forms (PROTOCOL.md §4, DECISIONS.md "Approvals"). Never throws. */

const defined = <Shape extends object>(shape: { [Key in keyof Shape]: Shape[Key] | undefined }): Shape => {
  for (const key of Object.keys(shape) as (keyof Shape)[]) if (shape[key] === undefined) delete shape[key];
  return shape as Shape;
};

const tool = (source: unknown): unknown => own(source, 'toolCall') ?? own(source, 'tool_call') ?? own(source, 'action');

/** What the first of the sources that knows says; earlier ones win. */
const request = (
  origin: ApprovalRequest['origin'],
  approvalId: string | undefined,
  ...sources: unknown[]
): ApprovalRequest => {
  const text = (...keys: string[]): string | undefined => {
    for (const source of sources) {
      const value = ownString(source, ...keys);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  const any = (...keys: string[]): unknown => {
    for (const source of sources) for (const key of keys) if (own(source, key) !== undefined) return own(source, key);
    return undefined;
  };
  const calls = sources.map(tool);
  const ofCall = (...keys: string[]) =>
    calls.map((call) => ownString(call, ...keys)).find((value) => value !== undefined);
  const schema = any('responseSchema', 'response_schema');
  const editable = any('argsEditable', 'args_editable', 'allowEdit', 'allow_edit', 'editable');
  return defined<ApprovalRequest>({
    approvalId,
    toolCallId: text('toolCallId', 'tool_call_id') ?? ofCall('id', 'toolCallId', 'tool_call_id'),
    toolName: text('toolName', 'tool_name', 'toolCallName', 'tool') ?? ofCall('name', 'toolName', 'toolCallName'),
    title: text('title'),
    description: text('description', 'summary', 'message'),
    reason: text('reason'),
    risk: text('risk', 'riskLevel', 'risk_level', 'severity'),
    args:
      any('args', 'arguments', 'toolArgs', 'tool_args', 'input') ??
      calls.map((call) => own(call, 'args') ?? own(call, 'arguments')).find((value) => value !== undefined),
    responseSchema: isObject(schema) ? schema : undefined,
    expiresAt: text('expiresAt', 'expires_at'),
    argsEditable: editable === true ? true : undefined,
    origin,
  });
};

/** An `approval-card` block that the platform sent at the top level of an event. */
export const approvalFromBlock = (data: unknown, block: unknown): ApprovalRequest =>
  request(
    'block',
    ownString(data, 'approvalId', 'approval_id') ?? ownString(block, 'approvalId', 'approval_id', 'id'),
    block,
    own(block, 'data'),
    data,
  );

export const approvalFromInterruption = (data: unknown): ApprovalRequest => {
  const list = own(data, 'interrupts');
  const first: unknown = Array.isArray(list) ? list[0] : undefined;
  return request(
    'interruption',
    ownString(data, 'approvalId', 'approval_id', 'interruptId') ?? ownString(first, 'id'),
    data,
    first,
    own(first, 'metadata'),
  );
};

export const approvalFromInterrupt = (interrupt: Interrupt): ApprovalRequest => ({
  ...request('interrupt', ownString(interrupt.metadata, 'approvalId') ?? interrupt.id, interrupt, interrupt.metadata),
});

export const readInterrupts = (data: unknown): Interrupt[] => {
  const list = own(own(data, 'outcome'), 'interrupts') ?? own(data, 'interrupts');
  if (!Array.isArray(list)) return [];
  return (list as unknown[]).filter(isObject).map((item) => {
    const schema = own(item, 'responseSchema') ?? own(item, 'response_schema');
    const metadata = own(item, 'metadata');
    return defined<Interrupt>({
      id: ownString(item, 'id', 'interruptId', 'interrupt_id'),
      reason: ownString(item, 'reason') ?? 'confirmation',
      message: ownString(item, 'message'),
      toolCallId: ownString(item, 'toolCallId', 'tool_call_id'),
      responseSchema: isObject(schema) ? schema : undefined,
      expiresAt: ownString(item, 'expiresAt', 'expires_at'),
      metadata: isObject(metadata) ? metadata : undefined,
    });
  });
};

type Resolution = Extract<AgentEvent, { type: 'approval-resolved' }>;

/** How an approval was decided, from whatever word the platform uses for it. */
export const readDecision = (answer: unknown): Resolution['decision'] => {
  const word = ownString(answer, 'decision', 'status', 'resolution', 'outcome', 'code') ?? '';
  const approved = own(answer, 'approved');
  if (approved === true || /approved?|accept|allow/i.test(word)) return 'approved';
  if (approved === false || /reject|den(y|ied)|decline/i.test(word)) return 'rejected';
  return /expire/i.test(word) ? 'expired' : 'decided';
};

export const readResolution = (value: JsonObject): Resolution =>
  defined<Resolution>({
    type: 'approval-resolved',
    approvalId: ownString(value, 'approvalId', 'approval_id', 'id'),
    toolCallId: ownString(value, 'toolCallId', 'tool_call_id'),
    decision: readDecision(value),
    decidedBy: ownString(value, 'decidedBy', 'decided_by'),
    decidedAt: ownString(value, 'decidedAt', 'decided_at'),
    reason: ownString(value, 'reason'),
  });
