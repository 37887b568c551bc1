/**
 * A page to watch the platform live, and to make a bad day by hand: `/__emulator/console`.
 *
 * It shows no token and no key, and opens on the machine of the emulator only.
 */
import { Hono } from 'hono';
import { ApiError, notFound } from '../errors.js';
import type { Platform } from '../platform.js';
import { readBody, type RouteEnv } from '../routes.js';
import { actionsOf } from './actions.js';
import { createFeed } from './feed.js';
import { guard } from './guard.js';
import { readPageFile } from './page-files.js';
import { noteRequests } from './request-notes.js';

/** The console's calls, to be mounted at `/__emulator`: the `pages` of `StartOptions`. */
export const createConsole = (platform: Platform): Hono<RouteEnv> => {
  const actions = actionsOf(platform);
  noteRequests(platform);
  const routes = new Hono<RouteEnv>();
  routes.use('/console', guard());
  routes.use('/console/*', guard());

  routes.get('/console', () => serve('index.html'));
  routes.get('/console/feed', (context) => createFeed(platform, context.req.query('run')));
  routes.get('/console/:file', (context) => serve(context.req.param('file')));

  routes.post('/console/actions/:action', async (context) => {
    // No form of another page can send this, and no fetch without asking first.
    if (!context.req.header('content-type')?.startsWith('application/json')) {
      throw new ApiError(415, 'UNSUPPORTED_MEDIA_TYPE', 'The body is JSON.');
    }
    const name = context.req.param('action');
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (!action) throw notFound('The action');
    return context.json(action(await readBody(context)));
  });
  return routes;
};

const serve = async (name: string): Promise<Response> => {
  const file = await readPageFile(name);
  if (!file) throw notFound('The file');
  return new Response(file.body, { headers: { 'content-type': file.contentType } });
};
