import { badRequest } from './errors.js';
import type { RouteContext } from './routes.js';

export interface Page<Item> {
  readonly items: readonly Item[];
  /** What asks for the next page, where there is one. */
  readonly nextCursor?: string;
}

const writeCursor = (serial: number): string => Buffer.from(`after:${serial}`).toString('base64url');

const readCursor = (cursor: string): number => {
  const [, serial] = /^after:(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (serial === undefined) throw badRequest('"cursor" is none that a page has told.', 'INVALID_CURSOR');
  return Number(serial);
};

/** The `limit` of a query: from 1 to `most`, or 400. */
export const readLimit = (context: RouteContext, usual: number, most: number): number => {
  const said = context.req.query('limit');
  const limit = said === undefined ? usual : Number(said);
  if (!Number.isInteger(limit) || limit < 1 || limit > most) throw badRequest(`"limit" is from 1 to ${most}.`);
  return limit;
};

/**
 * The part of a list that a query asks for by `limit` and `cursor`. `usual` is how much comes unasked.
 *
 * A cursor stands on a number that only grows, so that nothing is told twice or left out while records come and go.
 */
export const pageOf = <Row extends { readonly serial: number }, Item>(
  context: RouteContext,
  rows: readonly Row[],
  show: (row: Row) => Item,
  usual = 100,
): Page<Item> => {
  const limit = readLimit(context, usual, Math.max(usual, 100));
  const cursor = context.req.query('cursor');
  const after = cursor === undefined ? 0 : readCursor(cursor);
  const rest = rows.filter(({ serial }) => serial > after);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(show),
    ...(last && rest.length > limit && { nextCursor: writeCursor(last.serial) }),
  };
};
