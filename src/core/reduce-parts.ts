import type { AgentEvent, ApprovalRequest } from './events.js';
import { applyPatch } from './json-patch.js';
import type { ApprovalPart, Part, ProgressPart, ReasoningPart, TextPart, ToolPart, Turn } from './state.js';
import { type JsonObject, defined, isObject, own, ownNumber, ownString } from './wire.js';
import { asList, contentText, parseText } from './wire-fields.js';

/**
 * What an agent's event does to the parts of an answer. Pure; parts that did not change keep their identity.
 *
 * Forgiving: an event for a part that is not there makes it, and one that changes nothing gives the same list.
 */
export const reduceParts = (turn: Turn, event: AgentEvent, at: number): readonly Part[] => {
  const { parts, hidden } = turn;
  const { subagentRunId, subagentName } = event;
  const owner = defined({ subagentRunId, subagentName });

  /** Text that grows. It begins with its first words, and goes on after its end where more of it comes. */
  const write = (kind: 'text' | 'reasoning', messageId: string, done: boolean, delta = '', title?: string) => {
    const id = `${kind}:${messageId}`;
    const old = parts.findLast((part) => part.id === id) as TextPart | ReasoningPart | undefined;
    if (
      hidden?.includes(messageId) ||
      (delta === '' && (old?.done ?? done) === done && !title) ||
      !(old || delta || title)
    )
      return parts;
    return put(parts, {
      kind,
      id,
      ...owner,
      ...(kind === 'reasoning' && { startedAt: at }),
      ...old,
      ...(kind === 'reasoning' && done && { endedAt: at }),
      ...(title && { title }),
      text: (old?.text ?? '') + delta,
      done,
    } as Part);
  };

  const tool = (toolCallId: string, change: (old: ToolPart) => object, toolName = ''): readonly Part[] =>
    changeTool(parts, { toolCallId, toolName, ...owner }, at, change);

  const progress = (change: (old: ProgressPart) => object): readonly Part[] => {
    const id = `progress:${subagentRunId ?? ''}`;
    // One for the agent and one for each helper, at the place where the first step began.
    return upsert(parts, { kind: 'progress', id, steps: [], startedAt: at, done: false, ...owner }, change);
  };

  /** An activity that says how far it is becomes progress; any other is shown as what it is. */
  const activity = (
    messageId: string,
    activityType: string,
    make: (old: JsonObject | undefined) => JsonObject,
  ): readonly Part[] => {
    const id = `activity:${messageId}`;
    let before: JsonObject | undefined;
    for (const part of parts) {
      if (part.kind === 'activity' && part.id === id) before = part.content;
      if (part.kind === 'progress' && part.activity?.messageId === messageId) before = part.activity.content;
    }
    const content = make(before);
    // A patch may make anything of it.
    if (content === before || !isObject(content)) return parts;
    const read = readProgress(content);
    return read
      ? progress(() => ({ ...read, activity: { messageId, content } }))
      : put(parts, { kind: 'activity', id, activityType, content, ...owner });
  };

  switch (event.type) {
    case 'text-start':
    case 'reasoning-start':
    case 'text-end':
    case 'reasoning-end':
    case 'text-delta':
    case 'reasoning-delta': {
      const [kind, verb] = event.type.split('-') as ['text' | 'reasoning', string];
      const { delta = '', title } = event as { delta?: string; title?: string };
      return write(kind, event.messageId, verb === 'end', delta, title);
    }
    case 'tool-call-start':
      return tool(event.toolCallId, (old) => old, event.toolName);
    case 'tool-call-args':
      return tool(event.toolCallId, ({ args }) => ({ args: args + event.delta }));
    case 'tool-call-end':
      return tool(event.toolCallId, (old) => (old.status === 'streaming' ? { status: 'running' } : old));
    case 'tool-call-result':
      // The result of a call that waited shows that somebody decided; not how. An answer that is under way will tell.
      return tool(event.toolCallId, () => ({
        status: event.failed ? 'failed' : 'done',
        result: event.content,
        endedAt: at,
      })).map((part) =>
        part.kind === 'approval' && part.request.toolCallId === event.toolCallId && /^(?:pend|uncon)/.test(part.status)
          ? { ...part, status: 'decided' }
          : part,
      );
    case 'step-started':
      return progress(({ steps }) => ({ steps: [...steps, { name: event.stepName, status: 'running' }] }));
    case 'step-finished':
      return progress(({ steps }) => {
        const position = steps.findLastIndex(({ name, status }) => name === event.stepName && status === 'running');
        const step = { name: event.stepName, status: 'done' as const };
        return { steps: position < 0 ? [...steps, step] : steps.with(position, step) };
      });
    case 'activity-snapshot':
      return activity(event.messageId, event.activityType, (old) => (event.replace || !old ? event.content : old));
    case 'activity-delta':
      return activity(event.messageId, event.activityType, (old) => patched(old, event.patch));
    case 'block':
      return put(parts, { kind: 'block', id: `block:${event.block.id}`, block: event.block, ...owner });
    case 'approval-requested':
      return askApproval(parts, event.request, owner);
    case 'approval-resolved':
      return resolveApproval(parts, event);
    case 'messages-snapshot':
      return fromMessages(turn, event.messages, at);
    case 'warning':
      return event.code === 'malformed-event' || event.code === 'run-reloaded'
        ? parts
        : upsert(parts, { kind: 'notice', id: `notice:${event.code}`, code: event.code }, (old) => old);
    default:
      return parts;
  }
};

