import type { Addresses } from './check-page.js';
import type { WidgetScript } from './check-script.js';
import { forbids, parsePolicies, type Policy, trustedTypes } from './content-policy.js';
import type { Page } from './read-page.js';
import type { Report } from './report.js';

/** What the content policies of a page bind: each must allow it. */
export interface Bound {
  readonly page: Page;
  readonly url: URL;
  readonly headers: Headers;
  readonly script: WidgetScript | undefined;
  readonly addresses: Addresses | undefined;
  readonly apiOrigin: string;
}

/** Looks whether the page's content policy lets the widget load, call and draw. */
export const checkContentPolicy = (
  { page, url, headers, script, addresses, apiOrigin }: Bound,
  report: Report,
): void => {
  const policies = [headers.get('content-security-policy') ?? '', ...page.policies].flatMap(parsePolicies);
  if (policies.length === 0) {
    report.ok('policy', 'The page has no content policy: it forbids nothing. The README has one that fits.');
    return;
  }
  const faultsBefore = report.findings.filter(({ level }) => level === 'fault').length;
  for (const policy of policies) {
    checkScripts(policy, url, script, report);
    const called = addresses?.agentUrl ? [addresses.agentUrl] : [addresses?.tokenUrl, new URL(apiOrigin)];
    for (const target of called) if (target) checkCall(policy, url, target, report);
    checkTrustedTypes(policy, script, report);
    checkSandbox(policy, report);
  }
  if (report.findings.filter(({ level }) => level === 'fault').length === faultsBefore) {
    report.ok(
      'policy',
      `The content policy allows what the widget needs (${policies.length === 1 ? 'one policy' : `${policies.length} policies`}).`,
    );
  }
};

/** How a source names an address: the page's own by a word. */
const sourceOf = (target: URL, self: URL): string => (target.origin === self.origin ? "'self'" : target.origin);

const checkScripts = (policy: Policy, self: URL, script: WidgetScript | undefined, report: Report): void => {
  if (!script) return;
  const [nonce, integrity] = [script.attributes.get('nonce'), script.attributes.get('integrity')];
  const name = forbids(policy, 'script-src-elem', { url: script.url, self, nonce, integrity });
  if (name === undefined) return;
  const strict = (policy.get(name) ?? []).some((source) => source.toLowerCase() === "'strict-dynamic'");
  const remedy = strict
    ? "With 'strict-dynamic' only a nonce counts: put the one of each answer on the script tag."
    : `Add ${sourceOf(script.url, self)} to script-src.`;
  report.fault('policy', `${name} forbids the script ${script.url.href}.`, remedy);
};

const checkCall = (policy: Policy, self: URL, target: URL, report: Report): void => {
  const name = forbids(policy, 'connect-src', { url: target, self });
  if (name === undefined) return;
  const called = target.origin === self.origin ? target.pathname : target.origin;
  report.fault('policy', `${name} forbids calling ${called}.`, `Add ${sourceOf(target, self)} to connect-src.`);
};

const checkTrustedTypes = (policy: Policy, script: WidgetScript | undefined, report: Report): void => {
  const names = trustedTypes(policy);
  if (!names || names.includes('*')) return;
  // In a bundle the page's own Lit asks for its name; which of the two it is cannot be told from outside.
  const wanted = script ? ['zaby-agent'] : ['lit-html', 'zaby-agent'];
  if (wanted.some((name) => names.includes(name))) return;
  const remedy = `Add ${wanted[0]} to trusted-types.`;
  report.fault('policy', 'trusted-types does not name the widget; it cannot draw then.', remedy);
};

const checkSandbox = (policy: Policy, report: Report): void => {
  const flags = policy.get('sandbox');
  if (!flags) return;
  for (const flag of ['allow-scripts', 'allow-same-origin']) {
    if (!flags.includes(flag)) report.fault('policy', `sandbox lacks ${flag}.`, `Add ${flag} to sandbox.`);
  }
};
