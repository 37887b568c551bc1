import {
  type AnyTextAdapter,
  chat,
  chatParamsFromRequestBody,
  memoryStream,
  resumeServerSentEventsResponse,
  toServerSentEventsResponse,
  toolDefinition,
} from '@tanstack/ai';
import { type Listening, listen } from '../../demo/emulator/listen.js';

/** What the model says next, given what was said so far. */
export type Model = (messages: readonly { readonly role: string; readonly content: unknown }[]) => readonly Saying[];
export type Saying =
  | { readonly say: readonly string[] }
  | { readonly think: readonly string[] }
  | { readonly call: string; readonly id: string; readonly args: object }
  | { readonly fail: string };

/**
 * An agent made with TanStack AI: its `chat()` loop, its tools, its approvals and its server-sent events, all as published.
 *
 * Only the model behind it is ours, since a real one costs money and never says the same twice.
 */
const createAdapter = (model: Model): AnyTextAdapter => {
  let serial = 0;
  const adapter = {
    kind: 'text' as const,
    name: 'scripted',
    model: 'scripted-1',
    async *chatStream({
      messages,
      runId = 'run',
      threadId = 'thread',
    }: {
      messages: Parameters<Model>[0];
      runId?: string;
      threadId?: string;
    }) {
      const common = { timestamp: 1, model: 'scripted-1' };
      yield { type: 'RUN_STARTED', runId, threadId, ...common };
      let finishReason = 'stop';
      let index = 0;
      for (const saying of model(messages)) {
        serial += 1;
        const messageId = `message-${serial}`;
        if ('fail' in saying) throw new Error(saying.fail);
        if ('say' in saying) {
          yield { type: 'TEXT_MESSAGE_START', messageId, role: 'assistant', ...common };
          for (const delta of saying.say) yield { type: 'TEXT_MESSAGE_CONTENT', messageId, delta, ...common };
          yield { type: 'TEXT_MESSAGE_END', messageId, ...common };
        }
        if ('think' in saying) {
          yield { type: 'REASONING_START', messageId, ...common };
          yield { type: 'REASONING_MESSAGE_START', messageId, role: 'reasoning', ...common };
          for (const delta of saying.think) yield { type: 'REASONING_MESSAGE_CONTENT', messageId, delta, ...common };
          yield { type: 'REASONING_MESSAGE_END', messageId, ...common };
          yield { type: 'REASONING_END', messageId, ...common };
        }
        if ('call' in saying) {
          finishReason = 'tool_calls';
          const { call: toolCallName, id: toolCallId, args } = saying;
          const text = JSON.stringify(args);
          yield { type: 'TOOL_CALL_START', toolCallId, toolCallName, index: index++, ...common };
          yield { type: 'TOOL_CALL_ARGS', toolCallId, delta: text.slice(0, 4), ...common };
          yield { type: 'TOOL_CALL_ARGS', toolCallId, delta: text.slice(4), ...common };
          yield { type: 'TOOL_CALL_END', toolCallId, toolCallName, input: args, ...common };
        }
      }
      const usage = [{ inputTokens: 3, outputTokens: 5, totalTokens: 8 }];
      yield { type: 'RUN_FINISHED', runId, threadId, finishReason, usage, ...common };
    },
    structuredOutput: () => Promise.reject(new Error('The scripted model has no structured output')),
  };
  return adapter as unknown as AnyTextAdapter;
};

export interface TanStackAgent extends Listening {
  /** The bodies that were posted. */
  readonly inputs: Record<string, unknown>[];
  /** What its tools were called with. */
  readonly calls: { readonly tool: string; readonly args: unknown }[];
  /** The `Last-Event-ID` of every request, oldest first; none is empty. */
  readonly resumed: string[];
}

export interface TanStackOptions {
  /** With TanStack's own log in memory each event has an id, and a `GET` goes on behind one. */
  readonly resumable?: boolean;
  /** The first answer is cut after so many bytes. */
  readonly cutAfter?: number;
}

export const openTanStackAgent = async (
  model: Model,
  { resumable = false, cutAfter }: TanStackOptions = {},
): Promise<TanStackAgent> => {
  const inputs: TanStackAgent['inputs'] = [];
  const calls: TanStackAgent['calls'] = [];
  const resumed: string[] = [];
  const noted = (tool: string, result: unknown) => (args: unknown) => {
    calls.push({ tool, args });
    return Promise.resolve(result);
  };
  const define = (name: string, properties: object, result: unknown, needsApproval = false) =>
    toolDefinition({
      name,
      description: name,
      needsApproval,
      inputSchema: { type: 'object', properties: properties as never },
    }).server(noted(name, result) as never);
  const tools = [
    define('look_up', { order: { type: 'string' } }, { state: 'paid' }),
    define('refund', { amount: { type: 'number' } }, { refunded: true }, true),
    define('cancel', { order: { type: 'string' } }, { cancelled: true }, true),
  ];

  const answer = async (request: Request): Promise<Response> => {
    resumed.push(request.headers.get('last-event-id') ?? '');
    if (request.method === 'GET')
      return resumable
        ? resumeServerSentEventsResponse({ adapter: memoryStream(request) })
        : new Response('Not found', { status: 404 });
    const body = (await request.json()) as Record<string, unknown>;
    inputs.push(body);
    const { messages, threadId, runId, parentRunId, resume } = await chatParamsFromRequestBody(body);
    const stream = chat({
      adapter: createAdapter(model),
      messages: messages as never,
      tools: tools as never,
      threadId,
      runId,
      debug: false,
      ...(parentRunId !== undefined && { parentRunId }),
      ...(resume !== undefined && { resume }),
    });
    const durability = resumable && { durability: { adapter: memoryStream({ runId }) } };
    return toServerSentEventsResponse(stream as never, { debug: false, ...durability } as never);
  };

  let left = cutAfter ?? Infinity;
  const listening = await listen(
    {
      fetch: async (request) => {
        const response = await answer(request);
        if (left === Infinity || !response.body) return response;
        const scissors = new TransformStream<Uint8Array, Uint8Array>({
          transform: (chunk, controller) => {
            if (left > 0) controller.enqueue(chunk.subarray(0, left));
            left -= chunk.length;
            if (left > 0) return;
            // Everything before it arrives, and the rest never does.
            left = -Infinity;
            controller.terminate();
          },
        });
        return new Response(left > 0 ? response.body.pipeThrough(scissors) : response.body, response);
      },
    },
    { port: 0 },
  );
  return { ...listening, inputs, calls, resumed };
};
