import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import type { AgentDefinition, EmulatorOptions } from '../../demo/emulator/index.js';
import type { HostedAgent, TokenSettings } from './host.js';
import { startPlatform, type TestPlatform } from './platform.js';

const root = join(import.meta.dirname, '../..');

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
};

/** The content policy that the script-tag files are made for. `extra` policies are names for a page's own use, such as `lit-html`. */
export const contentPolicy = (apiOrigin: string, ...extra: string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src 'self' ${apiOrigin}`,
    "require-trusted-types-for 'script'",
    `trusted-types ${['zaby-agent', ...extra].join(' ')}`,
  ].join('; ');

export interface SiteOptions {
  /**
   * What the site serves, by path: a page under `/`, scripts and styles beside it. Texts may hold `{{apiOrigin}}`.
   * Built files are under `/dist/`, packages under `/node_modules/`.
   */
  readonly files: Readonly<Record<string, string>>;
  /** The `Content-Security-Policy` of every answer; {@link contentPolicy} unless told, and none with `null`. */
  readonly csp?: ((apiOrigin: string) => string) | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** How the platform beside it is. */
  readonly emulator?: EmulatorOptions;
}

/** A web site of its own origin over real HTTP, with a token endpoint and an emulated platform beside it. */
export interface Site {
  readonly origin: string;
  readonly platform: TestPlatform;
  /** Makes an agent that pages of this site may use, and serves tokens for it. */
  addAgent(definition: AgentDefinition, settings?: TokenSettings): HostedAgent;
  /** Serves another text from now on. */
  serve(path: string, text: string): void;
  /** Paths that were asked for, in order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** The tag that embeds an agent, ready for a page. */
export const embed = ({ tokenUrl, apiOrigin }: HostedAgent, attributes = ''): string =>
  `<zaby-agent token-url="${tokenUrl}" api-origin="${apiOrigin}" ${attributes}></zaby-agent>`;

/** A whole page with the given body and the classic script in its head. */
export const pageWith = (body: string, head = '<script src="/dist/zaby-agent.js" defer></script>'): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A shop</title>${head}</head><body>${body}</body></html>`;

const readBuiltFile = async (path: string): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  const file = normalize(join(root, path));
  const isOpen = ['dist', 'node_modules'].some((folder) => file.startsWith(join(root, folder) + sep));
  return isOpen ? new Uint8Array(await readFile(file)) : undefined;
};

export const startSite = async (options: SiteOptions): Promise<Site> => {
  const platform = await startPlatform(options.emulator);
  const csp = options.csp === undefined ? contentPolicy(platform.apiOrigin) : options.csp?.(platform.apiOrigin);
  const files = new Map(Object.entries(options.files));
  const requests: string[] = [];

  const headersFor = (path: string): Record<string, string> => ({
    'content-type': contentTypes[extname(path)] ?? contentTypes['.html'] ?? '',
    'cache-control': 'no-store',
    ...(csp !== undefined && { 'content-security-policy': csp }),
    ...options.headers,
  });

  const answer = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    // Browsers ask for it by themselves.
    if (pathname === '/favicon.ico') return new Response(null, { status: 204 });
    requests.push(pathname);
    const hosted = await platform.host.fetch(request);
    if (hosted !== undefined) return hosted;
    const own = files.get(pathname)?.replaceAll('{{apiOrigin}}', platform.apiOrigin);
    const body = own ?? (await readBuiltFile(pathname).catch(() => undefined));
    return body === undefined
      ? new Response(null, { status: 404 })
      : new Response(body, { headers: headersFor(pathname) });
  };

  const server = createAdaptorServer({ fetch: answer, overrideGlobalObjects: false }) as Server;
  await new Promise<void>((resolve) => {
    server.listen(0, 'localhost', resolve);
  });
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;

  return {
    origin,
    platform,
    requests,
    addAgent: (definition, settings) => platform.host.addAgent(definition, origin, settings),
    serve: (path, text) => void files.set(path, text),
    async close() {
      await platform.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
};
