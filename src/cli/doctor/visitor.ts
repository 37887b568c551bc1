import { BodyTooLarge, readBounded } from '../../server/body.js';
import { parseAddress } from '../address.js';
import { explainUnreachable } from '../network.js';

/** Bytes. A page or a script of more than that is no page with a widget on it. */
const bodyLimit = 8_000_000;
const timeoutMs = 15_000;

/** An answer, read to its end. */
export interface Answer {
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Nothing answered; the message says what stopped it. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
  readonly remedy: string;

  constructor({ message, remedy }: { message: string; remedy: string }, cause?: unknown) {
    super(message, { cause });
    this.remedy = remedy;
  }
}

export interface Visit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Asks as a browser would, cookies included; follows no redirects, for where one leads is a finding. */
export interface Visitor {
  visit(url: URL, visit?: Visit): Promise<Answer>;
  /** Lets another host have the cookies, too: the page says that it may. */
  share(url: URL): void;
}

/**
 * A visitor that begins with the cookies of a signed-in person, if any: they go to the first site alone, as in a browser,
 * and so do those that the site sets on the way, such as the one that tells anonymous visitors apart.
 */
export const createVisitor = (site: URL, cookie: string | undefined, signal: AbortSignal): Visitor => {
  const cookies = new Map<string, string>();
  for (const pair of (cookie ?? '').split(';')) keep(cookies, pair);
  const hosts = new Set([site.hostname]);

  return {
    share: ({ hostname }) => void hosts.add(hostname),
    async visit(url, { method = 'GET', headers = {}, body } = {}) {
      const own = hosts.has(url.hostname);
      const sent = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      try {
        const response = await fetch(url, {
          method,
          headers: { 'user-agent': 'zaby-agent doctor', ...(own && sent !== '' && { cookie: sent }), ...headers },
          redirect: 'manual',
          signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
          ...(body !== undefined && { body }),
        });
        if (own) for (const line of response.headers.getSetCookie()) keep(cookies, line.split(';')[0] ?? '');
        return {
          url,
          status: response.status,
          headers: response.headers,
          text: await readBounded(response, bodyLimit),
        };
      } catch (thrown) {
        signal.throwIfAborted();
        if (thrown instanceof BodyTooLarge) {
          const message = `${url.host} sends more than ${bodyLimit / 1_000_000} MB.`;
          throw new Unreachable({ message, remedy: 'Give the address of a page or of the token endpoint.' }, thrown);
        }
        throw new Unreachable(explainUnreachable(thrown, url.host), thrown);
      }
    },
  };
};

const keep = (cookies: Map<string, string>, pair: string): void => {
  const [, name, value] = /^\s*([^=;\s]+)=(.*?)\s*$/.exec(pair) ?? [];
  if (name !== undefined && value !== undefined) cookies.set(name, value);
};

export const isRedirect = ({ status }: Answer): boolean => status >= 300 && status < 400 && status !== 304;

/** Where a redirect leads, if to anywhere. */
export const redirectOf = ({ headers, url }: Answer): URL | undefined => {
  const location = headers.get('location');
  return location === null ? undefined : parseAddress(location, url);
};

/** The media type, without its parameters. */
export const typeOf = ({ headers }: Answer): string =>
  (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

export const isHtml = (answer: Answer): boolean => /^(?:text\/html|application\/xhtml\+xml)$/.test(typeOf(answer));

/** The JSON object in an answer, whatever type it claims; anything else is `undefined`. */
export const objectIn = ({ text }: Answer): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
};
