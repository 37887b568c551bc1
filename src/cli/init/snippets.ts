import { endpointCode } from './endpoint-code.js';
import type { Framework, Project } from './framework.js';

/** A file of the site, as it is to be. */
export interface Snippet {
  readonly path: string;
  readonly code: string;
  /** What the file is, where that is no new file. */
  readonly note?: string;
}

/** What a page needs: the script, and the tag. */
export const tag = (apiOrigin: string | undefined): string =>
  `<script src="/zaby-agent.js" defer></script>
<zaby-agent mode="floating" token-url="/api/zaby-token"${apiOrigin === undefined ? '' : ` api-origin="${apiOrigin}"`} heading="Ask us"></zaby-agent>`;

const methods = ['GET', 'POST', 'DELETE'];

const behindProxy =
  "Behind a proxy of yours that is the proxy's: take what your proxy writes instead, such as X-Real-IP.";

const snippetsOf: Readonly<Record<Framework, (project: Project) => readonly Snippet[]>> = {
  next: (project) => [
    {
      path: `${project.sourceFolder ? 'src/' : ''}app/api/zaby-token/route.${project.typescript ? 'ts' : 'js'}`,
      code: `${endpointCode(project)}
/** The address that your proxy, or Next.js itself, wrote last; without a proxy in front, whoever asks may write one. */
const addressOf = (request${project.typescript ? ': Request' : ''}) => request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim();
const answer = (request${project.typescript ? ': Request' : ''}) => handler(request, addressOf(request));

export { ${methods.map((name) => `answer as ${name}`).join(', ')} };
`,
    },
  ],
  sveltekit: (project) => {
    const type = project.typescript ? ': { request: Request; getClientAddress(): string }' : '';
    return [
      {
        path: `src/routes/api/zaby-token/+server.${project.typescript ? 'ts' : 'js'}`,
        code: `${endpointCode(project)}
/** With adapter-node behind a proxy of yours, set ADDRESS_HEADER: the address is the proxy's otherwise. */
const answer = ({ request, getClientAddress }${type}) => handler(request, getClientAddress());

export { ${methods.map((name) => `answer as ${name}`).join(', ')} };
`,
      },
    ];
  },
  astro: (project) => {
    const type = project.typescript ? ': { request: Request; clientAddress: string }' : '';
    return [
      {
        path: `src/pages/api/zaby-token.${project.typescript ? 'ts' : 'js'}`,
        code: `${endpointCode(project)}\nexport const prerender = false;\nexport const ALL = ({ request, clientAddress }${type}) => handler(request, clientAddress);\n`,
      },
    ];
  },
  hono: (project) => {
    const [app, env] = project.typescript
      ? [": import('hono').Hono<any>", ' as { incoming?: { socket: { remoteAddress?: string } } } | undefined']
      : ['', ''];
    return [
      {
        path: `zaby-token.${project.typescript ? 'ts' : 'js'}`,
        code: `${endpointCode(project)}
/**
 * Give it your app: mountZaby(app). The address is where @hono/node-server has it; elsewhere use getConnInfo of your runtime.
 * ${behindProxy}
 */
export const mountZaby = (app${app}) =>
  app.all('/api/zaby-token', (context) => handler(context.req.raw, (context.env${env})?.incoming?.socket.remoteAddress));
`,
      },
    ];
  },
  'hono-workers': (project) => [
    {
      path: `zaby-token.${project.typescript ? 'ts' : 'js'}`,
      code: `${endpointCode(project)}
/** Give it your app: mountZaby(app). Every Worker counts for itself: give rateLimit a store, or let Cloudflare count addresses. */
export const mountZaby = (app${project.typescript ? ": import('hono').Hono<any>" : ''}) =>
  app.all('/api/zaby-token', (context) => handler(context.req.raw, context.req.header('cf-connecting-ip')));
`,
    },
  ],
  fastify: (project) => [
    {
      path: `zaby-token.${project.typescript ? 'ts' : 'js'}`,
      code: `${endpointCode(project, [], 'createTokenEndpoint, toNodeHandler')}
/** Give it your app: mountZaby(app). Behind a proxy of yours, fastify({ trustProxy: 1 }): the address is the proxy's otherwise. */
export const mountZaby = (app${project.typescript ? ": import('fastify').FastifyInstance" : ''}) =>
  app.all('/api/zaby-token', toNodeHandler((request, incoming${project.typescript ? ": import('fastify').FastifyRequest" : ''}) => handler(request, incoming.ip)));
`,
    },
  ],
  express: (project) => [
    {
      path: `zaby-token.${project.typescript ? 'ts' : 'js'}`,
      code: `${endpointCode(project, [], 'createTokenEndpoint, toNodeHandler')}
/** Give it your app: mountZaby(app). Behind a proxy of yours, app.set('trust proxy', 1): the address is the proxy's otherwise. */
export const mountZaby = (app${project.typescript ? ": import('express').Express" : ''}) =>
  app.all('/api/zaby-token', toNodeHandler((request, incoming${project.typescript ? ": import('express').Request" : ''}) => handler(request, incoming.ip)));
`,
    },
  ],
  node: (project) => [
    {
      path: 'server.mjs',
      code: `${endpointCode(
        { ...project, typescript: false },
        ["import { readFileSync } from 'node:fs';", "import { createServer } from 'node:http';"],
        'createTokenEndpoint, toNodeHandler',
      )}
// ${behindProxy}
const answer = toNodeHandler((request, { socket }) => handler(request, socket.remoteAddress));
const files = {
  '/': ['text/html; charset=utf-8', readFileSync('index.html')],
  '/zaby-agent.js': ['text/javascript; charset=utf-8', readFileSync(new URL(import.meta.resolve('zaby-agent/zaby-agent.js')))],
};

const port = Number(process.env.PORT || 3000);
createServer((request, response) => {
  // Not by new URL: strangers may ask for what is no address, and it throws.
  const [path] = request.url.split('?');
  if (path === '/api/zaby-token') return answer(request, response);
  const [type, body] = files[path] ?? [];
  return response.writeHead(body ? 200 : 404, type && { 'content-type': type }).end(body);
}).listen(port, () => console.log(\`http://localhost:\${port}\`));
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
        'In development wrangler reads .env; for the live Worker, npx wrangler secret put ZABY_API_KEY and ZABY_VISITOR_SECRET, and the ids as vars in its configuration.',
      ];
    case 'hono':
    case 'fastify':
    case 'express':
      return [copy('public'), 'Start your server with the variables: node --env-file=.env server.js'];
    case 'node':
      return ['Start it: node --env-file=.env server.mjs (PORT=8000 before it takes another port than 3000)'];
  }
};