/** The part takes the place of the one with its id, or goes to the end. */
const put = (parts: readonly Part[], part: Part): readonly Part[] => {
  const position = parts.findLastIndex(({ id }) => id === part.id);
  return position < 0 ? [...parts, part] : parts.with(position, part);
};

/** Changes the part with the id of `fresh`, or `fresh` itself where there is none. What `change` gives as it was stays. */
const upsert = <Kind extends Part>(
  parts: readonly Part[],
  fresh: Kind,
  change: (old: Kind) => object,
): readonly Part[] => {
  const old = parts.findLast(({ id }) => id === fresh.id) as Kind | undefined;
  const changes = change(old ?? fresh);
  return changes === old ? parts : put(parts, { ...(old ?? fresh), ...changes });
};

const changeTool = (
  parts: readonly Part[],
  named: Pick<ToolPart, 'toolCallId' | 'toolName' | 'subagentRunId'>,
  at: number,
  change: (old: ToolPart) => object,
) =>
  upsert<ToolPart>(
    parts,
    { kind: 'tool', id: `tool:${named.toolCallId}`, args: '', status: 'streaming', startedAt: at, ...named },
    change,
  );

/** How far an activity says it is. Without a total it is no progress. */
const readProgress = (content: JsonObject): Pick<ProgressPart, 'current' | 'total' | 'label'> | undefined => {
  const total = ownNumber(content, 'total', 'max', 'totalSteps', 'steps');
  if (total === undefined || total <= 0) return undefined;
  const current = ownNumber(content, 'current', 'value', 'completed', 'done', 'step') ?? 0;
  const label = ownString(content, 'label', 'title', 'message', 'text');
  return { current: Math.min(Math.max(current, 0), total), total, ...(label !== undefined && { label }) };
};

/** A patch that does not fit keeps the old value. */
export const patched = <Value>(old: Value | undefined, patch: readonly unknown[]): Value => {
  try {
    return applyPatch(old ?? {}, patch) as Value;
  } catch {
    return old ?? ({} as Value);
  }
};

/** Whether a decision may still come. */
export const isOpen = ({ status }: ApprovalPart): boolean => /^(?:pending|sending|unconfirmed)$/.test(status);

/** The last approval that fits. */
const findApproval = (parts: readonly Part[], fits: (part: ApprovalPart) => boolean): ApprovalPart | undefined =>
  parts.findLast((part): part is ApprovalPart => part.kind === 'approval' && fits(part));

/** Whether both speak of the same approval: by its id, else by its call, else it is the one that is open. */
const concerns =
  (named: { approvalId?: string; toolCallId?: string }) =>
  (part: ApprovalPart): boolean => {
    for (const key of ['approvalId', 'toolCallId'] as const)
      if (named[key] !== undefined && part.request[key] !== undefined) return named[key] === part.request[key];
    return isOpen(part);
  };

/** The same approval may be told as a block, an interruption and an interrupt: one card, holding what each of them said. */
const askApproval = (parts: readonly Part[], asked: ApprovalRequest, owner: object): readonly Part[] => {
  const call = parts.findLast((part): part is ToolPart => part.kind === 'tool' && part.toolCallId === asked.toolCallId);
  const request = defined({
    ...asked,
    args: asked.args ?? parseText(call?.args ?? ''),
    toolName: asked.toolName ?? call?.toolName,
  });
  const old = findApproval(parts, concerns(request));
  const id = `approval:${request.approvalId ?? request.toolCallId ?? parts.length}`;
  return put(
    parts,
    old
      ? { ...old, request: { ...request, ...old.request } }
      : { kind: 'approval', id, request, status: 'pending', ...owner },
  );
};

