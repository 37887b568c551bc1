import type { CallOptions, PlatformCall } from './transport.js';

/** One page of a list, as the platform answers it: the items, and whatever it says besides. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Asks for the next page; absent on the last one. */
  readonly nextCursor?: string;
  readonly [field: string]: unknown;
}

/**
 * A list that is asked for by pages: `await` it for the first one, or go through all of them by `for await`.
 *
 * @example
 * const { items } = await zaby.agents.list({ limit: 10 });
 * for await (const agent of zaby.agents.list({ status: 'PUBLISHED' })) console.log(agent.name);
 */
export interface Listing<Item> extends Promise<Page<Item>>, AsyncIterable<Item> {}

/** What any list may be asked. Other fields are sent as they are. */
export interface ListQuery {
  /** Items of one page. */
  limit?: number | undefined;
  /** `nextCursor` of the page before. */
  cursor?: string | undefined;
  [field: string]: unknown;
}

export const createListing = <Item>(
  call: PlatformCall,
  path: string,
  query: object | undefined,
  options: CallOptions | undefined,
): Listing<Item> => {
  const ask = async (cursor?: string): Promise<Page<Item>> =>
    readPage(await call<unknown>({ method: 'GET', path, query: { ...query, ...(cursor && { cursor }) } }, options));
  // Asked at once, as every other call is; the iteration begins with the same page.
  const firstPage = ask();

  async function* items(): AsyncGenerator<Item> {
    const seen = new Set<string>();
    for (let page = await firstPage; ;) {
      yield* page.items;
      const { nextCursor } = page;
      // A cursor that comes again would go round forever.
      if (nextCursor === undefined || seen.has(nextCursor)) return;
      seen.add(nextCursor);
      page = await ask(nextCursor);
    }
  }

  return Object.assign(firstPage, { [Symbol.asyncIterator]: items });
};

/** `{ items, nextCursor? }`; a bare list counts as one, and `null` as no cursor. */
const readPage = <Item>(answer: unknown): Page<Item> => {
  const fields = (typeof answer === 'object' && answer !== null ? answer : {}) as Record<string, unknown>;
  const { items, nextCursor, ...rest } = Array.isArray(answer) ? { items: answer as unknown[] } : fields;
  return {
    ...rest,
    items: Array.isArray(items) ? (items as Item[]) : [],
    ...(typeof nextCursor === 'string' && nextCursor !== '' && { nextCursor }),
  };
};
