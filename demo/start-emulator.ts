import type { AgentHandle } from './emulator/index.js';
import { SnapshotUnusable } from './emulator/start.js';
import { type StartedWhole, startWholeEmulator } from './emulator/whole.js';

/** The emulated platform with the demo's agent on it. */
export interface RunningEmulator {
  readonly apiOrigin: string;
  /** What a host needs to hand out tokens for the agent. */
  readonly account: AgentHandle & { readonly apiOrigin: string };
  close(): Promise<void>;
}

/**
 * Starts the emulator on port 9080, or on any free one where that is taken, and says which in plain words.
 *
 * With a snapshot it remembers what an earlier one knew, unless another emulator is using that file.
 */
export const startEmulator = async (
  origins: readonly string[],
  log: (line: string) => void = () => {},
  snapshot?: string,
): Promise<RunningEmulator> => {
  const options = { origins, log, env: process.env };
  const start = (more: { port?: number; snapshot?: string }): Promise<StartedWhole> =>
    startWholeEmulator({ ...options, ...more }).catch((error: unknown) => {
      if (error instanceof SnapshotUnusable) {
        log(`${error.message} This emulator remembers nothing.`);
        return start(more.port === undefined ? {} : { port: more.port });
      }
      if (more.port !== undefined || !isPortTaken(error)) throw error;
      log('Port 9080 is taken, perhaps by another demo; the emulator takes a free one instead.');
      return start({ ...more, port: 0 });
    });
  const emulator = await start(snapshot === undefined ? {} : { snapshot });
  const { account, close, origin } = emulator;
  log(`The emulated platform listens on ${origin}; watch it at ${emulator.console}`);
  if (emulator.model !== undefined) log(`The model ${emulator.model} answers; scripts do after "/script "`);
  return { apiOrigin: origin, account, close };
};

const isPortTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
