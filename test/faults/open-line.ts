import type { AgentDefinition, Emulator } from '../../demo/emulator/index.js';
import type { Step } from '../../demo/emulator/script.js';
import type { Conversation, ConversationOptions, Turn } from '../../src/core/index.js';
import { type Agent, hasty, openAgent, transcript, until } from '../core/open-agent.js';
import { type FaultProxy, type PlannedFault, createFaultProxy } from '../support/fault-proxy.js';
import { type Budget, type CountedEnv, countEnv, watchInvariants } from './invariants.js';

/** A visitor and an agent with a bad network between them, and a witness of what always holds. */
export interface Line extends AsyncDisposable {
  readonly agent: Agent;
  readonly conversation: Conversation;
  readonly emulator: Emulator;
  readonly proxy: FaultProxy;
  readonly env: CountedEnv;
  /** Asks, and waits for the end. */
  ask(text?: string): Promise<Turn>;
  /** What a person reads. */
  lines(): string[];
  /** Every state that the turn at hand was in, in order, each once. */
  readonly statuses: readonly string[];
  /** How many requests of that name the platform has answered. */
  count(name: string): number;
  until(fits: (turn: Turn) => boolean): Promise<Turn>;
}

export interface LineOptions extends Partial<ConversationOptions> {
  readonly plan?: readonly PlannedFault[];
  readonly budget?: Budget;
  /** See `WitnessOptions`. */
  readonly partial?: boolean;
  /** Given every request for a token, to know when it is over. */
  readonly around?: <Result>(request: Promise<Result>) => Promise<Result>;
}

export const openLine = async (
  described: readonly Step[] | AgentDefinition,
  { plan = [], budget, partial, around, env, policy, ...options }: LineOptions = {},
): Promise<Line> => {
  const agent = await openAgent(described);
  const proxy = await createFaultProxy({ target: agent.options.apiOrigin! });
  proxy.plan(plan);
  const counted = countEnv(env);
  const conversation = agent.reopen({
    env: counted,
    policy: { ...hasty, ...policy },
    apiOrigin: proxy.origin,
    ...(around && { getToken: (request) => around(agent.options.getToken!(request)) }),
    ...options,
  });
  const witness = watchInvariants({ conversation, emulator: agent.emulator, env: counted, budget, partial });
  const statuses: string[] = [];
  conversation.subscribe(({ turns }) => {
    const status = turns.at(-1)?.status;
    if (status && status !== statuses.at(-1)) statuses.push(status);
  });
  return {
    agent,
    conversation,
    emulator: agent.emulator,
    proxy,
    env: counted,
    ask: (text = 'Hello') => conversation.send(text),
    lines: () => transcript(conversation),
    statuses,
    count: (name) => agent.emulator.requests({ name }).length,
    until: (fits) => until(conversation, fits),
    [Symbol.asyncDispose]: async () => {
      try {
        await witness.close();
      } finally {
        await proxy.close();
        await agent[Symbol.asyncDispose]();
      }
    },
  };
};
