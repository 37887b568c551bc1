import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '../../src/server/index.js';
import { demoAccount } from '../emulator/index.js';
import { createDemoHost } from '../host.js';
import { startEmulator } from '../start-emulator.js';

/** Where a conversation gets its tokens, and which platform it talks to. */
export interface AgentAddress {
  readonly tokenUrl: string;
  readonly apiOrigin: string;
  close(): Promise<void>;
}

const defaultOrigin = 'http://localhost:9080';

/** Uses the emulator of a running demo, or starts one; and a token endpoint for it, on a port of its own. */
export const openLocalAgent = async (log: (line: string) => void): Promise<AgentAddress> => {
  const emulator = (await isEmulator(defaultOrigin))
    ? { account: { ...demoAccount, apiOrigin: defaultOrigin }, apiOrigin: defaultOrigin, close: async () => {} }
    : await startEmulator([], log);
  const host = createServer(toNodeHandler(createDemoHost(emulator.account)));
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  return {
    tokenUrl: `http://127.0.0.1:${(host.address() as AddressInfo).port}/api/zaby-token`,
    apiOrigin: emulator.apiOrigin,
    close: async () => {
      host.closeAllConnections();
      await new Promise((resolve) => host.close(resolve));
      await emulator.close();
    },
  };
};

/** Whether something that knows the demo's account answers there. */
const isEmulator = async (origin: string): Promise<boolean> => {
  try {
    const path = `/api/v1/provisioning/managed-agents/external-apps/${demoAccount.externalAppId}`;
    const response = await fetch(origin + path, {
      headers: { 'x-zaby-api-key': demoAccount.apiKey },
      signal: AbortSignal.timeout(2000),
    });
    return response.ok;
  } catch {
    return false;
  }
};
