import { defaultEnv } from '../../src/core/env.js';
import type { Conversation, ConversationOptions } from '../../src/core/index.js';
import type { Core } from './load-core.js';

const json = (body: unknown): Response =>
  new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });

/**
 * A conversation with all that belongs to it but the network: its one answer is read from `next`, which gives a chunk at a time.
 * Somebody listens to every state and every event, as the element does.
 */
export const openConversation = (
  { createConversation }: Core,
  next: () => Uint8Array | undefined,
  options: Partial<ConversationOptions> = {},
): Conversation => {
  const stream = () =>
    new ReadableStream<Uint8Array>({
      pull: (controller) => {
        const bytes = next();
        if (bytes) controller.enqueue(bytes);
        else controller.close();
      },
    });
  const conversation = createConversation({
    getToken: async () => 'token',
    apiOrigin: 'https://platform.example',
    storage: 'none',
    env: {
      ...defaultEnv,
      fetch: async (url) =>
        url.endsWith('/aiui')
          ? new Response(stream(), { headers: { 'content-type': 'text/event-stream' } })
          : json({ runId: 'run_1' }),
    },
    ...options,
  });
  let states = 0;
  let words = 0;
  conversation.subscribe(() => (states += 1));
  conversation.listen((event) => {
    if (event.type === 'agent-event' && event.event.type === 'text-delta') words += event.event.delta.length;
  });
  return conversation;
};
