import type { AgentEvent, ApprovalRequest } from './events.js';
import { applyPatch } from './json-patch.js';
import type { ApprovalPart, Part, ProgressPart, ReasoningPart, TextPart, ToolPart, Turn } from './state.js';
import { type JsonObject, isObject, ownNumber, ownString } from './wire.js';

/**
 * What an agent's event does to the parts of an answer. Pure; parts that did not change keep their identity.
 *
 * Forgiving: an event for a part that is not there makes it, and one that changes nothing gives the same list.
 */
export const reduceParts = (turn: Turn, event: AgentEvent, at: number): readonly Part[] => {
  const { parts } = turn;
  const owner = event.subagentRunId === undefined ? {} : { subagentRunId: event.subagentRunId };
  switch (event.type) {
    case 'text-start':
      // Only the agent's own words are shown; a producer may echo the person's or its instructions.
      return event.role !== undefined && event.role !== 'assistant'
        ? parts
        : change(parts, textId(event.messageId), (old) => (old?.kind === 'text' ? { ...old, done: false } : undefined));
    case 'text-delta':
      return turn.hidden?.includes(event.messageId) || event.delta === ''
        ? parts
        : change(parts, textId(event.messageId), (old): TextPart => {
            const before =
              old?.kind === 'text'
                ? old
                : { kind: 'text' as const, id: textId(event.messageId), text: '', done: false, ...owner };
            return { ...before, text: before.text + event.delta, done: false };
          });
    case 'text-end':
      return change(parts, textId(event.messageId), (old) => (old?.kind === 'text' ? { ...old, done: true } : old));
    case 'reasoning-start':
      return change(parts, reasoningId(event.messageId), (old) =>
        old?.kind === 'reasoning' ? { ...old, done: false } : undefined,
      );
    case 'reasoning-delta':
      return event.delta === ''
        ? parts
        : change(parts, reasoningId(event.messageId), (old): ReasoningPart => {
            const before =
              old?.kind === 'reasoning'
                ? old
                : {
                    kind: 'reasoning' as const,
                    id: reasoningId(event.messageId),
                    text: '',
                    done: false,
                    startedAt: at,
                    ...owner,
                  };
            return { ...before, text: before.text + event.delta, done: false };
          });
    case 'reasoning-end':
      return change(parts, reasoningId(event.messageId), (old) =>
        old?.kind === 'reasoning' ? { ...old, done: true, endedAt: at } : old,
      );
    case 'tool-call-start':
      return change(
        parts,
        toolId(event.toolCallId),
        (old) => old ?? newTool(event.toolCallId, event.toolName, at, owner),
      );
    case 'tool-call-args':
      return changeTool(parts, event.toolCallId, at, (old) => ({ ...old, args: old.args + event.delta }));
    case 'tool-call-end':
      return changeTool(parts, event.toolCallId, at, (old) =>
        old.status === 'streaming' ? { ...old, status: 'running' } : old,
      );
    case 'tool-call-result':
      return decidedByResult(
        changeTool(parts, event.toolCallId, at, (old) => ({
          ...old,
          status: event.failed ? 'failed' : 'done',
          result: event.content,
          endedAt: at,
        })),
        event.toolCallId,
      );
    case 'step-started':
      return changeProgress(parts, event.subagentRunId, at, (old) => ({
        ...old,
        steps: [...old.steps, { name: event.stepName, status: 'running' }],
      }));
    case 'step-finished':
      return changeProgress(parts, event.subagentRunId, at, (old) => {
        const position = old.steps.findLastIndex((step) => step.name === event.stepName && step.status === 'running');
        const step = { name: event.stepName, status: 'done' as const };
        return { ...old, steps: position < 0 ? [...old.steps, step] : old.steps.with(position, step) };
      });
    case 'activity-snapshot':
      return activity(
        parts,
        event.messageId,
        event.activityType,
        (old) => (event.replace || !old ? event.content : old),
        at,
        event.subagentRunId,
      );
    case 'activity-delta':
      return activity(
        parts,
        event.messageId,
        event.activityType,
        (old) => patched(old, event.patch),
        at,
        event.subagentRunId,
      );
    case 'block':
      return change(parts, `block:${event.block.id}`, () => ({
        kind: 'block',
        id: `block:${event.block.id}`,
        block: event.block,
        ...owner,
      }));
    case 'approval-requested':
      return askApproval(parts, event.request, owner);
    case 'approval-resolved':
      return resolveApproval(parts, event);
    case 'messages-snapshot':
      return event.messages.length === 0 ? parts : fromMessages(parts, event.messages, at);
    case 'warning':
      return event.code === 'malformed-event' ||
        parts.some((part) => part.kind === 'notice' && part.code === event.code)
        ? parts
        : [...parts, { kind: 'notice', id: `notice:${event.code}`, code: event.code }];
    default:
      return parts;
  }
};

