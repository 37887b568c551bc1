import { type Asking, siteOf, tokenIn, tokenRequest, visit } from './asking.js';
import { explainRefusal } from './check-refusal.js';
import { type Answer, objectIn, typeOf } from './visitor.js';

/** A token in hand, for the platform to judge. Kept in memory, and shown to nobody. */
export interface Given {
  readonly answer: Answer;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly token: string;
}

/** Asks for a token as the widget would. */
export const askForToken = async (asking: Asking): Promise<Given | undefined> => {
  const answer = await visit(asking, tokenRequest(asking.origin, siteOf(asking)));
  const token = answer && tokenIn(answer);
  if (answer && token !== undefined) return { answer, fields: objectIn(answer) ?? {}, token };
  if (answer) explainRefusal(asking, answer);
  return undefined;
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
