import { type AgentDefinition, type Emulator, type Script, createEmulator } from '../../demo/emulator/index.js';
import { listen } from '../../demo/emulator/listen.js';
import type { Step } from '../../demo/emulator/script.js';
import {
  type Conversation,
  type ConversationEvent,
  type ConversationOptions,
  type Part,
  type Turn,
  createConversation,
} from '../../src/core/index.js';

/** An agent described by a script, on a platform of its own, and a conversation with it over real HTTP. */
export interface Agent extends AsyncDisposable {
  readonly conversation: Conversation;
  readonly events: ConversationEvent[];
  readonly emulator: Emulator;
  readonly options: ConversationOptions;
  /** How many tokens were minted. */
  minted(): number;
  /** Another conversation with the same settings, as after a reload. */
  reopen(options?: Partial<ConversationOptions>): Conversation;
}

type Described = readonly Step[] | AgentDefinition;

const isScript = (described: Described): described is Script => Array.isArray(described);

/** Waits short, so that a test about retries is over soon. */
export const hasty = {
  backoffBase: 2,
  backoffMaximum: 10,
  heartbeatTimeout: 2_000,
  streamTimeout: 2_000,
  startTimeout: 300,
  decisionTimeout: 300,
};

export const openAgent = async (described: Described, options: Partial<ConversationOptions> = {}): Promise<Agent> => {
  const emulator = createEmulator();
  const { origin, close } = await listen(emulator, { port: 0 });
  const handle = emulator.createAgent(isScript(described) ? { scripts: [described] } : described);
  let minted = 0;
  const settings: ConversationOptions = {
    getToken: async ({ conversationId, signal }) => {
      minted++;
      const response = await fetch(
        `${origin}/api/v1/provisioning/managed-agents/external-apps/${handle.externalAppId}/runtime-tokens`,
        {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-zaby-api-key': handle.apiKey },
          body: JSON.stringify({
            deploymentId: handle.deploymentId,
            quotaPolicyId: handle.quotaPolicyId,
            externalUserId: 'visitor',
            externalSessionId: conversationId,
            channel: 'web',
          }),
          signal,
        },
      );
      if (!response.ok) throw new Error(`The platform answered ${response.status} to a mint`);
      return (await response.json()) as { token: string };
    },
    apiOrigin: origin,
    storage: 'none',
    policy: hasty,
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
  return {
    conversation,
    events,
    emulator,
    options: settings,
    minted: () => minted,
    reopen,
    [Symbol.asyncDispose]: async () => {
      for (const one of opened) one.dispose();
      emulator.dispose();
      await close();
    },
  };
};

/** Resolves with the state's last turn once it fits. */
export const until = (conversation: Conversation, fits: (turn: Turn) => boolean): Promise<Turn> =>
  new Promise((resolve) => {
    const look = () => {
      const turn = conversation.state.turns.at(-1);
      if (!turn || !fits(turn)) return false;
      resolve(turn);
      return true;
    };
    if (look()) return;
    const stop = conversation.subscribe(() => {
      if (look()) stop();
    });
  });

export const describePart = (part: Part): string => {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'reasoning':
      return `(${part.text})`;
    case 'tool':
      return `${part.toolName}(${part.args}) ${part.status}${part.result === undefined ? '' : `: ${part.result}`}`;
    case 'progress':
      return `${part.steps.map(({ name, status }) => `${name} ${status}`).join(', ')}${part.total === undefined ? '' : ` ${part.current}/${part.total}`}`;
    case 'approval':
      return `approval ${part.request.toolName} ${part.status}`;
    case 'block':
      return `block ${part.block.kind}`;
    case 'activity':
      return `activity ${part.activityType}`;
    case 'notice':
      return `notice ${part.code}`;
  }
};

/** What a person would have read. */
export const transcript = (conversation: Conversation): string[] =>
  conversation.state.turns.flatMap((turn) => [
    `user: ${turn.question}`,
    ...turn.parts.map((part) => `agent: ${describePart(part)}`),
    turn.status,
  ]);
