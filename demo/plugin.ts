import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Connect, Plugin, ViteDevServer } from 'vite';
import { toNodeHandler } from '../src/server/index.js';
import { createDemoHost } from './host.js';
import { startEmulator, type RunningEmulator } from './start-emulator.js';

type Middleware = (request: Connect.IncomingMessage, response: ServerResponse, next: () => void) => Promise<void>;

/** The address of the platform as the pages spell it; replaced where the emulator had to move to another port. */
const writtenOrigin = 'http://localhost:9080';

export interface DemoOptions {
  /** Where the emulated platform keeps what it knows, so that conversations outlive a restart. It forgets, unless given. */
  readonly snapshot?: string | undefined;
}

/**
 * Makes the development server the shop's own server: it hands out tokens at `/api/zaby-token`, and keeps the pages to the
 * content policy the widget promises to live under. Starts the emulated platform beside it, as another origin.
 */
export const zabyDemo = ({ snapshot }: DemoOptions = {}): Plugin => {
  let emulator: Promise<RunningEmulator | undefined> = Promise.resolve(undefined);

  return {
    name: 'zaby-demo',
    apply: 'serve',

    configureServer(server) {
      const { logger } = server.config;
      // Not before it listens: only then is the shop's own origin known, the one the platform is to allow.
      emulator = listening(server)
        .then((port) => startEmulator(originsOf(server, port), (line) => logger.info(line), snapshot))
        .catch((error: unknown) => void logger.error(`The emulated platform did not start: ${String(error)}`));
      server.httpServer?.once('close', async () => (await emulator)?.close());

      const tokenEndpoint = emulator.then((running) => running && toNodeHandler(createDemoHost(running.account)));
      const giveToken: Middleware = async (request, response, next) => {
        const handle = await tokenEndpoint;
        if (handle) await handle(request, response);
        else next();
      };
      const setPolicy: Middleware = async (_request, response, next) => {
        const running = await emulator;
        if (running) response.setHeader('content-security-policy', contentPolicy(running.apiOrigin));
        next();
      };
      server.middlewares.use('/api/zaby-token', (request, response, next) => void giveToken(request, response, next));
      server.middlewares.use(setPolicy);
    },

    async transformIndexHtml(html) {
      const running = await emulator;
      return running ? html.replaceAll(writtenOrigin, running.apiOrigin) : html;
    },
  };
};

/** The policy of the README. Vite serves the npm sources, so Lit's own Trusted Types policy is on the list as well. */
const contentPolicy = (apiOrigin: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src 'self' ${apiOrigin}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types zaby-agent lit-html',
  ].join('; ');

const listening = ({ httpServer }: ViteDevServer): Promise<number> =>
  new Promise((resolve) => {
    httpServer?.once('listening', () => resolve((httpServer.address() as AddressInfo).port));
  });

const originsOf = ({ resolvedUrls }: ViteDevServer, port: number): string[] => {
  const loopback = ['localhost', '127.0.0.1', '[::1]'].map((host) => `http://${host}:${port}`);
  const network = (resolvedUrls?.network ?? []).map((url) => new URL(url).origin);
  return [...loopback, ...network];
};
