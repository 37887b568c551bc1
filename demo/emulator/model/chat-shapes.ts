import type { JsonObject } from '../json.js';

/** A message as `/chat/completions` takes it. */
export type ChatMessage =
  | { readonly role: 'system' | 'user'; readonly content: string }
  | { readonly role: 'assistant'; readonly content: string | null; readonly tool_calls?: readonly ChatToolCall[] }
  | { readonly role: 'tool'; readonly tool_call_id: string; readonly content: string };

export interface ChatToolCall {
  readonly id: string;
  readonly type: 'function';
  /** `arguments` is JSON, as far as the model kept to it. */
  readonly function: { readonly name: string; readonly arguments: string };
}

export interface ChatTool {
  readonly type: 'function';
  readonly function: { readonly name: string; readonly description: string; readonly parameters: JsonObject };
}

/** What a streamed answer adds, piece by piece. */
export type ChatPiece =
  | { readonly kind: 'text' | 'thought'; readonly text: string }
  /** Which call, in its server's spelling; what is missing must be told from the pieces before. */
  | {
      readonly kind: 'call';
      readonly index?: number;
      readonly id?: string;
      readonly name?: string;
      readonly args?: string;
    }
  | { readonly kind: 'usage'; readonly inputTokens: number; readonly outputTokens: number }
  | { readonly kind: 'end'; readonly reason: string };
