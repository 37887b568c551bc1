import type { AgentHandle } from './emulator/index.js';
import { startWholeEmulator } from './emulator/whole.js';

/** The emulated platform with the demo's agent on it. */
export interface RunningEmulator {
  readonly apiOrigin: string;
  /** What a host needs to hand out tokens for the agent. */
  readonly account: AgentHandle & { readonly apiOrigin: string };
  close(): Promise<void>;
}

/** Starts the emulator on port 9080, or on any free one where that is taken, and says which in plain words. */
export const startEmulator = async (
  origins: readonly string[],
  log: (line: string) => void = () => {},
): Promise<RunningEmulator> => {
  const options = { origins, log, env: process.env };
  const emulator = await startWholeEmulator(options).catch((error: unknown) => {
    if (!isPortTaken(error)) throw error;
    log('Port 9080 is taken, perhaps by another demo; the emulator takes a free one instead.');
    return startWholeEmulator({ ...options, port: 0 });
  });
  const { account, close, origin } = emulator;
  log(`The emulated platform listens on ${origin}; watch it at ${emulator.console}`);
  if (emulator.model !== undefined) log(`The model ${emulator.model} answers; scripts do after "/script "`);
  return { apiOrigin: origin, account, close };
};

const isPortTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
