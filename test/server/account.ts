import type { TestContext } from 'node:test';
import { type AgentHandle, createEmulator, type Emulator } from '../../demo/emulator/index.js';
import { listen } from '../../demo/emulator/listen.js';
import { say } from '../../demo/emulator/script.js';
import { type TokenEndpointOptions, Zaby } from '../../src/server/index.js';
import { conversationId, openEndpoint, tokenRequest } from './support.js';

/** What a deployment takes to become active; tests that want one move the clock. */
export const activationMs = 12 * 60_000;

/** An account on the emulated platform: an agent that is deployed, bound and has a policy. */
export interface Account {
  readonly emulator: Emulator;
  readonly origin: string;
  readonly agent: AgentHandle;
  readonly zaby: Zaby;
  /** The calls that endpoints of this account have made, as `POST /…/runtime-tokens`, ids left out. */
  readonly calls: string[];
  /** A token endpoint of this account; `options` win. */
  endpoint(options?: Partial<TokenEndpointOptions>): ReturnType<typeof openEndpoint>;
}

export const openAccount = async (test: TestContext): Promise<Account> => {
  const emulator = createEmulator({ activationMs });
  const { origin, close } = await listen(emulator, { port: 0 });
  test.after(async () => {
    emulator.dispose();
    await close();
  });
  const agent = emulator.createAgent({ scripts: [[say('Here I am.')]] });
  const calls: string[] = [];
  const { apiKey, externalAppId, deploymentId, quotaPolicyId } = agent;
  const counting: typeof fetch = (input, init) => {
    const { pathname } = new URL(String(input));
    calls.push(
      `${init?.method} ${pathname.replace(/^.*\/(?:managed-agents|agents)\//, '').replaceAll(/\w+_[\da-f]{32}/g, ':id')}`,
    );
    return fetch(input, init);
  };
  return {
    emulator,
    origin,
    agent,
    zaby: new Zaby({ apiKey, apiOrigin: origin, maxRetries: 0 }),
    calls,
    endpoint: (options = {}) =>
      openEndpoint(origin, { apiKey, externalAppId, deploymentId, quotaPolicyId, fetch: counting, ...options }),
  };
};

export interface Given {
  readonly token: string;
  readonly agentSessionId: string;
}

/** Asks as the widget does; fails unless there is a token. */
export const askFor = async (
  handler: (request: Request) => Promise<Response>,
  { conversation = conversationId, reason = 'first' }: { conversation?: string; reason?: string } = {},
): Promise<Given> => {
  const response = await handler(tokenRequest({ body: JSON.stringify({ conversationId: conversation, reason }) }));
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as Given;
};

/** What the platform says to a token: 200, or the status and code of its refusal. */
export const tryToken = async (origin: string, token: string): Promise<string> => {
  const response = await fetch(`${origin}/api/v1/agent-runtime/runs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ input: { message: 'Are you there?' } }),
  });
  const { code } = (await response.json()) as { code?: string };
  return response.ok ? 'accepted' : `${response.status} ${code?.replace('MANAGED_AGENT_RUNTIME_TOKEN_', '')}`;
};
