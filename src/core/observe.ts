import { wait } from './backoff.js';
import type { Note } from './diagnostics.js';
import type { Env } from './env.js';
import { ZabyError } from './errors.js';

/** Watches over what goes out to the network: what was called, how it went, and whether the page itself forbade it. */

export const withoutQuery = (url: string): string => url.replace(/[?#].*$/, '');

/** A page tells of a request that its content policy forbade just after the request failed. */
const policyTime = 20;

/** The surroundings with a `fetch` that leaves a trace, and knows a request that the page's own content policy forbade. */
export const observe = (env: Env, note: Note): Env => {
  const fetch: Env['fetch'] = async (input, init) => {
    const url = withoutQuery(input);
    const call = `${init.method} ${url}`;
    const begin = env.now();
    const told = (outcome: string | number) =>
      note(
        'call',
        call,
        outcome,
        Math.round(env.now() - begin),
        new Headers(init.headers).get('last-event-id') ?? undefined,
      );
    try {
      const response = await env.fetch(input, init);
      told(response.status);
      return response;
    } catch (error) {
      const signal = init.signal!;
      let isForbidden = false;
      let stop: (() => void) | undefined;
      told(signal.aborted ? 'aborted' : 'failed');
      await wait(policyTime, env, signal, (wake) => {
        stop = env.signals((event) => {
          // The page names an absolute address; ours may be relative to it.
          if (event.type !== 'csp-blocked' || !withoutQuery(event.url).endsWith(url.replace(/^[./]+/, ''))) return;
          isForbidden = true;
          wake();
        });
      }).finally(() => stop?.());
      if (!isForbidden) throw error;
      throw new ZabyError(
        'blocked-by-csp',
        `The page's content policy forbids ${call}: its connect-src has to allow it`,
        {
          url,
          cause: error,
        },
      );
    }
  };
  // One by one: surroundings may be an object that only works as itself.
  return {
    fetch,
    now: () => env.now(),
    date: () => env.date(),
    setTimeout: (callback, ms) => env.setTimeout(callback, ms),
    clearTimeout: (timer) => env.clearTimeout(timer),
    random: () => env.random(),
    uuid: () => env.uuid(),
    storage: (kind) => env.storage(kind),
    signals: (listener) => env.signals(listener),
  };
};
