import { type AgentDefinition, type Emulator, type RequestRecord, createEmulator } from '../../demo/emulator/index.js';
import { listen } from '../../demo/emulator/listen.js';
import type { Script } from '../../demo/emulator/script.js';
import {
  type Conversation,
  type ConversationEvent,
  type ConversationOptions,
  createConversation,
} from '../../src/core/index.js';
import { hasty } from './open-agent.js';

/** An agent that is reached without the call that starts a run: by the direct edge stream, or as an AG-UI endpoint. */
export interface Reached extends AsyncDisposable {
  readonly conversation: Conversation;
  readonly events: ConversationEvent[];
  readonly emulator: Emulator;
  readonly options: ConversationOptions;
  readonly deploymentId: string;
  /** What was asked of the platform, in order: `POST edge 200`. */
  asked(): string[];
  requests(name: string): readonly RequestRecord[];
  /** Another conversation with the same settings, as after a reload. */
  reopen(options?: Partial<ConversationOptions>): Conversation;
}

/** Waits short, but for an answer: a question that timed out on a busy machine would not be asked again. */
export const willing = { ...hasty, startTimeout: 20_000, decisionTimeout: 20_000, streamTimeout: 20_000 };

export const openTransport = async (
  way: 'edge' | 'agent',
  described: Script | AgentDefinition,
  options: Partial<ConversationOptions> = {},
): Promise<Reached> => {
  const emulator = createEmulator();
  const { origin, close } = await listen(emulator, { port: 0 });
  const definition = 'scripts' in described ? described : { scripts: [described] };
  const { apiKey, deploymentId, externalAppId, quotaPolicyId } = emulator.createAgent(definition);
  const getToken: ConversationOptions['getToken'] = async ({ conversationId, signal }) => {
    const response = await fetch(
      `${origin}/api/v1/provisioning/managed-agents/external-apps/${externalAppId}/runtime-tokens`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-zaby-api-key': apiKey },
        body: JSON.stringify({
          deploymentId,
          quotaPolicyId,
          externalUserId: 'visitor',
          externalSessionId: conversationId,
          channel: 'web',
        }),
        signal,
      },
    );
    return (await response.json()) as { token: string };
  };
  const settings: ConversationOptions = {
    ...(way === 'edge'
      ? { runtimeUrl: `${origin}/edge/${deploymentId}/`, apiOrigin: origin }
      : { agentUrl: `${origin}/agents/${deploymentId}` }),
    ...((way === 'edge' || definition.agent?.withToken) && { getToken }),
    storage: 'none',
    policy: willing,
    ...options,
  };
  const opened: Conversation[] = [];
  const reopen = (more: Partial<ConversationOptions> = {}) => {
    const conversation = createConversation({ ...settings, ...more });
    opened.push(conversation);
    return conversation;
  };
  const conversation = reopen();
  const events: ConversationEvent[] = [];
  conversation.listen((event) => events.push(event));
  const requests = (name: string) => emulator.requests({ name });
  return {
    conversation,
    events,
    emulator,
    options: settings,
    deploymentId,
    requests,
    asked: () =>
      emulator
        .requests()
        .filter(({ name }) => name !== undefined && name !== 'token')
        .map(({ method, name, status }) => `${method} ${name} ${status}`),
    reopen,
    [Symbol.asyncDispose]: async () => {
      for (const one of opened) one.dispose();
      emulator.dispose();
      await close();
    },
  };
};
