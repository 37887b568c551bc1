import { createHash } from 'node:crypto';
import { parseAddress } from '../address.js';
import type { Page } from './read-page.js';
import type { Report } from './report.js';
import { type Answer, isHtml, isRedirect, redirectOf, typeOf, Unreachable, type Visitor } from './visitor.js';

/** HTML standard, "JavaScript MIME type". */
const javascript = /^(?:text|application)\/(?:x-)?(?:java|ecma)script$/;

/** The script that brings the widget, as the page names it. */
export interface WidgetScript {
  readonly url: URL;
  readonly attributes: ReadonlyMap<string, string>;
}

/** Finds the script of the widget by its name: `zaby-agent.js`, perhaps with a version before the ending or behind a `?`. */
export const findScript = ({ scripts, base }: Page): WidgetScript | undefined => {
  for (const attributes of scripts) {
    const source = attributes.get('src');
    const url = source === undefined ? undefined : parseAddress(source, base);
    if (url && /\bzaby-agent\b[^/]*\.m?js$/.test(url.pathname)) return { url, attributes };
  }
  return undefined;
};

/** Looks at the script: is it there, is it a script, is it the one that the page has pinned. */
export const checkScript = async (page: Page, visitor: Visitor, report: Report): Promise<WidgetScript | undefined> => {
  const script = findScript(page);
  if (!script) {
    report.warn(
      'script',
      'No script of the page is called zaby-agent.js; the widget may come in a bundle of yours.',
      'Without a bundler, write <script src="/zaby-agent.js" defer></script>.',
    );
    return undefined;
  }
  try {
    const answer = await visitor.visit(script.url);
    checkAnswer(script, answer, page, report);
    if (answer.status === 200) await checkParts(script, answer, visitor, report);
  } catch (thrown) {
    if (!(thrown instanceof Unreachable)) throw thrown;
    report.fault('script', `The script was not loaded: ${thrown.message}`, thrown.remedy);
  }
  return script;
};

/** The module build loads the rest of itself when it is needed, from beside it. */
const checkParts = async ({ url }: WidgetScript, { text }: Answer, visitor: Visitor, report: Report): Promise<void> => {
  const names = [...text.matchAll(/import\(\s*["'`](\.\/chunks\/[\w.-]+\.js)["'`]/g)].map(([, name = '']) => name);
  for (const name of new Set(names)) {
    const part = parseAddress(name, url);
    const answer = part && (await visitor.visit(part));
    if (!answer || (answer.status === 200 && javascript.test(typeOf(answer)))) continue;
    const remedy = 'Copy the whole folder node_modules/zaby-agent/dist/module, chunks included.';
    report.fault('script', `A part of the script is not there: ${answer.url.href} answers ${answer.status}.`, remedy);
  }
};

const checkAnswer = (script: WidgetScript, answer: Answer, page: Page, report: Report): void => {
  const { url, attributes } = script;
  if (isRedirect(answer)) {
    const target = redirectOf(answer);
    report.warn(
      'script',
      `The script is elsewhere: ${url.href} redirects.`,
      `Name ${target?.href ?? 'its own place'}.`,
    );
    return;
  }
  if (answer.status !== 200) {
    const remedy = `Copy node_modules/zaby-agent/dist/zaby-agent.js to where ${url.pathname} is served from.`;
    report.fault('script', `The script is not there: ${url.href} answers ${answer.status}.`, remedy);
    return;
  }
  if (isHtml(answer)) {
    const remedy = `Copy node_modules/zaby-agent/dist/zaby-agent.js to where ${url.pathname} is served from; now a page stands in for it.`;
    report.fault('script', `${url.href} answers with HTML, not with a script.`, remedy);
    return;
  }
  const type = typeOf(answer);
  const isModule = attributes.get('type') === 'module';
  const strict = isModule || answer.headers.get('x-content-type-options')?.toLowerCase() === 'nosniff';
  if (!javascript.test(type)) {
    const said = `The script comes as ${type || 'no type at all'}, not as text/javascript.`;
    const remedy = 'Serve files that end in .js as text/javascript.';
    if (strict) report.fault('script', `${said} Browsers refuse it.`, remedy);
    else report.warn('script', said, remedy);
  }
  checkIntegrity(script, answer, page, report);
  const version = /zaby-agent (\d+\.\d+\.\d+[\w.-]*)/.exec(answer.text.slice(0, 500))?.[1];
  if (version === undefined) {
    report.warn(
      'script',
      `${url.href} does not begin as the widget does.`,
      'Copy it from node_modules/zaby-agent/dist anew.',
    );
  } else if (javascript.test(type)) {
    report.ok('script', `The script is there: zaby-agent ${version}, ${url.href}.`);
  }
};

/** Subresource Integrity §3.3: of the strongest kind named, one has to fit. */
const checkIntegrity = (
  { url, attributes }: WidgetScript,
  { text, headers }: Answer,
  page: Page,
  report: Report,
): void => {
  const hashes = [...(attributes.get('integrity') ?? '').matchAll(/\b(sha256|sha384|sha512)-([\w+/=-]+)/g)];
  if (hashes.length === 0) return;
  const strongest =
    hashes
      .map(([, kind = '']) => kind)
      .toSorted()
      .at(-1) ?? '';
  const actual = createHash(strongest).update(text).digest('base64');
  if (hashes.some(([, kind, hash]) => kind === strongest && hash === actual)) {
    report.ok('script', `Its integrity fits (${strongest}).`);
  } else {
    const remedy = `Pin the file that is served: integrity="${strongest}-${actual}", if you trust where it comes from.`;
    report.fault('script', 'The script is not the one that integrity names; browsers refuse it.', remedy);
  }
  if (url.origin === page.base.origin) return;
  if (!attributes.has('crossorigin')) {
    report.fault(
      'script',
      'A script of another origin with integrity needs crossorigin.',
      'Add crossorigin to its tag.',
    );
  } else if (headers.get('access-control-allow-origin') === null) {
    const remedy = `Let ${url.host} answer with Access-Control-Allow-Origin, or serve the script from your own site.`;
    report.fault(
      'script',
      `${url.host} does not let pages read the script, so its integrity cannot be checked.`,
      remedy,
    );
  }
};
