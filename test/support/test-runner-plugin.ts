import { getRequestListener } from '@hono/node-server';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { startPlatform, type TestPlatform } from './platform.js';

/** The part of Koa's context that is used here. */
interface KoaContext {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly path: string;
  respond?: boolean;
}

/** Puts an emulated platform and its token endpoints behind the test pages of `@web/test-runner`. */
export const createPlatformPlugin = (): {
  plugin: { name: string; serverStart(): Promise<void>; serverStop(): Promise<void> };
  middleware: (context: KoaContext, next: () => Promise<void>) => Promise<void>;
} => {
  let platform: TestPlatform | undefined;
  const listener = getRequestListener(
    async (request) => (await platform?.host.fetch(request)) ?? new Response(null, { status: 404 }),
    { overrideGlobalObjects: false },
  );
  return {
    plugin: {
      name: 'emulated-platform',
      async serverStart() {
        platform = await startPlatform();
      },
      async serverStop() {
        await platform?.close();
        platform = undefined;
      },
    },
    async middleware(context, next) {
      if (!/^\/(?:__test|api)\//.test(context.path)) return next();
      // Koa leaves the answer to us.
      context.respond = false;
      await listener(context.req, context.res);
    },
  };
};
