import { wait } from './backoff.js';
import type { Env } from './env.js';

export const withoutQuery = (url: string): string => url.replace(/[?#].*$/, '');

/** A page tells of a request that its content policy forbade just after the request failed. */
const policyTime = 20;

/** Whether the page's own content policy forbade a request that failed just now. */
export const isForbidden = async (url: string, env: Env, signal: AbortSignal): Promise<boolean> => {
  let forbidden = false;
  let stop: (() => void) | undefined;
  await wait(policyTime, env, signal, (wake) => {
    stop = env.signals((event) => {
      // The page names an absolute address; ours may be relative to it.
      if (event.type !== 'csp-blocked' || !withoutQuery(event.url).endsWith(url.replace(/^[./]+/, ''))) return;
      forbidden = true;
      wake();
    });
  }).finally(() => stop?.());
  return forbidden;
};
