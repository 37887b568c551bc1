import type { Attachment, ConversationState, Turn } from '../state.js';
import { type JsonObject, isObject, ownString } from '../wire.js';
import { asText } from '../wire-fields.js';

/** Writes a conversation as AG-UI 1.0 `RunAgentInput`: what an agent without a memory of its own has to be told. */

/**
 * `input`: as for a run of the platform. With `more.resume`, what the turn's answer holds so far is told too: the agent goes on behind it.
 */
export const createRunInput = (
  { conversationId, turns, shared }: ConversationState,
  turn: Turn,
  runId: string,
  input: JsonObject,
  more: { readonly parentRunId?: string; readonly resume?: readonly JsonObject[] } = {},
): JsonObject => ({
  threadId: conversationId,
  runId,
  protocolVersion: '1.0',
  state: shared ?? {},
  messages: unique(
    turns
      .filter(({ returned, id }) => !returned || id === turn.id)
      .flatMap((one) => [question(one), ...(one.id === turn.id && !more.resume ? [] : answer(one))]),
  ),
  tools: [],
  context: readContext(input.context),
  forwardedProps: turn.form ? { form: turn.form } : {},
  ...more,
});

/** Agents give ids as they like, the same in each answer too; in a list of messages each needs its own. */
const unique = (messages: readonly JsonObject[]): JsonObject[] => {
  const seen = new Set<unknown>();
  return messages.map((message, index) => {
    const id = seen.has(message.id) ? `${String(message.id)}:${index}` : message.id;
    seen.add(id);
    return { ...message, id };
  });
};

const question = ({ id, question: text, form, attachments = [] }: Turn): JsonObject => {
  const said = form ? asText(form.values) : text;
  return {
    id,
    role: 'user',
    content:
      attachments.length > 0 ? [...(said ? [{ type: 'text', text: said }] : []), ...attachments.map(attach)] : said,
  };
};

const attach = ({ url, name, mimeType }: Attachment): JsonObject => ({
  type: /^(?:image|audio|video)(?=\/)/.exec(mimeType ?? '')?.[0] ?? 'document',
  source: { type: 'url', value: url, ...(mimeType && { mimeType }) },
  ...(name && { metadata: { filename: name } }),
});

/** What the agent said and did. Of what it only began, a model could make nothing: a call without a result is told while it waits for one. */
const answer = ({ parts, endedAt }: Turn): JsonObject[] => {
  const messages: JsonObject[] = [];
  let calls: JsonObject[] | undefined;
  let results: JsonObject[] = [];
  const close = () => {
    messages.push(...results);
    results = [];
    calls = undefined;
  };
  for (const part of parts) {
    if (part.kind === 'text' && part.text) {
      close();
      messages.push({ id: part.id.replace(/^text:/, ''), role: 'assistant', content: part.text });
    }
    if (part.kind === 'tool' && (part.result !== undefined || endedAt === undefined)) {
      const { toolCallId: id, toolName: name, args, result } = part;
      // Calls side by side are one message: their results must follow it, all of them.
      if (!calls) messages.push({ id: `calls:${id}`, role: 'assistant', toolCalls: (calls = []) });
      calls.push({ id, type: 'function', function: { name, arguments: args } });
      if (result !== undefined) results.push({ id: `result:${id}`, role: 'tool', toolCallId: id, content: result });
    }
  }
  close();
  return messages;
};

/** AG-UI wants pairs of texts: a list of them goes as it is, an object by its keys. */
const readContext = (context: unknown): unknown[] => {
  if (
    Array.isArray(context) &&
    context.every((item) => ['description', 'value'].every((name) => ownString(item, name) !== undefined))
  )
    return context;
  if (context === undefined) return [];
  const named = isObject(context) ? context : { context };
  return Object.entries(named).map(([description, value]) => ({ description, value: asText(value) }));
};
