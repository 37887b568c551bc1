import type { Hono } from 'hono';
import type { AgentDefinition, AgentHandle } from './definition.js';
import { createEmulator, demoAccount, demoAgent, type Emulator } from './index.js';
import { listen } from './listen.js';
import type { Platform } from './platform.js';
import type { Program } from './program.js';
import type { RouteEnv } from './routes.js';

export { SnapshotUnusable } from './snapshot-file.js';

export interface StartOptions {
  /** 9080 unless told; 0 is any free one. */
  readonly port?: number;
  /** `localhost` unless told. Any other address is open to the network. */
  readonly host?: string;
  /** Origins whose pages may talk to the demo's agent. */
  readonly origins?: readonly string[];
  /** The file that holds everything, so that a restart loses nothing. Nothing is kept unless given. */
  readonly snapshot?: string;
  /** How long a deployment is `PENDING`, in milliseconds. 50 unless told; the real platform takes about twelve minutes. */
  readonly activationMs?: number;
  /** Further API keys for the demo's tenant, beside `demoAccount.apiKey`. */
  readonly apiKeys?: readonly string[];
  /** Opens `/__emulator/*`: the clock, decisions from outside, what was said, to every page that asks. */
  readonly control?: boolean;
  /** Stands in place of the demo's agent, under its ids. */
  readonly agent?: AgentDefinition;
  /** What an agent is that was made over HTTP, in place of one that repeats what it hears. */
  readonly plainAgent?: AgentDefinition;
  /** What answers in place of the demo's scripts. */
  readonly program?: Program;
  /** Further calls below `/__emulator`, such as a web console's. */
  readonly pages?: (platform: Platform) => Hono<RouteEnv>;
  /** Where sentences for people go; nowhere unless told. Never a key or a token. */
  readonly log?: (line: string) => void;
}

/** An emulator that listens. */
export interface StartedEmulator {
  /** Such as `http://localhost:9080`: the `apiOrigin` of a host and of the widget. */
  readonly origin: string;
  readonly port: number;
  /** Ids and API key of the demo's agent, which is deployed, bound and ready. */
  readonly account: AgentHandle & { readonly apiOrigin: string };
  readonly emulator: Emulator;
  /** Ends every run and stream, writes the snapshot, frees the port. */
  close(): Promise<void>;
}

/**
 * Starts the emulated platform with the demo's agent on it, as programs do that people call (`main.ts`, `zaby-agent emulator`).
 *
 * Rejects with the `EADDRINUSE` of Node where the port is taken, and with {@link SnapshotUnusable} where the snapshot is
 * another emulator's, or cannot be read or written.
 */
export const startEmulator = async (options: StartOptions = {}): Promise<StartedEmulator> => {
  const { origins = [], agent = demoAgent(), activationMs, control, program, pages, snapshot, apiKeys, log } = options;
  let emulator: Emulator | undefined;
  // First the port: where that is taken, the snapshot is most likely another emulator's, too.
  const { origin, port, close } = await listen(
    { fetch: async (request, connection) => emulator?.fetch(request, connection) ?? notYet() },
    options,
  );
  try {
    emulator = createEmulator({
      seed: { origins, agent: { ...agent, ...(program && { program }) }, ...(apiKeys && { apiKeys }) },
      ...(activationMs !== undefined && { activationMs }),
      ...(control !== undefined && { control }),
      ...(options.plainAgent && { plainAgent: options.plainAgent }),
      ...(pages && { pages }),
      ...(snapshot !== undefined && { snapshot }),
      ...(log && { log }),
    });
  } catch (error) {
    await close();
    throw error;
  }
  const started = emulator;
  return {
    origin,
    port,
    account: { ...demoAccount, apiOrigin: origin },
    emulator: started,
    close: async () => {
      started.dispose();
      await close();
    },
  };
};

const notYet = (): Response => new Response(null, { status: 503, headers: { 'retry-after': '1' } });
