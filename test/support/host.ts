import type { AgentDefinition, AgentHandle, Emulator } from '../../demo/emulator/index.js';
import { createTokenEndpoint, type TokenEndpointOptions } from '../../src/server/index.js';

/** What a page needs in order to talk to an agent. The API key is not among it. */
export interface HostedAgent {
  readonly agentId: string;
  readonly deploymentId: string;
  readonly tokenUrl: string;
  readonly apiOrigin: string;
}

/** How the token endpoint of one agent behaves. */
export interface TokenSettings {
  readonly ttlSeconds?: number;
  readonly maxUses?: number;
  /** The person who is signed in; null for nobody. */
  readonly userId?: string | null;
}

/** The page's own server, as tests need it. */
export interface Host {
  /** Answers what belongs to it: tokens, endpoints that misbehave, and the doors for tests. Undefined for anything else. */
  fetch(request: Request): Promise<Response> | undefined;
  addAgent(definition: AgentDefinition, pageOrigin: string, settings?: TokenSettings): HostedAgent;
  /** How often a token was asked for. */
  tokenRequests(agentId: string): number;
  /** Ends answers that never come. */
  dispose(): void;
}

interface Registration {
  readonly handle: AgentHandle;
  readonly answer: (request: Request) => Promise<Response>;
  requests: number;
}

/**
 * Hands out tokens for any number of emulated agents through `src/server`, each at an address of its own.
 *
 * Paths: `/api/zaby-token/<agentId>`, `/api/broken-token/<how>`, and for test pages `/__test/config`, `/__test/agents`,
 * `/__test/agents/<agentId>/token-requests`. What the platform saw is asked from the platform: `<apiOrigin>/__emulator/runs`, ….
 */
export const createHost = ({ emulator, apiOrigin }: { emulator: Emulator; apiOrigin: string }): Host => {
  const agents = new Map<string, Registration>();
  const broken = createBrokenEndpoints();

  const addAgent: Host['addAgent'] = (definition, pageOrigin, settings = {}) => {
    const handle = emulator.createAgent({ origins: [pageOrigin], ...definition });
    agents.set(handle.agentId, {
      handle,
      answer: createTokenEndpoint(endpointOptions(handle, apiOrigin, settings)),
      requests: 0,
    });
    return {
      agentId: handle.agentId,
      deploymentId: handle.deploymentId,
      tokenUrl: `/api/zaby-token/${handle.agentId}`,
      apiOrigin,
    };
  };

  const tokens = async (request: Request, agentId: string): Promise<Response> => {
    const agent = agents.get(agentId);
    if (agent === undefined) return new Response(null, { status: 404 });
    agent.requests += 1;
    return agent.answer(request);
  };

  const tokenRequests = (agentId: string): number => agents.get(agentId)?.requests ?? 0;

  const register = async (request: Request): Promise<Response> => {
    const { definition, settings } = (await request.json()) as {
      definition: AgentDefinition;
      settings?: TokenSettings;
    };
    return Response.json(addAgent(definition, new URL(request.url).origin, settings));
  };

  return {
    fetch(request) {
      const { pathname } = new URL(request.url);
      const [area, kind, name = '', rest] = pathname.slice(1).split('/');
      if (area === 'api' && kind === 'zaby-token') return tokens(request, name);
      if (area === 'api' && kind === 'broken-token') return broken.answer(name);
      if (area !== '__test') return undefined;
      if (kind === 'config') return Promise.resolve(Response.json({ apiOrigin }));
      if (kind === 'agents' && rest === 'token-requests')
        return Promise.resolve(Response.json({ count: tokenRequests(name) }));
      if (kind === 'agents') return register(request);
      return undefined;
    },
    addAgent,
    tokenRequests,
    dispose: () => broken.dispose(),
  };
};

const endpointOptions = (handle: AgentHandle, apiOrigin: string, settings: TokenSettings): TokenEndpointOptions => {
  const { apiKey, externalAppId, deploymentId, quotaPolicyId } = handle;
  const { userId = 'visitor-1', ...limits } = settings;
  return {
    apiKey,
    externalAppId,
    deploymentId,
    quotaPolicyId,
    ...limits,
    apiOrigin,
    identify: () => (userId === null ? null : { userId }),
    // A test reloads and mints more often than any person.
    rateLimit: { perMinute: Infinity },
    onError: () => {},
  };
};

/** Token endpoints as they are met in the wild. */
const createBrokenEndpoints = (): { answer(how: string): Promise<Response>; dispose(): void } => {
  const end = new AbortController();
  const html = { 'content-type': 'text/html' };
  const never = (): Promise<Response> =>
    new Promise((resolve) => {
      end.signal.addEventListener('abort', () => resolve(new Response(null, { status: 503 })), { once: true });
    });
  const answers: Record<string, () => Response | Promise<Response>> = {
    '404': () => new Response('<!doctype html><title>Not found</title>', { status: 404, headers: html }),
    '401': () => Response.json({ code: 'sign-in-required' }, { status: 401 }),
    '429': () => Response.json({ code: 'rate-limited' }, { status: 429, headers: { 'retry-after': '1' } }),
    '500': () => new Response('Internal Server Error', { status: 500 }),
    html: () => new Response('<!doctype html><title>Welcome</title><h1>Welcome</h1>', { headers: html }),
    empty: () => new Response(null, { status: 200 }),
    garbage: () => new Response('{"token": ', { headers: { 'content-type': 'application/json' } }),
    'no-token': () => Response.json({ expiresAt: null }),
    redirect: () => new Response(null, { status: 302, headers: { location: '/login' } }),
    never,
  };
  return {
    answer: (how) => Promise.resolve(answers[how]?.() ?? new Response(null, { status: 404 })),
    dispose: () => end.abort(),
  };
};