const textId = (id: string) => `text:${id}`;
const reasoningId = (id: string) => `reasoning:${id}`;
const toolId = (id: string) => `tool:${id}`;

/** Replaces the part of that id by what `make` gives for it; a new one goes to the end; `undefined` adds none. */
const change = (
  parts: readonly Part[],
  id: string,
  make: (old: Part | undefined) => Part | undefined,
): readonly Part[] => {
  const position = parts.findLastIndex((part) => part.id === id);
  const old = position < 0 ? undefined : parts[position];
  const next = make(old);
  if (next === old || next === undefined) return parts;
  return position < 0 ? [...parts, next] : parts.with(position, next);
};

const newTool = (toolCallId: string, toolName: string, at: number, owner: { subagentRunId?: string }): ToolPart => ({
  kind: 'tool',
  id: toolId(toolCallId),
  toolCallId,
  toolName,
  args: '',
  status: 'streaming',
  startedAt: at,
  ...owner,
});

const changeTool = (parts: readonly Part[], toolCallId: string, at: number, make: (old: ToolPart) => ToolPart) =>
  change(parts, toolId(toolCallId), (old) => make(old?.kind === 'tool' ? old : newTool(toolCallId, '', at, {})));

/** One progress part for the agent and one for each helper, at the place where the first step began. */
const changeProgress = (
  parts: readonly Part[],
  subagentRunId: string | undefined,
  at: number,
  make: (old: ProgressPart) => ProgressPart,
) => {
  const id = `progress:${subagentRunId ?? ''}`;
  return change(parts, id, (old) =>
    make(
      old?.kind === 'progress'
        ? old
        : {
            kind: 'progress',
            id,
            steps: [],
            startedAt: at,
            done: false,
            ...(subagentRunId !== undefined && { subagentRunId }),
          },
    ),
  );
};

/** How far an activity says it is. Without a total it is no progress. */
const readProgress = (content: JsonObject): Pick<ProgressPart, 'current' | 'total' | 'label'> | undefined => {
  const total = ownNumber(content, 'total', 'max', 'totalSteps', 'steps');
  if (total === undefined || total <= 0) return undefined;
  const current = ownNumber(content, 'current', 'value', 'completed', 'done', 'step') ?? 0;
  const label = ownString(content, 'label', 'title', 'message', 'text');
  return { current: Math.min(Math.max(current, 0), total), total, ...(label !== undefined && { label }) };
};

const activity = (
  parts: readonly Part[],
  messageId: string,
  activityType: string,
  make: (old: JsonObject | undefined) => JsonObject,
  at: number,
  subagentRunId: string | undefined,
): readonly Part[] => {
  const id = `activity:${messageId}`;
  const shown = parts.findLast(
    (part) => part.id === id || (part.kind === 'progress' && part.activity?.messageId === messageId),
  );
  const before =
    shown?.kind === 'activity' ? shown.content : shown?.kind === 'progress' ? shown.activity?.content : undefined;
  const content = make(before);
  if (content === before) return parts;
  const progress = readProgress(content);
  if (progress) {
    return changeProgress(parts, subagentRunId, at, (old) => ({
      ...old,
      ...progress,
      activity: { messageId, content },
    }));
  }
  return change(parts, id, () => ({
    kind: 'activity',
    id,
    activityType,
    content,
    ...(subagentRunId !== undefined && { subagentRunId }),
  }));
};

/** A patch that does not fit keeps the old value. */
export const patched = <Value>(old: Value | undefined, patch: readonly unknown[]): Value => {
  try {
    return applyPatch(old ?? {}, patch) as Value;
  } catch {
    return old ?? ({} as Value);
  }
};

const parseArgs = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text === '' ? undefined : text;
  }
};

/** The same approval may be told as a block, an interruption and an interrupt: one card, holding what each of them said. */
const askApproval = (
  parts: readonly Part[],
  asked: ApprovalRequest,
  owner: { subagentRunId?: string },
): readonly Part[] => {
  const call = parts.findLast(
    (part): part is ToolPart =>
      part.kind === 'tool' && (asked.toolCallId === undefined ? false : part.toolCallId === asked.toolCallId),
  );
  const args = asked.args ?? (call ? parseArgs(call.args) : undefined);
  const toolName = asked.toolName ?? call?.toolName;
  const request: ApprovalRequest = { ...asked, ...(args !== undefined && { args }), ...(toolName && { toolName }) };
  const position = parts.findLastIndex((part) => part.kind === 'approval' && isSameApproval(part, request));
  if (position < 0) {
    const id = `approval:${request.approvalId ?? request.toolCallId ?? parts.length}`;
    return [...parts, { kind: 'approval', id, request, status: 'pending', ...owner }];
  }
  const old = parts[position] as ApprovalPart;
  return parts.with(position, {
    ...old,
    request: {
      ...request,
      ...old.request,
      ...(old.request.approvalId === undefined &&
        request.approvalId !== undefined && { approvalId: request.approvalId }),
    },
  });
};

