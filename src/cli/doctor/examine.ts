import { parseApiOrigin, productionOrigin } from '../../server/api-origin.js';
import type { Asking } from './asking.js';
import { askForToken, checkHealth, checkManners } from './check-endpoint.js';
import { type Addresses, checkTag } from './check-page.js';
import { checkPlatform } from './check-platform.js';
import { checkContentPolicy } from './check-policy.js';
import { checkScript } from './check-script.js';
import { checkForgeries, checkPreflight } from './check-strangers.js';
import { checkConversations, checkToken } from './check-token.js';
import { readPage } from './read-page.js';
import type { Report } from './report.js';
import {
  type Answer,
  createVisitor,
  isHtml,
  isRedirect,
  objectIn,
  redirectOf,
  Unreachable,
  type Visitor,
} from './visitor.js';

export interface Examination {
  /** Of a page or of a token endpoint. */
  readonly url: URL;
  readonly apiOrigin: string | undefined;
  /** It was said on the command line, and wins over what the page says. */
  readonly apiOriginGiven: boolean;
  /** Of the page, where the address is an endpoint of another origin. */
  readonly origin: string | undefined;
  readonly cookie: string | undefined;
  readonly signal: AbortSignal;
}

const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$|\.localhost$/;

/** Looks at everything between a visitor and the agent, in the order in which a browser meets it. */
export const examine = async (examination: Examination, report: Report): Promise<void> => {
  const { url, cookie, signal } = examination;
  const visitor = createVisitor(url, cookie, signal);
  const answer = await open(url, visitor, report);
  if (!answer) return;
  if (isEndpoint(answer)) await examineEndpoint(examination, answer.url, visitor, report);
  else await examinePage(examination, answer, visitor, report);
};

/** Loads the address, along redirects, as a browser does. */
const open = async (url: URL, visitor: Visitor, report: Report): Promise<Answer | undefined> => {
  let next = url;
  for (let count = 0; count <= 5; count += 1) {
    let answer: Answer;
    try {
      answer = await visitor.visit(next, { headers: { accept: 'text/html, application/json;q=0.9, */*;q=0.5' } });
    } catch (thrown) {
      if (!(thrown instanceof Unreachable)) throw thrown;
      report.fault('page', thrown.message, thrown.remedy);
      return undefined;
    }
    if (!isRedirect(answer)) return answer;
    const target = redirectOf(answer);
    if (!target || !/^https?:$/.test(target.protocol)) {
      report.fault('page', `${next.href} redirects to nowhere.`, 'Let it answer, or name a place in Location.');
      return undefined;
    }
    report.warn(
      'page',
      `${next.href} redirects to ${target.href}.`,
      'If that is a login, give the cookie of a session (ZABY_COOKIE).',
    );
    next = target;
  }
  report.fault('page', `${url.href} redirects in a circle.`, 'Open it in a browser, and look where it leads.');
  return undefined;
};

/** A token endpoint answers a GET with JSON, or refuses the method. */
const isEndpoint = (answer: Answer): boolean =>
  !isHtml(answer) && (objectIn(answer) !== undefined || answer.status === 405 || answer.status === 401);

const examinePage = async (
  examination: Examination,
  answer: Answer,
  visitor: Visitor,
  report: Report,
): Promise<void> => {
  const { url, status, headers } = answer;
  if (status !== 200) {
    report.fault('page', `${url.href} answers ${status}.`, 'Correct the address, or mend the page.');
    return;
  }
  if (!isHtml(answer)) {
    const remedy = 'Give the address of a page or of a token endpoint; a page comes as text/html.';
    report.fault('page', `${url.href} answers with ${headers.get('content-type') ?? 'no type at all'}.`, remedy);
    return;
  }
  report.ok('page', `${url.href} answers with HTML.`);
  checkSecure(url, report);
  const page = readPage(answer.text, url);
  const script = await checkScript(page, visitor, report);
  const addresses = checkTag(page, report);
  const apiOrigin = originOf(examination, addresses, report);
  if (apiOrigin === undefined) return;
  checkContentPolicy({ page, url, headers, script, addresses, apiOrigin }, report);
  if (addresses?.agentUrl) {
    report.ok(
      'endpoint',
      `The tag names an agent of its own, ${addresses.agentUrl.href}; platform and tokens are not asked.`,
    );
    return;
  }
  if (!addresses?.tokenUrl) return;
  checkPlace(url, addresses, report);
  const asking = {
    url: addresses.tokenUrl,
    origin: url.origin,
    visitor,
    report,
    signedIn: examination.cookie !== undefined,
    withCookies: addresses.credentials === 'include',
  };
  if (asking.withCookies) visitor.share(asking.url);
  await examineTokens(asking, apiOrigin);
};

