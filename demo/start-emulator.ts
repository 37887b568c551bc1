import { createEmulator, demoAccount, type AgentHandle } from './emulator/index.js';
import { listen } from './emulator/listen.js';

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
  const emulator = createEmulator({ seed: { origins } });
  const server = await listen(emulator).catch((error: unknown) => {
    if (!isPortTaken(error)) throw error;
    log('Port 9080 is taken, perhaps by another demo; the emulator takes a free one instead.');
    return listen(emulator, { port: 0 });
  });
  log(`The emulated platform listens on ${server.origin}`);
  return {
    apiOrigin: server.origin,
    account: { ...demoAccount, apiOrigin: server.origin },
    close: async () => {
      emulator.dispose();
      await server.close();
    },
  };
};

const isPortTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
