import type {
  AgentDefinition,
  ApprovalRecord,
  FeedbackRecord,
  RequestRecord,
  RunRecord,
  Script,
} from '../../demo/emulator/index.js';
import type { HostedAgent, TokenSettings } from './host.js';

/** What a browser test may ask the platform and the page's server afterwards. */
export interface ReadBack {
  runs(): Promise<readonly RunRecord[]>;
  requests(name?: string): Promise<readonly RequestRecord[]>;
  approvals(): Promise<readonly ApprovalRecord[]>;
  feedback(): Promise<readonly FeedbackRecord[]>;
  /** How often the page's server was asked for a token. */
  tokenRequests(): Promise<number>;
  /** Moves the platform's clock; tokens and approvals grow old by it. Other tests share it: only ever with their agreement. */
  advance(milliseconds: number): Promise<void>;
}

const readJson = async <Body>(url: string, init?: RequestInit): Promise<Body> => {
  const answer = await fetch(url, init);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Body;
};

const post = (url: string, body: unknown): Promise<unknown> =>
  readJson(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** Makes an agent on the emulated platform that this page may use. */
export const hostAgent = async (
  agent: Script | AgentDefinition,
  settings: TokenSettings = {},
): Promise<HostedAgent> => {
  const definition: AgentDefinition = 'scripts' in agent ? agent : { scripts: [agent] };
  return (await post('/__test/agents', { definition, settings })) as HostedAgent;
};

/** Asks what the platform and the page's server saw of one agent. */
export const readBack = ({ agentId, deploymentId, apiOrigin }: HostedAgent): ReadBack => {
  const ask = async <Item>(what: string, filter: Record<string, string> = {}): Promise<readonly Item[]> => {
    const query = new URLSearchParams({ deploymentId, ...filter });
    return (await readJson<{ items: Item[] }>(`${apiOrigin}/__emulator/${what}?${query}`)).items;
  };
  return {
    runs: () => ask('runs'),
    requests: (name) => ask('requests', name === undefined ? {} : { name }),
    approvals: () => ask('approvals'),
    feedback: () => ask('feedback'),
    tokenRequests: async () => (await readJson<{ count: number }>(`/__test/agents/${agentId}/token-requests`)).count,
    async advance(milliseconds) {
      await post(`${apiOrigin}/__emulator/clock`, { advanceMs: milliseconds });
    },
  };
};
