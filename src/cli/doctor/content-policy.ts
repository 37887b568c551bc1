/** One policy: directives by name, each with its sources (Content Security Policy Level 3, §2.2). */
export type Policy = ReadonlyMap<string, readonly string[]>;

/** What is to be loaded or called. */
export interface Wanted {
  readonly url: URL;
  /** Of the page. */
  readonly self: URL;
  readonly nonce?: string | undefined;
  /** The `integrity` of a script. */
  readonly integrity?: string | undefined;
}

/** Reads a header, which may hold several policies, or the `content` of a `<meta>`. */
export const parsePolicies = (text: string): Policy[] =>
  text
    .split(',')
    .map(parsePolicy)
    .filter((policy) => policy.size > 0);

const parsePolicy = (text: string): Policy => {
  const policy = new Map<string, readonly string[]>();
  for (const directive of text.split(';')) {
    const [name, ...sources] = directive.trim().split(/\s+/);
    // The first of a name counts, the others are passed by.
    if (name !== undefined && name !== '' && !policy.has(name.toLowerCase())) policy.set(name.toLowerCase(), sources);
  }
  return policy;
};

const fallbacks: Readonly<Record<string, readonly string[]>> = {
  'script-src-elem': ['script-src-elem', 'script-src', 'default-src'],
  'connect-src': ['connect-src', 'default-src'],
};

/** The name of the directive that forbids something, or nothing where it is allowed. */
export const forbids = (
  policy: Policy,
  kind: 'script-src-elem' | 'connect-src',
  wanted: Wanted,
): string | undefined => {
  const name = fallbacks[kind]?.find((candidate) => policy.has(candidate));
  if (name === undefined) return undefined;
  const sources = policy.get(name) ?? [];
  return allows(sources, kind, wanted) ? undefined : name;
};

const allows = (sources: readonly string[], kind: string, { url, self, nonce, integrity }: Wanted): boolean => {
  if (kind === 'script-src-elem') {
    if (nonce !== undefined && nonce !== '' && sources.includes(`'nonce-${nonce}'`)) return true;
    const hashes = (integrity ?? '').split(/\s+/).filter(Boolean);
    if (hashes.length > 0 && hashes.every((hash) => sources.includes(`'${hash}'`))) return true;
    // Names and schemes count no more then.
    if (sources.some((source) => source.toLowerCase() === "'strict-dynamic'")) return false;
  }
  return sources.some((source) => matches(source, url, self));
};

/** `scheme://host:port/path`, all but the host left out at will. */
const hostSource =
  /^(?:(?<scheme>[a-z][a-z\d+.-]*:)\/\/)?(?<host>\*|(?:\*\.)?[^/:*']+|\[[\da-f:]+\])(?::(?<port>\d+|\*))?(?<path>\/.*)?$/i;

/** §6.7.2.8, "Does url match expression". */
const matches = (source: string, url: URL, self: URL): boolean => {
  if (source === '*') return /^(?:https?|wss?):$/.test(url.protocol) || url.protocol === self.protocol;
  if (source.toLowerCase() === "'self'") return url.host === self.host && schemeFits(self.protocol, url.protocol);
  if (/^[a-z][a-z\d+.-]*:$/i.test(source)) return schemeFits(source.toLowerCase(), url.protocol);
  const { scheme, host, port, path } = hostSource.exec(source)?.groups ?? {};
  return (
    host !== undefined &&
    schemeFits(scheme?.toLowerCase() ?? self.protocol, url.protocol) &&
    hostFits(host.toLowerCase(), url.hostname) &&
    portFits(port, url) &&
    pathFits(path, url.pathname)
  );
};

const schemeFits = (allowed: string, actual: string): boolean =>
  allowed === actual || (allowed === 'http:' && actual === 'https:');

const hostFits = (allowed: string, actual: string): boolean =>
  allowed === '*' || (allowed.startsWith('*.') ? actual.endsWith(allowed.slice(1)) : allowed === actual);

const portFits = (allowed: string | undefined, { port }: URL): boolean =>
  allowed === '*' || (allowed ?? '') === port || (port === '' && (allowed === '80' || allowed === '443'));

const pathFits = (allowed: string | undefined, actual: string): boolean =>
  allowed === undefined || allowed === '/' || (allowed.endsWith('/') ? actual.startsWith(allowed) : actual === allowed);

/** Which of the Trusted Types policies a page may create; nothing where it does not say. */
export const trustedTypes = (policy: Policy): readonly string[] | undefined => policy.get('trusted-types');
