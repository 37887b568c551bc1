import type { Framework, Project } from './framework.js';

/** A file of the site, as it is to be. */
export interface Snippet {
  readonly path: string;
  readonly code: string;
  /** What the file is, where that is no new file. */
  readonly note?: string;
}

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

/** The endpoint, the same everywhere: web-standard, with a cookie that tells visitors apart. */
const endpoint = (project: Project, imports: readonly string[] = [], names = 'createTokenEndpoint'): string => {
  const { framework, typescript } = project;
  const { imports: more, read } = variablesOf[framework] ?? processEnv;
  // Only these are needed; the type of a variable allows for its absence.
  const value = (name: string): string => `${read(name)}${typescript ? '!' : ''}`;
  const [text, request] = typescript ? [': string', ': Request'] : ['', ''];
  const settings = `createTokenEndpoint({
  apiKey: ${value('ZABY_API_KEY')},
  apiOrigin: ${read('ZABY_API_ORIGIN')},
  externalAppId: ${value('ZABY_APP_ID')},
  deploymentId: ${value('ZABY_DEPLOYMENT_ID')},
  quotaPolicyId: ${value('ZABY_POLICY_ID')},
  identify: (_request, visitorId${text}) => ({ userId: \`visitor:\${visitorId}\` }),
});`;
  const made = builtFirst.has(framework)
    ? `/** Made with the first request: a build reads this file too, where there are no secrets. */
let giveToken${typescript ? ': ReturnType<typeof createGiveToken> | undefined' : ''};
const createGiveToken = () => ${settings}`
    : `const giveToken = ${settings}`;
  return `${[...imports, ...more, `import { ${names} } from 'zaby-agent/server';`].join('\n')}

${made}

/** Tells visitors apart by a cookie of theirs. Where people sign in, take the id of the user from your session instead. */
const handler = async (request${request}) => {
  const known = /(?:^|; )zaby_visitor=([\\da-f-]{36})(?:;|$)/.exec(request.headers.get('cookie') ?? '')?.[1];
  const visitorId = known ?? crypto.randomUUID();
  const response = await ${builtFirst.has(framework) ? '(giveToken ??= createGiveToken())' : 'giveToken'}(request, visitorId);
  if (!known && request.method === 'POST' && response.ok) {
    const cookie = \`zaby_visitor=\${visitorId}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000\`;
    response.headers.append('set-cookie', new URL(request.url).protocol === 'https:' ? \`\${cookie}; Secure\` : cookie);
  }
  return response;
};
`;
};

/** What a page needs: the script, and the tag. */
export const tag = (apiOrigin: string | undefined): string =>
  `<script src="/zaby-agent.js" defer></script>
<zaby-agent mode="floating" token-url="/api/zaby-token"${apiOrigin === undefined ? '' : ` api-origin="${apiOrigin}"`} heading="Ask us"></zaby-agent>`;

const methods = ['GET', 'POST', 'DELETE'];

const snippetsOf: Readonly<Record<Framework, (project: Project) => readonly Snippet[]>> = {
  next: (project) => [
    {
      path: `${project.sourceFolder ? 'src/' : ''}app/api/zaby-token/route.${project.typescript ? 'ts' : 'js'}`,
      code: `${endpoint(project)}\nexport { ${methods.map((name) => `handler as ${name}`).join(', ')} };\n`,
    },
  ],
  sveltekit: (project) => {
    const type = project.typescript ? ': { request: Request }' : '';
    const routes = methods.map((name) => `export const ${name} = ({ request }${type}) => handler(request);`);
    return [
      {
        path: `src/routes/api/zaby-token/+server.${project.typescript ? 'ts' : 'js'}`,
        code: `${endpoint(project)}\n${routes.join('\n')}\n`,
      },
    ];
  },
  astro: (project) => {
    const type = project.typescript ? ': { request: Request }' : '';
    return [
      {
        path: `src/pages/api/zaby-token.${project.typescript ? 'ts' : 'js'}`,
        code: `${endpoint(project)}\nexport const prerender = false;\nexport const ALL = ({ request }${type}) => handler(request);\n`,
      },
    ];
  },
  hono: (project) => [
    {
      path: `zaby-token.${project.typescript ? 'ts' : 'js'}`,
      code: `${endpoint(project)}\n/** Give it your app: mountZaby(app). */\nexport const mountZaby = (app${project.typescript ? ": import('hono').Hono" : ''}) => app.all('/api/zaby-token', (context) => handler(context.req.raw));\n`,
    },
  ],
  'hono-workers': (project) => snippetsOf.hono(project),
  fastify: (project) => [
    {
      path: `zaby-token.${project.typescript ? 'ts' : 'js'}`,
      code: `${endpoint(project, [], 'createTokenEndpoint, toNodeHandler')}
/** Give it your app: mountZaby(app). */
export const mountZaby = (app${project.typescript ? ": import('fastify').FastifyInstance" : ''}) => app.all('/api/zaby-token', toNodeHandler(handler));
`,
    },
  ],
  express: (project) => [
    {
      path: `zaby-token.${project.typescript ? 'ts' : 'js'}`,
      code: `${endpoint(project, [], 'createTokenEndpoint, toNodeHandler')}
/** Give it your app: mountZaby(app). */
export const mountZaby = (app${project.typescript ? ": import('express').Express" : ''}) => app.all('/api/zaby-token', toNodeHandler(handler));
`,
    },
  ],
  node: (project) => [
    {
      path: 'server.mjs',
      code: `${endpoint(
        { ...project, typescript: false },
        ["import { readFileSync } from 'node:fs';", "import { createServer } from 'node:http';"],
        'createTokenEndpoint, toNodeHandler',
      )}
const answer = toNodeHandler(handler);
const files = {
  '/': ['text/html; charset=utf-8', readFileSync('index.html')],
  '/zaby-agent.js': ['text/javascript; charset=utf-8', readFileSync(new URL(import.meta.resolve('zaby-agent/zaby-agent.js')))],
};

createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  if (pathname === '/api/zaby-token') return answer(request, response);
  const [type, body] = files[pathname] ?? [];
  return response.writeHead(body ? 200 : 404, type && { 'content-type': type }).end(body);
}).listen(3000, () => console.log('http://localhost:3000'));
`,
    },
  ],
};

/** A whole page around it, for a site that has none yet. */
export const page = (title: string, apiOrigin: string | undefined): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title.replaceAll(/[&<>]/g, '')}</title>
${tag(apiOrigin)}
`;

/** The code of the token endpoint for a project. */
export const endpointFor = (project: Project): readonly Snippet[] => snippetsOf[project.framework](project);

const copy = (folder: string): string =>
  `Copy the widget to where your site serves files from: cp node_modules/zaby-agent/dist/zaby-agent.js ${folder}/`;

/** What is to be done beside it, one sentence each. */
export const stepsFor = ({ framework }: Project): readonly string[] => {
  switch (framework) {
    case 'next':
      return [copy('public')];
    case 'sveltekit':
      return [copy('static')];
    case 'astro':
      return [copy('public'), 'The route needs a server: add an adapter, such as npx astro add node.'];
    case 'hono-workers':
      return [
        copy('public'),
        'In development wrangler reads .env; for the live Worker, npx wrangler secret put ZABY_API_KEY, and the ids as vars in its configuration.',
      ];
    case 'hono':
    case 'fastify':
    case 'express':
      return [copy('public'), 'Start your server with the variables: node --env-file=.env server.js'];
    case 'node':
      return ['Start it: node --env-file=.env server.mjs'];
  }
};
