import { notFound } from './errors.js';
import type { RouteContext } from './routes.js';

interface Owned {
  readonly tenantId: string;
}

/** The record of that id, where it is the caller's own; 404 for everyone else's. */
export const owned = <Record extends Owned>(
  context: RouteContext,
  all: ReadonlyMap<string, Record>,
  id: string | undefined,
  what: string,
): Record => {
  const record = all.get(id ?? '');
  if (record?.tenantId !== context.get('tenantId')) throw notFound(what);
  return record;
};

/** The caller's own records. */
export const listOwned = <Record extends Owned>(context: RouteContext, all: ReadonlyMap<string, Record>): Record[] =>
  [...all.values()].filter(({ tenantId }) => tenantId === context.get('tenantId'));
