import type { Framework, Project } from './framework.js';

/** How a framework gives its own server the variables of `.env`. */
interface Variables {
  readonly imports: readonly string[];
  readonly read: (name: string) => string;
}

const processEnv: Variables = { imports: [], read: (name) => `process.env.${name}` };

const variablesOf: Readonly<Partial<Record<Framework, Variables>>> = {
  sveltekit: { imports: ["import { env } from '$env/dynamic/private';"], read: (name) => `env.${name}` },
  astro: { imports: ["import { getSecret } from 'astro:env/server';"], read: (name) => `getSecret('${name}')` },
  'hono-workers': { imports: ["import { env } from 'cloudflare:workers';"], read: (name) => `env.${name}` },
};

/** They evaluate routes while they build, or before a request brings the variables. */
const builtFirst: ReadonlySet<Framework> = new Set(['next', 'sveltekit', 'astro', 'hono-workers']);

/**
 * The endpoint, the same everywhere: web-standard, with a signed cookie that tells visitors apart. It leaves a function
 * `handler(request, address)` to what a framework mounts.
 */
export const endpointCode = (
  project: Project,
  imports: readonly string[] = [],
  names = 'createTokenEndpoint',
): string => {
  const { framework, typescript } = project;
  const { imports: more, read } = variablesOf[framework] ?? processEnv;
  const typed = (type: string): string => (typescript ? `: ${type}` : '');
  // Only these are needed; the type of a variable allows for its absence.
  const value = (name: string): string => `${read(name)}${typescript ? '!' : ''}`;
  const visitor = typed('Visitor');
  const settings = `createTokenEndpoint({
  apiKey: ${value('ZABY_API_KEY')},
  apiOrigin: ${read('ZABY_API_ORIGIN')},
  externalAppId: ${value('ZABY_APP_ID')},
  deploymentId: ${value('ZABY_DEPLOYMENT_ID')},
  quotaPolicyId: ${value('ZABY_POLICY_ID')},
  identify: (_request, { visitorId }${visitor}) => ({ userId: \`visitor:\${visitorId}\` }),
  // Who sends no cookie is a new visitor each time: what holds such a program back is its address.
  clientAddress: (_request, { address }${visitor}) => address,
  rateLimit: { perAddressPerMinute: 120 },
});`;
  const isBuiltFirst = builtFirst.has(framework);
  const made = isBuiltFirst
    ? `/** Made with the first request: a build reads this file too, where there are no secrets. */
let giveToken${typed('ReturnType<typeof createGiveToken> | undefined')};
const createGiveToken = () => ${settings}`
    : `const giveToken = ${settings}`;
  const interfaces = typescript
    ? '\ninterface Visitor {\n  visitorId: string;\n  address: string | undefined;\n}\n'
    : '';
  return `${[...imports, ...more, `import { ${names} } from 'zaby-agent/server';`].join('\n')}
${interfaces}
${made}

/** What signs the visitors' ids, so that nobody chooses to be somebody else. Another secret makes everyone a new visitor. */
const importKey = () => {
  const secret = ${read('ZABY_VISITOR_SECRET')};
  if (!secret) throw new Error('ZABY_VISITOR_SECRET is missing: npx zaby-agent init writes it to .env');
  return crypto.subtle.importKey('raw', encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
};
const encode = (text${typed('string')}) => new TextEncoder().encode(text);
const fromHex = (hex${typed('string')}) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const toHex = (bytes${typed('ArrayBuffer')}) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Tells visitors apart by a cookie of theirs. Where people sign in, take the id of the user from your session instead. */
const handler = async (request${typed('Request')}, address${typed('string | undefined')}) => {
  const key = await importKey();
  const cookie = /(?:^|; )zaby_visitor=([\\da-f-]{36})\\.([\\da-f]{64})(?:;|$)/.exec(request.headers.get('cookie') ?? '');
  const [, id = '', signature = ''] = cookie ?? [];
  const isKnown = cookie !== null && (await crypto.subtle.verify('HMAC', key, fromHex(signature), encode(id)));
  const visitorId = isKnown ? id : crypto.randomUUID();
  const response = await ${isBuiltFirst ? '(giveToken ??= createGiveToken())' : 'giveToken'}(request, { visitorId, address });
  if (!isKnown && request.method === 'POST' && response.ok) {
    const signed = \`\${visitorId}.\${toHex(await crypto.subtle.sign('HMAC', key, encode(visitorId)))}\`;
    // The scheme of the page: behind a proxy that ends TLS, the request itself arrives by http.
    const secure = (request.headers.get('origin') ?? request.url).startsWith('https:') ? '; Secure' : '';
    response.headers.append('set-cookie', \`zaby_visitor=\${signed}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000\${secure}\`);
  }
  return response;
};
`;
};
