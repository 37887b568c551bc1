import type { Dialect } from './dialects.js';
import type { Fault } from './faults.js';
import type { Program } from './program.js';
import type { Script } from './script.js';

/** An agent as the demo and the tests describe it. Plain JSON, unless it has a program. */
export interface AgentDefinition {
  /** Played one per run, in order, the last one again and again; or chosen by what the person says. */
  readonly scripts: readonly Script[] | readonly Answer[];
  /** Answers what no script does. */
  readonly program?: Program;
  /** `ag-ui` unless told. */
  readonly dialect?: Dialect;
  /** Origins whose pages may call the runtime API. None unless told: then only callers without an `Origin` may. */
  readonly origins?: readonly string[];
  readonly tokenTtlSeconds?: number;
  readonly maxUses?: number;
  /** How long before its end a token asks to be replaced. 30 s unless told, and never more than half its life. */
  readonly rotateBeforeExpirySeconds?: number;
  readonly maxConcurrentRuns?: number;
  /** A second start in the same conversation answers 409 and names the run that is going on. */
  readonly oneRunAtATime?: boolean;
  /** What the first calls meet, before any run. */
  readonly faults?: readonly Fault[];
  /** `older` answers the start call with `{ run: { id } }`, and the stored events under `items`, unwrapped. */
  readonly shapes?: 'current' | 'older';
  /** Line ends of the event stream; a line feed unless told. */
  readonly lineEnd?: '\n' | '\r\n' | '\r';
  /** Leaves the SSE `id:` out. */
  readonly withoutIds?: boolean;
  /** A run has no stream of its own, only stored events: what the edge started can be read back and not followed. */
  readonly storedOnly?: boolean;
  /** How the AG-UI endpoint `/agents/<deployment>` behaves. */
  readonly agent?: {
    /** Events have ids, and a `GET` with `Last-Event-ID` goes on behind one. */
    readonly resumable?: boolean;
    /** Only who has a runtime token may ask. */
    readonly withToken?: boolean;
  };
  /** Milliseconds between heartbeats of a silent stream; 15,000 unless told. */
  readonly heartbeatMs?: number;
}

export interface Answer {
  /** A regular expression, tried in any case on what the person said (`form:<blockId>` for a form). The first match answers. */
  readonly when: string;
  readonly script: Script;
  /** What the start call meets, once per `requestId`. */
  readonly before?: readonly Fault[];
}

/** What a host needs to know to mint tokens for the agent. */
export interface AgentHandle {
  readonly apiKey: string;
  readonly agentId: string;
  readonly deploymentId: string;
  readonly externalAppId: string;
  readonly quotaPolicyId: string;
}

/** What an agent answers that was made over HTTP and has no script. */
export const plainAgent: AgentDefinition = {
  scripts: [{ when: '', script: [{ word: 'say', text: 'You said: {{message}}' }] }],
};

const isAnswer = (item: Script | Answer): item is Answer => 'when' in item;

/** The answer to a message, where `count` runs came before; nothing where no keyword matches. */
export const chooseAnswer = (definition: AgentDefinition, message: string, count: number): Answer | undefined => {
  const { scripts } = definition;
  const numbered = scripts[Math.min(count, scripts.length - 1)];
  if (!numbered) return undefined;
  if (!isAnswer(numbered)) return { when: '', script: numbered };
  return scripts.filter(isAnswer).find(({ when }) => new RegExp(when, 'i').test(message));
};
