import { createParser } from 'eventsource-parser';
import { isObject, text } from '../json.js';
import type { ChatMessage, ChatPiece, ChatTool } from './chat-shapes.js';
import { ModelError } from './model-error.js';
import { readChunk } from './read-chunk.js';
import { readRefusal } from './read-refusal.js';
import type { ModelSettings } from './settings.js';

export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  readonly tools: readonly ChatTool[];
}

const SILENCE_MS = 120_000;
/** How long the usage may come behind the end. */
const USAGE_MS = 2000;
/** Of one event and of one answer, in characters: far more than any model writes. */
const MAX_EVENT = 1_000_000;
const MAX_ANSWER = 8_000_000;

const invalidAnswer = (detail: string): ModelError =>
  new ModelError('MODEL_ANSWER_INVALID', 'The model answered something that nobody can read.', { detail });

/** Ends a wait when nothing came for too long. */
const createWatch = (silenceMs: number) => {
  const silence = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => clearTimeout(timer);
  const heard = (milliseconds = silenceMs): void => {
    stop();
    timer = setTimeout(() => silence.abort(), milliseconds);
  };
  heard();
  return { signal: silence.signal, heard, stop };
};

const parseEvent = (data: string): readonly ChatPiece[] => {
  let chunk: unknown;
  try {
    chunk = JSON.parse(data);
  } catch {
    throw invalidAnswer('An event of the stream was not JSON.');
  }
  const error = isObject(chunk) ? chunk['error'] : undefined;
  if (error !== undefined && error !== null) {
    const detail = text(error, 'message') ?? text(chunk, 'error') ?? 'The stream carried an error.';
    throw new ModelError('MODEL_FAILED', 'The model failed in the middle of its answer. Try again.', { detail });
  }
  return readChunk(chunk);
};

/** The pieces of an event stream; ends at `[DONE]`. The first end tells the reason, which some servers leave out. */
async function* readEvents(body: AsyncIterable<string>): AsyncGenerator<ChatPiece, void> {
  const waiting: string[] = [];
  let tooLong = false;
  const parser = createParser({
    onEvent: ({ data }) => void waiting.push(data),
    onError: ({ type }) => {
      if (type === 'max-buffer-size-exceeded') tooLong = true;
    },
    maxBufferSize: MAX_EVENT,
  });
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    parser.feed(chunk);
    for (const data of waiting.splice(0)) {
      if (data.trim() === '[DONE]') {
        yield { kind: 'end', reason: 'stop' };
        return;
      }
      yield* parseEvent(data);
    }
    if (tooLong || length > MAX_ANSWER) throw invalidAnswer('The answer was longer than any model writes.');
  }
}

/** The pieces of an answer that came in one. */
async function* readWhole(body: AsyncIterable<string>): AsyncGenerator<ChatPiece, void> {
  let all = '';
  for await (const chunk of body) {
    all += chunk;
    if (all.length > MAX_ANSWER) throw invalidAnswer('The answer was longer than any model writes.');
  }
  yield* parseEvent(all);
  yield { kind: 'end', reason: 'stop' };
}

/**
 * Asks an OpenAI-compatible model, and yields its answer as it comes.
 *
 * Throws a {@link ModelError} for everything that can go wrong there, an answer that breaks off included; the signal's
 * reason when that aborts. The key goes into one header and nowhere else: no redirect is followed.
 *
 * By hand, with `eventsource-parser`, and not with the `openai` package: of that, this would use one call, it weighs more
 * than the whole emulator, it repeats calls by itself, and the ways in which other servers differ would be ours anyway.
 */
export async function* streamChat(
  settings: ModelSettings,
  { messages, tools }: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<ChatPiece, void> {
  const { baseUrl, apiKey, model, silenceMs = SILENCE_MS } = settings;
  const watch = createWatch(silenceMs);
  const either = AbortSignal.any([signal, watch.signal]);
  /** What a failure of the line was. */
  const explain = (cause: unknown, isOpen: boolean): unknown => {
    if (cause instanceof ModelError) return cause;
    if (signal.aborted) return signal.reason;
    if (watch.signal.aborted) return new ModelError('MODEL_SILENT', 'The model said nothing for too long. Try again.');
    return isOpen
      ? new ModelError('MODEL_CUT', 'The line to the model broke off in the middle of its answer. Try again.')
      : new ModelError('MODEL_UNREACHABLE', 'The model cannot be reached. Is its server running?', {
          detail: describeCause(cause),
        });
  };

  let isOpen = false;
  let hasEnded = false;
  try {
    const response = await fetch(`${baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({
        model,
        messages,
        ...(tools.length > 0 && { tools }),
        stream: true,
        stream_options: { include_usage: true },
      }),
      redirect: 'error',
      signal: either,
    });
    watch.heard();
    if (!response.ok) throw await readRefusal(response);
    isOpen = true;
    const heard = new TransformStream<string, string>({
      transform: (chunk, controller) => {
        watch.heard();
        controller.enqueue(chunk);
      },
    });
    const body = (response.body ?? new Blob().stream()).pipeThrough(new TextDecoderStream()).pipeThrough(heard);
    const streams = response.headers.get('content-type')?.includes('event-stream') ?? false;
    for await (const piece of streams ? readEvents(body) : readWhole(body)) {
      if (piece.kind === 'end') hasEnded = true;
      if (hasEnded) watch.heard(Math.min(silenceMs, USAGE_MS));
      yield piece;
    }
  } catch (error) {
    // With everything said, it does not matter how a server hangs up, or that it does not.
    if (!hasEnded || signal.aborted) throw explain(error, isOpen);
  } finally {
    watch.stop();
  }
  if (!hasEnded) throw explain(undefined, true);
}

/** Such as `ECONNREFUSED`; an address and no secret. */
const describeCause = (error: unknown): string => {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? ('code' in cause ? String(cause.code) : cause.message) : 'The call failed.';
};