const resolveApproval = (
  parts: readonly Part[],
  { decision, decidedBy, decidedAt, reason, editedArgs, ...named }: Extract<AgentEvent, { type: 'approval-resolved' }>,
): readonly Part[] => {
  const old = findApproval(parts, concerns(named));
  if (!old) return parts;
  const { error: _old, ...rest } = old;
  // The platform's word stands over what was sent from here; "decided" says less than what is known already.
  const status = decision === 'decided' && !isOpen(old) ? old.status : decision;
  return put(parts, { ...rest, status, ...defined({ decidedBy, decidedAt, reason, editedArgs }) });
};

/**
 * The messages after the person's last one are this answer: shown texts are corrected, missing parts added, and none is shown again for
 * having another id. A history that does not know the question yet is of other turns.
 */
const fromMessages = (turn: Turn, messages: readonly unknown[], at: number): readonly Part[] => {
  const list = messages.filter(isObject);
  const asked = list.findLastIndex(({ role }) => role === 'user');
  let { parts } = turn;
  if (asked >= 0 && !contentText(list[asked]!.content).includes(turn.question)) return parts;
  for (const message of list.slice(asked + 1)) {
    const { role, content } = message;
    const owner = defined({ subagentRunId: ownString(message, 'subagentRunId') });
    const messageId = ownString(message, 'id') ?? 'snapshot';
    const text = contentText(content ?? '');
    const happen = (event: object) => {
      parts = reduceParts({ ...turn, parts }, { ...owner, messageId, ...event } as AgentEvent, at);
    };
    const kind = role === 'assistant' ? 'text' : role;
    if ((kind === 'text' || kind === 'reasoning') && text && text === content) {
      const same = parts.filter((part): part is TextPart => part.kind === kind);
      const old = same.find(({ id }) => id === `${kind}:${messageId}`);
      if (old && old.text !== text) parts = put(parts, { ...old, text });
      if (!old && !same.some((part) => part.text === text)) happen({ type: `${kind}-end`, delta: text });
    }
    for (const call of asList(own(message, 'toolCalls'))) {
      const called = own(call, 'function');
      const named = { toolCallId: ownString(call, 'id') ?? messageId, toolName: ownString(called, 'name') ?? '' };
      parts = changeTool(parts, { ...named, ...owner }, at, (old) =>
        old.args || old.status !== 'streaming'
          ? old
          : { args: ownString(called, 'arguments') ?? '', status: 'running' },
      );
    }
    const toolCallId = ownString(message, 'toolCallId');
    if (role === 'tool' && toolCallId && !parts.some((part) => part.id === `tool:${toolCallId}` && 'result' in part))
      happen({ type: 'tool-call-result', toolCallId, content: text, failed: Boolean(message.error) });
    if (role === 'activity' && isObject(content))
      happen({
        type: 'activity-snapshot',
        activityType: ownString(message, 'activityType') ?? 'unknown',
        content,
        replace: true,
      });
  }
  return parts;
};

/** What is still open when a turn ends, closed. */
export const closeParts = (parts: readonly Part[], at: number, finished: boolean): readonly Part[] =>
  parts.map((part): Part => {
    if (part.kind === 'approval') {
      if (!isOpen(part)) return part;
      // What was sent may well have counted; what has no id, nobody can have decided.
      if (part.status !== 'pending') return { ...part, status: finished ? 'decided' : 'unconfirmed' };
      return { ...part, status: finished && part.request.approvalId !== undefined ? 'decided' : 'undecided' };
    }
    if (part.kind === 'tool')
      return /^(?:streaming|running)$/.test(part.status) ? { ...part, status: 'unanswered', endedAt: at } : part;
    if (!('done' in part) || part.done) return part;
    const closed = { ...part, done: true };
    if (closed.kind === 'text' && !finished) return { ...closed, cut: true };
    if (closed.kind === 'reasoning') return { ...closed, endedAt: at };
    if (closed.kind !== 'progress') return closed;
    const left = finished ? 'done' : 'unfinished';
    return {
      ...closed,
      steps: closed.steps.map((step) => (step.status === 'running' ? { ...step, status: left } : step)),
    };
  });

/** Undoes {@link closeParts} for a turn that goes on: what it closed is at work again. */
export const reopenParts = (parts: readonly Part[]): readonly Part[] =>
  parts.map((part): Part => {
    if (part.kind === 'approval' && part.status === 'undecided') return { ...part, status: 'pending' };
    // The page was left before an answer came.
    if (part.kind === 'approval' && part.status === 'sending') return { ...part, status: 'unconfirmed' };
    if (part.kind === 'tool' && part.status === 'unanswered')
      return defined({ ...part, status: 'running' as const, endedAt: undefined });
    if (part.kind === 'text' && part.cut) return defined({ ...part, done: false, cut: undefined });
    if (part.kind !== 'progress') return part;
    const steps = part.steps.map((step) =>
      step.status === 'unfinished' ? { ...step, status: 'running' as const } : step,
    );
    return { ...part, done: false, steps };
  });
