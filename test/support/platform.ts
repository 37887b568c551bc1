import { createEmulator, type Emulator, type EmulatorOptions } from '../../demo/emulator/index.js';
import { listen } from '../../demo/emulator/listen.js';
import { createHost, type Host } from './host.js';

/** An emulated platform on a free port, with a host server that hands out tokens for it. */
export interface TestPlatform {
  readonly emulator: Emulator;
  readonly apiOrigin: string;
  readonly host: Host;
  close(): Promise<void>;
}

export const startPlatform = async (options: EmulatorOptions = {}): Promise<TestPlatform> => {
  const emulator = createEmulator({ control: true, ...options });
  const server = await listen(emulator, { port: 0 });
  const host = createHost({ emulator, apiOrigin: server.origin });
  return {
    emulator,
    apiOrigin: server.origin,
    host,
    async close() {
      host.dispose();
      emulator.dispose();
      await server.close();
    },
  };
};
