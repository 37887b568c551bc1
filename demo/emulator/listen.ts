import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import type { Emulator } from './index.js';

export interface Listening {
  readonly origin: string;
  readonly port: number;
  /** Cuts what is open, and frees the port. */
  close(): Promise<void>;
}

/** Serves an emulator over HTTP. Port 0 is any free one; 9080 unless told. */
export const listen = async (
  emulator: Pick<Emulator, 'fetch'>,
  { port = 9080, host: named = 'localhost' }: { port?: number; host?: string } = {},
): Promise<Listening> => {
  const host = named.replace(/^\[(.*)\]$/, '$1');
  const server = createAdaptorServer({
    // The adapter's own Request and Response would replace those of the whole process.
    overrideGlobalObjects: false,
    fetch: (request, env) => {
      const { incoming } = env as HttpBindings;
      return emulator.fetch(request, {
        isLocal: /^(?:::1$|(?:::ffff:)?127\.)/.test(incoming.socket.remoteAddress ?? ''),
        cut: ({ reset = false } = {}) => {
          const { socket } = incoming;
          if (reset) socket.resetAndDestroy();
          else socket.destroySoon();
          return true;
        },
      });
    },
  }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    origin: `http://${nameOf(host)}:${address.port}`,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

/** As it stands in an address. What means every address of this machine is none to call (RFC 1122 §3.2.1.3, RFC 4291 §2.5.2). */
const nameOf = (host: string): string => {
  if (/^(?:0(?:\.0){0,3}|[0:]*::[0:]*)$/.test(host)) return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
};