const examineEndpoint = async (examination: Examination, url: URL, visitor: Visitor, report: Report): Promise<void> => {
  report.ok('endpoint', `${url.href} is taken for a token endpoint: it answers with no page.`);
  checkSecure(url, report);
  const apiOrigin = originOf(examination, undefined, report);
  if (apiOrigin === undefined) return;
  const origin = examination.origin ?? url.origin;
  const signedIn = examination.cookie !== undefined;
  await examineTokens({ url, origin, visitor, report, signedIn, withCookies: signedIn }, apiOrigin);
};

const examineTokens = async (asking: Asking, apiOrigin: string): Promise<void> => {
  const { report, origin, visitor } = asking;
  const given = (await checkPreflight(asking)) ? await askForToken(asking) : undefined;
  if (given) checkManners(asking, given);
  const facts = given && checkToken(given, Date.now(), report);
  await checkHealth(asking);
  await checkForgeries(asking);
  const quiet = { ...asking, report: { ...report, fault: () => {}, warn: () => {} } };
  const another = facts && (await askForToken(quiet));
  const others = another && checkToken(another, Date.now(), { ...quiet.report, ok: () => {} });
  if (facts && others) checkConversations(facts, others, report);
  await checkPlatform(apiOrigin, origin, facts && given?.token, visitor, report);
};

/** Browsers keep `crypto.randomUUID`, among others, from pages that came over an open line. */
const checkSecure = ({ protocol, hostname }: URL, report: Report): void => {
  if (protocol === 'https:' || loopback.test(hostname)) return;
  report.fault(
    'page',
    'It comes over http, which anyone on the way can read and change.',
    'Serve it by https; http is for localhost.',
  );
};

const checkPlace = (page: URL, { tokenUrl, credentials }: Addresses, report: Report): void => {
  if (!tokenUrl) return;
  if (tokenUrl.origin === page.origin) {
    report.ok('endpoint', `token-url is of the page's own origin: ${tokenUrl.pathname}.`);
    return;
  }
  if (page.protocol === 'https:' && tokenUrl.protocol === 'http:' && !loopback.test(tokenUrl.hostname)) {
    const remedy = 'Serve the endpoint by https.';
    report.fault('endpoint', 'A page over https may not call an endpoint over http.', remedy);
  }
  if (credentials !== 'include') {
    const remedy =
      'Serve it from the page\'s own origin, or write token-credentials="include" if it knows people by cookies.';
    report.warn('endpoint', `token-url is of another origin, ${tokenUrl.origin}, which gets no cookies.`, remedy);
  }
};

const originOf = (
  { apiOrigin, apiOriginGiven }: Examination,
  addresses: Addresses | undefined,
  report: Report,
): string | undefined => {
  const chosen =
    (apiOriginGiven ? apiOrigin : (addresses?.apiOrigin ?? (addresses ? undefined : apiOrigin))) ?? productionOrigin;
  try {
    return parseApiOrigin(chosen);
  } catch {
    const remedy = 'Write a bare https origin such as https://genapi.zaby.io; http is for localhost only.';
    report.fault('tag', 'api-origin is no origin that a token may be sent to.', remedy);
    return undefined;
  }
};
