import type { ApprovalPart, ToolPart, Turn } from '../../core/index.js';
import type { Strings } from '../locales/index.js';
import { parsed } from './data-text.js';
import { inWords } from './untrusted.js';

/** What an approval is about, as the events say, not as the agent puts it. */
export interface ApprovalSubject {
  readonly toolName: string | undefined;
  readonly args: unknown;
}

/** The tool and its input: from the request, else from the tool call that it names (PROTOCOL.md §4). */
export const subjectOf = (part: ApprovalPart, turn: Turn): ApprovalSubject => {
  const { toolCallId, toolName, args } = part.request;
  const call = turn.parts.find((each): each is ToolPart => each.kind === 'tool' && each.toolCallId === toolCallId);
  return {
    toolName: toolName ?? call?.toolName,
    args: args ?? (call && call.args !== '' ? parsed(call.args) : undefined),
  };
};

const isShort = (value: unknown): value is string | number | boolean =>
  (typeof value === 'string' && value !== '' && value.length <= 40) ||
  typeof value === 'number' ||
  typeof value === 'boolean';

/** A short name for a button and for an announcement: the tool with the first of its input, such as `Refund: order 1042, amount 49.90`. */
export const nameOf = (part: ApprovalPart, turn: Turn, strings: Strings): string => {
  const { toolName, args } = subjectOf(part, turn);
  if (toolName === undefined) return part.request.title ?? strings.approvalUnknownTool;
  const values =
    typeof args === 'object' && args !== null ? Object.entries(args).filter(([, value]) => isShort(value)) : [];
  const input = values.slice(0, 2).map(([name, value]) => `${inWords(name).toLowerCase()} ${String(value)}`);
  return [inWords(toolName), input.join(', ')].filter((text) => text !== '').join(': ');
};
