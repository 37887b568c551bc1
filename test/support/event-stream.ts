import type { ServerResponse } from 'node:http';

/** The part of Koa's context that is used here. */
interface KoaContext {
  readonly res: ServerResponse;
  readonly path: string;
  respond?: boolean;
}

/** Answers `/event-stream/<bytes in hexadecimal>` with an event stream of just these bytes, which then ends. */
export const serveEventStream = async (context: KoaContext, next: () => Promise<void>): Promise<void> => {
  const [, hexadecimal] = /^\/event-stream\/([\da-f]*)$/.exec(context.path) ?? [];
  if (hexadecimal === undefined) return next();
  // Koa leaves the answer to us.
  context.respond = false;
  context.res.writeHead(200, { 'content-type': 'text/event-stream' }).end(Buffer.from(hexadecimal, 'hex'));
};
