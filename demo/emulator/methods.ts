import type { Hono } from 'hono';
import type { RouteEnv } from './routes.js';

/** Tells which methods a path has, whatever the one that was tried. */
export const createMethodFinder = (app: Hono<RouteEnv>): ((path: string) => readonly string[]) => {
  const known = app.routes
    // `ALL` is what looks at every call on its way.
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => ({ method, pattern: new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}/?$`) }));
  return (path) => [...new Set(known.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))];
};
