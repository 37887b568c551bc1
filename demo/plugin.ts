import type { AddressInfo } from 'node:net';
import type { Plugin, ViteDevServer } from 'vite';
import { toNodeHandler } from '../src/server/index.js';
import { createDemoHost } from './host.js';
import { startEmulator, type RunningEmulator } from './start-emulator.js';

/** The address of the platform as the pages spell it; replaced where the emulator had to move to another port. */
const writtenOrigin = 'http://localhost:9080';

/**
 * Makes the development server the shop's own server: it hands out tokens at `/api/zaby-token`, and keeps the pages to the
 * content policy the widget promises to live under. Starts the emulated platform beside it, as another origin.
 */
export const zabyDemo = (): Plugin => {
  let emulator: Promise<RunningEmulator> | undefined;

  return {
    name: 'zaby-demo',
    apply: 'serve',

    configureServer(server) {
      const { promise, resolve, reject } = withResolvers<RunningEmulator>();
      emulator = promise;
      emulator.catch((error: unknown) => server.config.logger.error(`The emulator did not start: ${String(error)}`));
      // Not before it listens: only then is its own origin known, the one the platform is to allow.
      server.httpServer?.once('listening', () => {
        startEmulator(originsOf(server), (line) => server.config.logger.info(line)).then(resolve, reject);
      });
      server.httpServer?.once(
        'close',
        () =>
          void promise.then(
            (running) => running.close(),
            () => undefined,
          ),
      );

      const host = promise.then(({ account }) => toNodeHandler(createDemoHost(account)));
      host.catch(() => undefined); // reported above
      server.middlewares.use('/api/zaby-token', (request, response, next) => {
        host.then((handle) => handle(request, response)).catch(next);
      });
      server.middlewares.use((_request, response, next) => {
        promise.then(({ apiOrigin }) => {
          response.setHeader('content-security-policy', contentPolicy(apiOrigin));
          next();
        }, next);
      });
    },

    async transformIndexHtml(html) {
      return emulator ? html.replaceAll(writtenOrigin, (await emulator).apiOrigin) : html;
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

const originsOf = (server: ViteDevServer): string[] => {
  const { port } = server.httpServer?.address() as AddressInfo;
  const loopback = ['localhost', '127.0.0.1', '[::1]'].map((host) => `http://${host}:${port}`);
  const network = (server.resolvedUrls?.network ?? []).map((url) => new URL(url).origin);
  return [...loopback, ...network];
};

/** `Promise.withResolvers`, which Node 20 lacks. */
const withResolvers = <T>() => {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
};
