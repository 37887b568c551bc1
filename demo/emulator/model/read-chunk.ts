import { isObject, number, text } from '../json.js';
import type { ChatPiece } from './chat-shapes.js';

const readContent = (content: unknown): ChatPiece[] => {
  if (typeof content === 'string') return content === '' ? [] : [{ kind: 'text', text: content }];
  if (!Array.isArray(content)) return [];
  // Mistral's reasoning models send a list of parts, thoughts among them.
  return content.flatMap((part): ChatPiece[] => {
    if (isObject(part) && Array.isArray(part['thinking'])) {
      return part['thinking'].flatMap((inner): ChatPiece[] => {
        const thought = text(inner, 'text');
        return thought === undefined ? [] : [{ kind: 'thought', text: thought }];
      });
    }
    const words = text(part, 'text');
    return words === undefined ? [] : [{ kind: 'text', text: words }];
  });
};

const readCall = (call: unknown): ChatPiece[] => {
  if (!isObject(call)) return [];
  const said = isObject(call['function']) ? call['function'] : {};
  const { arguments: given } = said;
  const args = isObject(given) ? JSON.stringify(given) : text(said, 'arguments');
  const [index, id, name] = [number(call, 'index'), text(call, 'id'), text(said, 'name')];
  return [
    {
      kind: 'call',
      ...(index !== undefined && { index }),
      ...(id !== undefined && { id }),
      ...(name !== undefined && { name }),
      ...(args !== undefined && { args }),
    },
  ];
};

/**
 * Reads one `chat.completion.chunk`, or a whole `chat.completion` where a server does not stream, as forgivingly as the
 * servers differ: thoughts in `reasoning_content` or `reasoning`, a refusal in place of text, usage with or after the end.
 */
export const readChunk = (chunk: unknown): ChatPiece[] => {
  if (!isObject(chunk)) return [];
  const pieces: ChatPiece[] = [];
  const choice = Array.isArray(chunk['choices']) ? (chunk['choices'] as unknown[])[0] : undefined;
  if (isObject(choice)) {
    const delta = isObject(choice['delta']) ? choice['delta'] : choice['message'];
    const thought = text(delta, 'reasoning_content') ?? text(delta, 'reasoning');
    if (thought !== undefined) pieces.push({ kind: 'thought', text: thought });
    if (isObject(delta)) {
      pieces.push(...readContent(delta['content']), ...readContent(delta['refusal']));
      if (Array.isArray(delta['tool_calls'])) pieces.push(...delta['tool_calls'].flatMap(readCall));
    }
    const reason = text(choice, 'finish_reason');
    if (reason !== undefined) pieces.push({ kind: 'end', reason });
  }
  const { usage } = chunk;
  if (isObject(usage)) {
    const [inputTokens, outputTokens] = [number(usage, 'prompt_tokens') ?? 0, number(usage, 'completion_tokens') ?? 0];
    pieces.push({ kind: 'usage', inputTokens, outputTokens });
  }
  return pieces;
};
