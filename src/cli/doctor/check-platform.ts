import { randomUUID } from 'node:crypto';
import type { Report } from './report.js';
import { type Answer, objectIn, Unreachable, type Visit, type Visitor } from './visitor.js';

const runs = '/api/v1/agent-runtime/runs';
const headersOfWidget = ['authorization', 'content-type', 'last-event-id'];
/** Without these, a page cannot read how long it has to wait, or which request to tell support of. */
const headersToRead = ['retry-after', 'x-request-id'];

/** Looks at the platform with a page's eyes: is it there, may this origin call it, does it take the token. */
export const checkPlatform = async (
  apiOrigin: string,
  origin: string,
  token: string | undefined,
  visitor: Visitor,
  report: Report,
): Promise<void> => {
  const ask = async (path: string, visit?: Visit): Promise<Answer | undefined> => {
    try {
      return await visitor.visit(new URL(path, apiOrigin), visit);
    } catch (thrown) {
      if (!(thrown instanceof Unreachable)) throw thrown;
      report.fault('platform', `The platform cannot be asked: ${thrown.message}`, thrown.remedy);
      return undefined;
    }
  };

  const health = await ask('/health');
  if (!health) return;
  if (health.status !== 200 || objectIn(health)?.['status'] !== 'ok') {
    const remedy = 'Correct api-origin (or --api-origin); the emulator is http://localhost:9080.';
    report.fault(
      'platform',
      `${apiOrigin} is no platform, or it is ill: GET /health answers ${health.status}.`,
      remedy,
    );
    return;
  }
  report.ok('platform', `The platform is there: ${apiOrigin}.`);
  const preflight = await ask(runs, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': headersOfWidget.join(', '),
    },
  });
  if (!preflight || !checkPreflight(preflight, origin, report)) return;
  if (token === undefined) return;
  // A run that is nobody's: the answer tells of the token and the origin, and nothing is started.
  const call = await ask(`${runs}/${randomUUID()}/events?limit=1`, {
    headers: { origin, authorization: `Bearer ${token}`, accept: 'application/json' },
  });
  if (call) checkCall(call, origin, report);
};

const namesIn = (headers: Headers, name: string): string[] =>
  (headers.get(name) ?? '').split(',').map((value) => value.trim().toLowerCase());

const allowRemedy = (origin: string): string =>
  `Add ${origin} to allowedOrigins of the external app: npx zaby-agent init --origin ${origin} does it.`;

const checkPreflight = ({ status, headers }: Answer, origin: string, report: Report): boolean => {
  const allowed = headers.get('access-control-allow-origin');
  if (allowed !== origin && allowed !== '*') {
    report.fault(
      'platform',
      `The platform does not let pages of ${origin} call it (preflight: ${status}).`,
      allowRemedy(origin),
    );
    return false;
  }
  const names = namesIn(headers, 'access-control-allow-headers');
  // A star stands for every name but Authorization (Fetch standard, "CORS-preflight fetch").
  const missing = headersOfWidget.filter(
    (name) => !names.includes(name) && !(names.includes('*') && name !== 'authorization'),
  );
  if (missing.length > 0) {
    const remedy = 'Something between the page and the platform changes its answers: a proxy, or another api-origin.';
    report.fault('platform', `The platform does not let pages send ${missing.join(' and ')}.`, remedy);
    return false;
  }
  report.ok('platform', `It lets pages of ${origin} call it.`);
  return true;
};

const checkCall = (answer: Answer, origin: string, report: Report): void => {
  const { status, headers } = answer;
  const fields = objectIn(answer);
  const code = fields?.['code'] ?? fields?.['errorCode'];
  const said = typeof code === 'string' && /^\w{1,80}$/.test(code) ? `${status} ${code}` : `${status}`;
  if (status === 403 && /ORIGIN/.test(said)) {
    report.fault('platform', `The token's app does not allow ${origin} (${said}).`, allowRemedy(origin));
    return;
  }
  if (status === 401 || status === 403) {
    const remedy =
      'Are endpoint and page on the same platform? Compare apiOrigin of the one with api-origin of the other.';
    report.fault('platform', `The platform does not take the token (${said}).`, remedy);
    return;
  }
  if (status >= 500) {
    report.warn('platform', `The platform failed (${said}).`, 'Try again later.');
    return;
  }
  report.ok('platform', 'It takes the token.');
  if (headers.get('access-control-allow-origin') === null) {
    report.fault('platform', `Pages of ${origin} may not read its answers.`, allowRemedy(origin));
    return;
  }
  const readable = namesIn(headers, 'access-control-expose-headers');
  const hidden = headersToRead.filter((name) => !readable.includes(name) && !readable.includes('*'));
  if (hidden.length > 0) {
    const remedy =
      'A proxy may have taken Access-Control-Expose-Headers away; the widget then guesses how long to wait.';
    report.warn('platform', `Pages may not read ${hidden.join(' and ')}.`, remedy);
  }
};