const isSameApproval = ({ request: known, status }: ApprovalPart, asked: ApprovalRequest): boolean => {
  if (known.approvalId !== undefined && asked.approvalId !== undefined) return known.approvalId === asked.approvalId;
  if (known.toolCallId !== undefined && asked.toolCallId !== undefined) return known.toolCallId === asked.toolCallId;
  return status === 'pending';
};

const open: ReadonlySet<ApprovalPart['status']> = new Set(['pending', 'sending', 'unconfirmed']);

const resolveApproval = (
  parts: readonly Part[],
  resolved: Extract<AgentEvent, { type: 'approval-resolved' }>,
): readonly Part[] => {
  const position = parts.findLastIndex(
    (part) =>
      part.kind === 'approval' &&
      (resolved.approvalId !== undefined
        ? part.request.approvalId === resolved.approvalId
        : resolved.toolCallId !== undefined
          ? part.request.toolCallId === resolved.toolCallId
          : open.has(part.status)),
  );
  const old = parts[position] as ApprovalPart | undefined;
  if (!old || position < 0) return parts;
  const { error: _old, ...rest } = old;
  const decided = ownString(resolved, 'decidedBy');
  return parts.with(position, {
    ...rest,
    // The platform's word stands over what was sent from here; "decided" says less than what is known already.
    status: resolved.decision === 'decided' && !open.has(old.status) ? old.status : resolved.decision,
    ...(decided !== undefined && { decidedBy: decided }),
    ...(resolved.decidedAt !== undefined && { decidedAt: resolved.decidedAt }),
    ...(resolved.reason !== undefined && { reason: resolved.reason }),
  });
};

/** The result of a call that waited shows that somebody decided elsewhere; not how. */
const decidedByResult = (parts: readonly Part[], toolCallId: string): readonly Part[] =>
  parts.map((part) =>
    part.kind === 'approval' && part.request.toolCallId === toolCallId && part.status === 'pending'
      ? { ...part, status: 'decided' }
      : part,
  );

/** The assistant's messages after the person's last one are this answer: shown texts are corrected, missing ones added. */
const fromMessages = (parts: readonly Part[], messages: readonly unknown[], at: number): readonly Part[] => {
  const list = messages.filter(isObject);
  const answer = list.slice(list.findLastIndex((message) => message.role === 'user') + 1);
  let next = parts;
  for (const message of answer) {
    const id = ownString(message, 'id') ?? 'snapshot';
    const content = ownString(message, 'content');
    if (message.role === 'assistant' && content) {
      next = change(next, textId(id), (old) =>
        old?.kind === 'text' && old.text === content
          ? old
          : { ...(old?.kind === 'text' ? old : { kind: 'text' as const, id: textId(id), done: true }), text: content },
      );
    }
    const toolCallId = ownString(message, 'toolCallId');
    if (message.role === 'tool' && toolCallId && content !== undefined) {
      next = changeTool(next, toolCallId, at, (old) =>
        old.result === undefined ? { ...old, status: 'done', result: content, endedAt: at } : old,
      );
    }
  }
  return next;
};

/** What is still open when a turn ends, closed. */
export const closeParts = (parts: readonly Part[], at: number, finished: boolean): readonly Part[] =>
  parts.map((part): Part => {
    switch (part.kind) {
      case 'text':
        return part.done ? part : { ...part, done: true };
      case 'reasoning':
        return part.done ? part : { ...part, done: true, endedAt: at };
      case 'tool':
        return part.status === 'streaming' || part.status === 'running'
          ? { ...part, status: 'unanswered', endedAt: at }
          : part;
      case 'progress':
        return part.done
          ? part
          : {
              ...part,
              done: true,
              steps: part.steps.map((step) =>
                step.status === 'running' ? { ...step, status: finished ? 'done' : 'unfinished' } : step,
              ),
            };
      case 'approval':
        return open.has(part.status) ? { ...part, status: finished ? 'decided' : 'undecided' } : part;
      default:
        return part;
    }
  });

/** Undoes {@link closeParts} for a turn that goes on: what it closed is at work again. */
export const reopenParts = (parts: readonly Part[]): readonly Part[] =>
  parts.map((part): Part => {
    if (part.kind === 'approval' && part.status === 'undecided') return { ...part, status: 'pending' };
    // The page was left before an answer came.
    if (part.kind === 'approval' && part.status === 'sending') return { ...part, status: 'unconfirmed' };
    if (part.kind === 'tool' && part.status === 'unanswered') {
      const { endedAt: _endedAt, ...rest } = part;
      return { ...rest, status: 'running' };
    }
    if (part.kind !== 'progress' || !part.done) return part;
    const steps = part.steps.map((step) =>
      step.status === 'unfinished' ? { ...step, status: 'running' as const } : step,
    );
    return { ...part, done: false, steps };
  });
