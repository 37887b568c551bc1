import { randomUUID } from 'node:crypto';
import type { Report } from './report.js';
import {
  type Answer,
  isHtml,
  isRedirect,
  objectIn,
  redirectOf,
  typeOf,
  Unreachable,
  type Visit,
  type Visitor,
} from './visitor.js';

/** A page that is nobody's: the name is reserved and has no address (RFC 2606). */
const foreignOrigin = 'https://foreign.example';

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

/** A token in hand, for the platform to judge. Kept in memory, and shown to nobody. */
export interface Given {
  readonly answer: Answer;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly token: string;
}

/** The request of the widget (DECISIONS.md, "Public shapes"), from a page of the given origin. */
const tokenRequest = (origin: string, site: string, type = 'application/json'): Visit => ({
  method: 'POST',
  headers: { origin, 'sec-fetch-site': site, 'content-type': type, accept: 'application/json' },
  body: JSON.stringify({ conversationId: randomUUID(), reason: 'first' }),
});

const tokenIn = (answer: Answer): string | undefined => {
  const token = answer.status >= 200 && answer.status < 300 ? objectIn(answer)?.['token'] : undefined;
  return typeof token === 'string' && token !== '' ? token : undefined;
};

/** The part of a host that makes a site; of a name below `co.uk` too little, which is for browsers alone to know. */
const siteIn = ({ protocol, hostname }: URL): string =>
  `${protocol}//${/^[\d.]+$|^\[/.test(hostname) ? hostname : hostname.split('.').slice(-2).join('.')}`;

/** How the page stands to the endpoint, as browsers say in `Sec-Fetch-Site` (Fetch Metadata). */
const siteOf = ({ url, origin }: Asking): string => {
  if (url.origin === origin) return 'same-origin';
  return siteIn(url) === siteIn(new URL(origin)) ? 'same-site' : 'cross-site';
};

/** Asks what a browser asks before it sends JSON to another origin (Fetch standard, "CORS-preflight fetch"). */
export const checkPreflight = async (asking: Asking): Promise<boolean> => {
  const { url, origin, report, withCookies } = asking;
  if (url.origin === origin) return true;
  const answer = await visit(asking, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
  });
  if (!answer) return false;
  const header = (name: string): string => answer.headers.get(`access-control-allow-${name}`)?.toLowerCase() ?? '';
  const allowed = header('origin') === origin || (header('origin') === '*' && !withCookies);
  const names = header('headers')
    .split(',')
    .map((name) => name.trim());
  const takesJson = names.includes('content-type') || (names.includes('*') && !withCookies);
  const takesCookies = !withCookies || header('credentials') === 'true';
  if (answer.status >= 200 && answer.status < 300 && allowed && takesJson && takesCookies) return true;
  report.fault(
    'endpoint',
    `Browsers do not let a page of ${origin} ask ${url.origin} for a token (preflight: ${answer.status}).`,
    `Set allowedOrigins: ['${origin}'] and cors: true in createTokenEndpoint, or serve the endpoint from ${origin}.`,
  );
  return false;
};

/** Asks for a token as the widget would. */
export const askForToken = async (asking: Asking): Promise<Given | undefined> => {
  const answer = await visit(asking, tokenRequest(asking.origin, siteOf(asking)));
  const token = answer && tokenIn(answer);
  if (answer && token !== undefined) return { answer, fields: objectIn(answer) ?? {}, token };
  if (answer) explainRefusal(asking, answer);
  return undefined;
};

const visit = async ({ url, visitor, report }: Asking, request: Visit): Promise<Answer | undefined> => {
  try {
    return await visitor.visit(url, request);
  } catch (thrown) {
    if (!(thrown instanceof Unreachable)) throw thrown;
    report.fault('endpoint', `The token endpoint cannot be asked: ${thrown.message}`, thrown.remedy);
    return undefined;
  }
};

/** What the codes of `createTokenEndpoint` ask for (README, "Refusal codes"). */
const codes: Readonly<Record<string, string>> = {
  'forbidden-origin': 'Name the origin of the page in allowedOrigins, or let your proxy keep the Host header.',
  'unsupported-media-type': 'Look at what stands before the endpoint: the content type of the request was lost.',
  'body-too-large': 'Look at what stands before the endpoint: the request of the widget has a hundred bytes.',
  'invalid-request': 'Look at what stands before the endpoint: the body of the request was lost, or read twice.',
  'rate-limited': 'Wait, or raise the limit: this machine has asked for many tokens.',
  'token-refused':
    'The platform refused API key, app, deployment or policy: look at the log of your server, or run npx zaby-agent init again.',
  'token-unavailable':
    'The platform failed, or your server cannot reach it: look at its log, its network and apiOrigin.',
  internal: 'Your identify threw, or the endpoint did: look at the log of your server.',
};

