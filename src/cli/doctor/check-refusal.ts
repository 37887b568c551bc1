import type { Asking } from './asking.js';
import { type Answer, isHtml, isRedirect, objectIn, redirectOf } from './visitor.js';

/** What the codes of `createTokenEndpoint` ask for (README, "Refusal codes"). */
const codes: Readonly<Record<string, string>> = {
  'forbidden-origin': 'Name the origin of the page in allowedOrigins, or let your proxy keep the Host header.',
  'unsupported-media-type': 'Look at what stands before the endpoint: the content type of the request was lost.',
  'body-too-large': 'Look at what stands before the endpoint: the request of the widget has a hundred bytes.',
  'body-too-slow': 'Look at what stands before the endpoint: the body of the request did not arrive.',
  'invalid-request': 'Look at what stands before the endpoint: the body of the request was lost, or read twice.',
  'rate-limited': 'Wait, or raise the limit: this machine has asked for many tokens.',
  'token-refused':
    'The platform refused API key, app, deployment or policy: look at the log of your server, or run npx zaby-agent init again.',
  'token-unavailable':
    'The platform failed, or your server cannot reach it: look at its log, its network and apiOrigin.',
  internal: 'Your identify threw, or the endpoint did: look at the log of your server.',
};

/** Says why the endpoint gave no token, by its code, its status or its form. */
export const explainRefusal = ({ url, origin, report, signedIn }: Asking, answer: Answer): void => {
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
