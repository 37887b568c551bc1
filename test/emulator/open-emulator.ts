import type { TestContext } from 'node:test';
import {
  type AgentDefinition,
  type AgentHandle,
  createEmulator,
  type Emulator,
  type EmulatorOptions,
  type Script,
} from '../../demo/emulator/index.js';
import { listen } from '../../demo/emulator/listen.js';

/** An event as it came over the wire. */
export interface SentEvent {
  readonly id?: string;
  readonly event?: string;
  readonly data: any;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: any;
}

/** One conversation with a scripted agent, over real HTTP. */
export interface Visitor {
  readonly emulator: Emulator;
  readonly origin: string;
  readonly agent: AgentHandle;
  readonly token: string;
  mint(fields?: object): Promise<Answer>;
  /** A call of the management API. */
  manage(method: string, path: string, body?: object): Promise<Answer>;
  /** A call of the runtime API, below `/api/v1/agent-runtime`. */
  call(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<Answer>;
  /** Starts a run and returns its id. */
  start(message?: string, fields?: object): Promise<string>;
  /** Listens to a run until the answer ends. `cut` tells how. */
  hear(runId: string, options?: Hearing): Promise<Heard>;
}

export interface Hearing {
  readonly lastEventId?: string;
  /** Called with each event as it comes. */
  readonly on?: (event: SentEvent) => void;
  readonly onComment?: () => void;
  readonly signal?: AbortSignal;
}

export interface Heard {
  readonly status: number;
  readonly events: readonly SentEvent[];
  readonly comments: number;
  /** Everything as it came. */
  readonly raw: string;
  /** The answer broke off instead of ending. */
  readonly cut: boolean;
}

const parse = (block: string): SentEvent | undefined => {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const [, name, value] = line.match(/^(\w+): (.*)$/s) ?? [];
    if (name) fields.set(name, value ?? '');
  }
  const text = fields.get('data');
  if (text === undefined) return undefined;
  let data: unknown = text;
  try {
    data = JSON.parse(text);
  } catch {
    // Not JSON, and meant to be.
  }
  const [id, event] = [fields.get('id'), fields.get('event')];
  return { ...(id !== undefined && { id }), ...(event !== undefined && { event }), data };
};

const read = async (
  response: Response,
  { on = () => {}, onComment = () => {} }: Hearing,
): Promise<Omit<Heard, 'status'>> => {
  const events: SentEvent[] = [];
  let raw = '';
  let rest = '';
  let comments = 0;
  let cut = false;
  try {
    for await (const chunk of (response.body ?? new Blob().stream()).pipeThrough(new TextDecoderStream())) {
      raw += chunk;
      const blocks = (rest + chunk).replaceAll('\r\n', '\n').split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        if (block.startsWith(':')) {
          comments += 1;
          onComment();
        }
        const event = parse(block);
        if (!event) continue;
        events.push(event);
        on(event);
      }
    }
  } catch {
    cut = true;
  }
  return { events, comments, raw, cut };
};

const toAnswer = async (response: Response): Promise<Answer> => {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
};

/** Opens an emulator on a free port with one agent and one visitor; closes all of it with the test. */
export const openEmulator = async (
  test: TestContext,
  definition: AgentDefinition | Script,
  options: EmulatorOptions = {},
): Promise<Visitor> => {
  const emulator = createEmulator(options);
  const { origin, close } = await listen(emulator, { port: 0 });
  test.after(async () => {
    emulator.dispose();
    await close();
  });
  const agent = emulator.createAgent('scripts' in definition ? definition : { scripts: [definition] });

  const manage: Visitor['manage'] = async (method, path, body) =>
    toAnswer(
      await fetch(`${origin}/api/v1/provisioning${path}`, {
        method,
        headers: { 'x-zaby-api-key': agent.apiKey, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      }),
    );
  const mint: Visitor['mint'] = (fields) =>
    manage('POST', `/managed-agents/external-apps/${agent.externalAppId}/runtime-tokens`, {
      deploymentId: agent.deploymentId,
      quotaPolicyId: agent.quotaPolicyId,
      externalUserId: 'ada',
      externalSessionId: 'first conversation',
      ...fields,
    });
  const token = (await mint()).body.token as string;
  const authorization = `Bearer ${token}`;
  const call: Visitor['call'] = async (method, path, body, headers) =>
    toAnswer(
      await fetch(`${origin}/api/v1/agent-runtime${path}`, {
        method,
        headers: { authorization, 'content-type': 'application/json', ...headers },
        ...(body && { body: JSON.stringify(body) }),
      }),
    );

  return {
    emulator,
    origin,
    agent,
    token,
    mint,
    manage,
    call,
    start: async (message = 'Hello', fields = {}) => {
      const { body } = await call('POST', '/runs', { input: { message }, respondAsync: true, ...fields });
      return body.runId as string;
    },
    hear: async (runId, hearing = {}) => {
      const { lastEventId, signal } = hearing;
      const response = await fetch(`${origin}/api/v1/agent-runtime/runs/${runId}/aiui`, {
        headers: { authorization, ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) },
        ...(signal && { signal }),
      });
      return { status: response.status, ...(await read(response, hearing)) };
    },
  };
};

/** The text that was said in the events, whatever they are called. */
export const spoken = (events: readonly SentEvent[]): string =>
  events
    .filter(({ data }) => data.type === 'TEXT_MESSAGE_CONTENT')
    .map(({ data }) => data.delta as string)
    .join('');