const explainRefusal = ({ url, origin, report, signedIn }: Asking, answer: Answer): void => {
  const { status } = answer;
  const fields = objectIn(answer);
  const code =
    typeof fields?.['code'] === 'string' && /^[\w-]{1,60}$/.test(fields['code']) ? fields['code'] : undefined;
  const said = code === undefined ? `${status}` : `${status} ${code}`;
  const fault = (message: string, remedy: string): void => report.fault('endpoint', message, remedy);
  if (isRedirect(answer)) {
    const target = redirectOf(answer);
    fault(
      `${url.pathname} redirects to ${target?.pathname ?? 'nowhere'} instead of answering.`,
      'Let the endpoint answer 401 where nobody is signed in; a page of yours cannot follow a login.',
    );
  } else if (isHtml(answer)) {
    fault(
      `${url.pathname} answers with HTML (${status}), not with JSON.`,
      'Mount the endpoint before the rule that answers everything with a page.',
    );
  } else if (status === 401) {
    const remedy = signedIn
      ? 'The cookie given is of no session: take a fresh one.'
      : 'To look further, give the cookie of a session: ZABY_COOKIE="name=value" npx zaby-agent doctor …, or --cookie-stdin.';
    const message = `The endpoint wants the person to sign in (${said}).`;
    if (signedIn) fault(message, remedy);
    else report.warn('endpoint', message, remedy);
  } else if (code !== undefined && codes[code] !== undefined) {
    fault(`The endpoint gives ${origin} no token (${said}).`, codes[code]);
  } else if (status === 404 || status === 405) {
    fault(`No endpoint answers at ${url.pathname} (${said}).`, `Mount it there for POST, or correct token-url.`);
  } else if (status === 403) {
    fault(
      `The endpoint refuses the page's origin ${origin} (${said}).`,
      'Name the origin in allowedOrigins; where a framework refuses it, look at its own protection against foreign forms.',
    );
  } else if (status >= 200 && status < 300) {
    fault('The endpoint answers without a token.', 'Answer with JSON: { "token": "…", "expiresAt": "…" }.');
  } else {
    fault(`The endpoint gives no token (${said}).`, 'Look at the log of your server.');
  }
};

/** How a token may be handed out at all: as JSON that nobody keeps, to nobody but the page. */
export const checkManners = ({ url, origin, report }: Asking, { answer }: Given): void => {
  const type = typeOf(answer);
  if (!/^application\/(?:[\w.-]+\+)?json$/.test(type)) {
    const remedy = 'Set content-type: application/json.';
    report.warn('endpoint', `The token comes as ${type || 'no type at all'}, not as JSON.`, remedy);
  }
  const cache = answer.headers.get('cache-control')?.toLowerCase() ?? '';
  if (/\bno-store\b/.test(cache)) report.ok('endpoint', 'The answer is kept by no cache.');
  else
    report.fault('endpoint', 'The answer may be kept by caches, and given to others.', 'Set Cache-Control: no-store.');
  const allowed = answer.headers.get('access-control-allow-origin');
  if (allowed === '*') {
    const remedy = 'Remove Access-Control-Allow-Origin, or name the one origin of the page.';
    report.fault('endpoint', 'Every page on the web may read the token (Access-Control-Allow-Origin: *).', remedy);
  } else if (url.origin !== origin && allowed !== origin) {
    const remedy = `Serve the endpoint from ${origin}, or answer with Access-Control-Allow-Origin: ${origin} and Vary: Origin.`;
    report.fault('endpoint', `A page of ${origin} may not read the answer of ${url.origin}.`, remedy);
  }
};

/** A sign of life that gives nothing away. */
export const checkHealth = async (asking: Asking): Promise<void> => {
  const answer = await asking.visitor
    .visit(asking.url, { headers: { accept: 'application/json' } })
    .catch(() => undefined);
  if (!answer) return;
  const { report, url } = asking;
  if (tokenIn(answer) !== undefined) {
    const remedy = 'Answer POST alone: every page can make a browser send a GET.';
    report.fault('endpoint', 'A plain GET is given a token.', remedy);
  } else if (answer.status === 200 && objectIn(answer)) {
    report.ok('endpoint', `It shows a sign of life: GET ${url.pathname} answers 200.`);
  }
};

interface Forgery {
  readonly what: string;
  readonly request: Visit;
  readonly remedy: string;
}

const forgeries = (origin: string, site: string): Forgery[] => [
  {
    what: 'a page of another site',
    request: tokenRequest(foreignOrigin, 'cross-site'),
    remedy: 'Compare Origin and Sec-Fetch-Site with your own pages before anything else.',
  },
  {
    what: 'a page without an origin (null), such as a sandboxed frame',
    request: tokenRequest('null', 'cross-site'),
    remedy: 'Refuse the origin null: it is nobody.',
  },
  {
    what: 'a plain form (text/plain)',
    request: tokenRequest(origin, site, 'text/plain'),
    remedy: 'Refuse everything but application/json: forms cannot send it.',
  },
];

/** Asks as others would: each of them must leave without a token. */
export const checkForgeries = async (asking: Asking): Promise<void> => {
  let refused = 0;
  const all = forgeries(asking.origin, siteOf(asking));
  for (const { what, request, remedy } of all) {
    const answer = await asking.visitor.visit(asking.url, request).catch(() => undefined);
    if (answer && tokenIn(answer) !== undefined)
      asking.report.fault('endpoint', `The endpoint gives a token to ${what}.`, remedy);
    else refused += 1;
  }
  if (refused === all.length)
    asking.report.ok('endpoint', 'It refuses other sites, pages without an origin, and forms.');
};
