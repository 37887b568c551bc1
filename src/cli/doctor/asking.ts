import { randomUUID } from 'node:crypto';
import type { Report } from './report.js';
import { type Answer, objectIn, Unreachable, type Visit, type Visitor } from './visitor.js';

/** The endpoint, and the page that asks it. */
export interface Asking {
  readonly url: URL;
  /** Of the page. */
  readonly origin: string;
  readonly visitor: Visitor;
  readonly report: Report;
  /** The session's cookie was given. */
  readonly signedIn: boolean;
  /** The page sends its cookies along, wherever the endpoint is: `token-credentials`. */
  readonly withCookies: boolean;
}

/** The request of the widget (DECISIONS.md, "Public shapes"), from a page of the given origin. */
export const tokenRequest = (origin: string, site: string, type = 'application/json'): Visit => ({
  method: 'POST',
  headers: { origin, 'sec-fetch-site': site, 'content-type': type, accept: 'application/json' },
  body: JSON.stringify({ conversationId: randomUUID(), reason: 'first' }),
});

export const tokenIn = (answer: Answer): string | undefined => {
  const token = answer.status >= 200 && answer.status < 300 ? objectIn(answer)?.['token'] : undefined;
  return typeof token === 'string' && token !== '' ? token : undefined;
};

/** The part of a host that makes a site; of a name below `co.uk` too little, which is for browsers alone to know. */
const siteIn = ({ protocol, hostname }: URL): string =>
  `${protocol}//${/^[\d.]+$|^\[/.test(hostname) ? hostname : hostname.split('.').slice(-2).join('.')}`;

/** How the page stands to the endpoint, as browsers say in `Sec-Fetch-Site` (Fetch Metadata). */
export const siteOf = ({ url, origin }: Asking): string => {
  if (url.origin === origin) return 'same-origin';
  return siteIn(url) === siteIn(new URL(origin)) ? 'same-site' : 'cross-site';
};

/** Asks the endpoint; that nothing answers is a finding. */
export const visit = async ({ url, visitor, report }: Asking, request: Visit): Promise<Answer | undefined> => {
  try {
    return await visitor.visit(url, request);
  } catch (thrown) {
    if (!(thrown instanceof Unreachable)) throw thrown;
    report.fault('endpoint', `The token endpoint cannot be asked: ${thrown.message}`, thrown.remedy);
    return undefined;
  }
};
