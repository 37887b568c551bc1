import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

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

/** A page with what lets the benchmark talk to it, and the same as a site would have it. */
const pages = (path: string, body: string, script: string, head = ''): [string, string][] => [
  [`/${path}`, page(body, `${head}<script type="module" src="${script}"></script>`)],
  [`/${path}-bare`, page(body, head)],
];

const box = '<main></main><textarea aria-label="Message"></textarea>';
const tag = '<zaby-agent token-url="/token" api-origin="/"></zaby-agent>';

const bundle = async (input: string): Promise<string> => {
  const built = await rolldown({
    input,
    platform: 'browser',
    tsconfig: false,
    resolve: { conditionNames: ['import', 'module', 'browser', 'default'], extensionAlias: { '.js': ['.ts', '.js'] } },
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

const script = async (name: string): Promise<[string, string]> => [
  `/scripts/${name}.js`,
  await bundle(join(import.meta.dirname, `../page/${name}.ts`)),
];

/** Everything the server of the benchmark gives out, by path. */
export const gatherFiles = async (): Promise<Map<string, string>> => {
  const classic = '<script src="/dist/zaby-agent.js" defer></script>';
  return new Map([
    ['/blank', page('')],
    ...pages('floor-append', box, '/scripts/floor-append.js'),
    ...pages('floor-once', box, '/scripts/floor-once.js'),
    ...pages('floor-empty', box, '/scripts/floor-empty.js'),
    ...pages('module', tag, '/scripts/ours.js', '<script type="module" src="/dist/module/zaby-agent.js"></script>'),
    ...pages('classic', tag, '/scripts/ours.js', classic),
    ...(await Promise.all(['floor-append', 'floor-once', 'floor-empty', 'ours'].map(script))),
    ...(await builtFiles()),
  ]);
};
