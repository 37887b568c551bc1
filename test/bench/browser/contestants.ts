import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { installPeers, peerModules } from '../peers/install.js';

/** A page of the benchmark. */
export interface Contestant {
  /** As the tables name it. */
  readonly name: string;
  /** Its address, and the name of its files. */
  readonly path: string;
}

export const floors = {
  append: { name: 'a text node per delta', path: 'floor-append' },
  once: { name: 'parsed once at the end', path: 'floor-once' },
  empty: { name: 'an empty page with an input', path: 'floor-empty' },
} satisfies Record<string, Contestant>;

export const ours = {
  module: { name: 'zaby-agent, as modules', path: 'module' },
  classic: { name: 'zaby-agent, one file', path: 'classic' },
} satisfies Record<string, Contestant>;

export const peers = {
  deepChat: { name: 'deep-chat', path: 'deep-chat' },
  assistantUi: { name: 'assistant-ui', path: 'assistant-ui' },
} satisfies Record<string, Contestant>;

const page = (
  body: string,
  head = '',
): string => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bench</title>
<style>
  body { margin: 0; font: 15px/1.5 sans-serif; }
  main, zaby-agent, deep-chat, #peer { display: block; inline-size: 420px; block-size: 640px; overflow: auto; }
  main > div { overflow-wrap: break-word; }
</style>
${head}</head><body>${body}</body></html>`;

const scriptTag = (name: string): string => `<script type="module" src="/scripts/${name}.js"></script>`;

/** A page with what lets the benchmark talk to it, and the same as a site would have it. */
const pages = (path: string, body: string, talk: string, head = ''): [string, string][] => [
  [`/${path}`, page(body, head + talk)],
  [`/${path}-bare`, page(body, head)],
];

const box = '<main></main><textarea aria-label="Message"></textarea>';
const tag = '<zaby-agent token-url="/token" api-origin="/"></zaby-agent>';
const peer = '<div id="peer"></div>';

const bundle = async (path: string): Promise<string> => {
  const built = await rolldown({
    input: join(import.meta.dirname, '..', path),
    platform: 'browser',
    tsconfig: false,
    logLevel: 'silent',
    resolve: {
      modules: ['node_modules', peerModules],
      conditionNames: ['import', 'module', 'browser', 'default'],
      extensionAlias: { '.js': ['.ts', '.js'] },
    },
    transform: { target: 'es2022', define: { 'process.env.NODE_ENV': '"production"' } },
  });
  const { output } = await built.generate({ format: 'esm', minify: true, codeSplitting: false });
  await built.close();
  return output[0].code;
};

/** The script-tag files as they are built from the sources of this moment, in a folder of their own. */
const builtFiles = async (): Promise<[string, string][]> => {
  const dist = (process.env['DIST'] = await mkdtemp(join(tmpdir(), 'zaby-bench-')));
  try {
    const { build } = await import('../../../build.js');
    await build({ types: false });
    const found = await readdir(dist, { recursive: true });
    const scripts = found.filter((path) => /^(?:module\b.*|zaby-agent)\.js$/.test(path));
    return await Promise.all(
      scripts.map(async (path): Promise<[string, string]> => [
        `/dist/${path}`,
        await readFile(join(dist, path), 'utf8'),
      ]),
    );
  } finally {
    await rm(dist, { recursive: true });
  }
};

const script = async (path: string): Promise<[string, string]> => [
  `/scripts/${path.replace(/^.*\/|\.\w+$/g, '')}.js`,
  await bundle(path),
];

/** Everything the server of the benchmark gives out, by path. */
export const gatherFiles = async (withPeers: boolean): Promise<Map<string, string>> => {
  const classic = '<script src="/dist/zaby-agent.js" defer></script>';
  const scripts = ['page/floor-append.ts', 'page/floor-once.ts', 'page/floor-empty.ts', 'page/ours.ts'];
  if (withPeers) {
    installPeers();
    scripts.push('peers/deep-chat.js', 'peers/assistant-ui.js');
  }
  return new Map([
    ['/blank', page('')],
    ...pages('floor-append', box, scriptTag('floor-append')),
    ...pages('floor-once', box, scriptTag('floor-once')),
    ...pages('floor-empty', box, scriptTag('floor-empty')),
    ...pages('module', tag, scriptTag('ours'), '<script type="module" src="/dist/module/zaby-agent.js"></script>'),
    ...pages('classic', tag, scriptTag('ours'), classic),
    ...pages('deep-chat', peer, '', scriptTag('deep-chat')),
    ...pages('assistant-ui', peer, '', scriptTag('assistant-ui')),
    ...(await Promise.all(scripts.map(script))),
    ...(await builtFiles()),
  ]);
};
