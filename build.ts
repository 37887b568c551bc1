/**
 * Builds everything that is published into `dist/`.
 *
 * - `element/`, `core/`, `server/`: the npm entries. `lit` stays an import, so that a page's own Lit is shared.
 * - `zaby-agent.js`: the script tag, one classic file with everything in it.
 * - `module/zaby-agent.js`: the script tag as a module; what is not needed at once is loaded when it is.
 * - `locales/`: the words of each language but English, one file each. `zaby-agent.js` looks for them beside itself.
 * - `themes/`: ready looks, as they are written. A page links to one of them.
 * - `cli/`, `emulator/`: what `npx zaby-agent` runs, with everything built in.
 * - `types/`: declarations, written by the compiler.
 *
 * It ends with the sizes of the files; `npm run build -- --modules` adds what each module weighs in the classic file.
 */
import { execFile } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { cp, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { type InputOptions, type OutputOptions, type Plugin, rolldown, type RolldownOutput } from 'rolldown';
import { importAtOnce } from './build/eager.js';
import { skipFacades } from './build/facades.js';
import { createLicences } from './build/licences.js';
import { keepReachedOfLit } from './build/lit.js';
import { languagesOf, wordsAreEntries, wordsBesideScript } from './build/locales.js';
import { plainNamespaces } from './build/namespaces.js';
import { buildPrograms, legible } from './build/programs.js';
import { moduleTable, sizeTable } from './build/sizes.js';
import { inSteps } from './build/steps.js';
import { gatherStyles } from './build/styles.js';
import { minifyTemplates } from './build/templates.js';

const root = import.meta.dirname;
/** `DIST` names another folder: what measures built files wants some that nobody builds anew in the meantime. */
const dist = process.env['DIST'] ?? join(root, 'dist');
const tag = 'zaby-agent';

const elementEntry = join(root, 'src/element/index.ts');
const conversationEntry = join(root, 'src/element/conversation-ui.ts');
/** The tags that show their conversation at once: it is fetched beside the element, not after it. */
const openTags = `${tag}:is([open],:not([mode=floating]))`;
const warning = `<${tag}> is already defined on this page; this second copy does nothing.`;

/**
 * Renames Lit's Trusted Types policy, so that the widget asks for a name of its own.
 *
 * A page may allow each policy name once: two copies of Lit that both ask for `lit-html` break the second one, which may
 * be the page's own.
 */
const renameTrustedTypesPolicy = (): Plugin => {
  let renamed = 0;
  return {
    name: 'rename-trusted-types-policy',
    transform: {
      filter: { id: /[\\/]lit-html[\\/](?:.*[\\/])?lit-html\.js$/ },
      handler(code) {
        const result = code.replace(/createPolicy\(\s*(["'])lit-html\1/, `createPolicy("${tag}"`);
        if (result === code)
          this.error('Lit no longer creates its Trusted Types policy in the form this build renames.');
        renamed += 1;
        return { code: result, map: null };
      },
    },
    buildEnd(error) {
      if (error === undefined && renamed !== 1)
        this.error(`Expected one copy of lit-html in the build, found ${renamed}.`);
    },
  };
};

/**
 * Writes every other character as an escape: a page that does not name its charset reads scripts as windows-1252, modules apart.
 *
 * After minifying, since a minifier writes them out again. Texts, templates and patterns all know the escape.
 */
const escapeToAscii = (): Plugin => ({
  name: 'escape-to-ascii',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk') continue;
      // eslint-disable-next-line no-control-regex -- ASCII begins at zero.
      file.code = file.code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
    }
  },
});

/**
 * Makes the module entry wait for the element, so that who imports it finds the tag defined.
 *
 * After bundling: where a source waits at its top level, the bundler joins no files, and opening takes one round trip more.
 */
const awaitElement = (): Plugin => ({
  name: 'await-element',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk' || !file.isEntry) continue;
      const code = file.code.replace(/(import\([^)]*\/element-[^)]*\))(?:\.then\(\w+=>\w+\.\w+\))?/, 'await $1');
      if (code === file.code) this.error('The module entry no longer loads the element in the form this build knows.');
      file.code = code;
    }
  },
});

/** For the files that have everything built in. */
const builtInPlugins = (): Plugin[] => [
  renameTrustedTypesPolicy(),
  keepReachedOfLit(),
  minifyTemplates(),
  gatherStyles(),
  plainNamespaces(),
];

/** Leaves the colours of code out of the classic file: they come with the first block that has any, and it has nowhere to load from. */
const leaveOutHighlighter = (): Plugin => ({
  name: 'leave-out-highlighter',
  load: {
    filter: { id: /[\\/]markdown[\\/](?:highlight|in-sight)\.ts$/ },
    handler: () => 'export const highlight = () => {}, inSight = highlight;',
  },
});

/** Serves one module from memory under the given name. */
const virtualEntry = (id: string, code: string): Plugin => ({
  name: 'virtual-entry',
  resolveId: (source) => (source === id ? { id, moduleSideEffects: true } : null),
  load: (source) => (source === id ? code : null),
});

const inputOptions: InputOptions = {
  cwd: root,
  platform: 'neutral',
  tsconfig: false,
  // Lit's default files are its production build; `development` must not be among the conditions.
  resolve: {
    conditionNames: ['import', 'module', 'browser', 'default'],
    mainFields: ['module', 'main'],
    extensionAlias: { '.js': ['.ts', '.js'] },
  },
  transform: { target: 'es2022', typescript: { onlyRemoveTypeImports: true } },
  // A slow machine is no fault of the sources.
  checks: { bundlerTimings: false },
  onLog(level, log, defaultHandler) {
    if (level === 'warn') throw new Error(`The build warned: ${log.message}`);
    defaultHandler(level, log);
  },
};

const licences = createLicences(root);

const outputOptions: OutputOptions = {
  sourcemap: true,
  minify: true,
  comments: { legal: false, jsdoc: false, annotation: true },
  postBanner: (chunk) => licences.notice(chunk),
};

/** What bundlers are told about calls is of no use in a file that none will read. */
const builtInComments = { legal: false, jsdoc: false, annotation: false };

const write = async (input: InputOptions, output: OutputOptions): Promise<RolldownOutput> => {
  const bundle = await rolldown({ ...inputOptions, ...input });
  try {
    return await bundle.write({ ...outputOptions, ...output });
  } finally {
    await bundle.close();
  }
};

/** The core as one file, the ways to an agent that few take left out: what they have in common with it must not make it three. */
const core = { name: 'core', test: /src[\\/]core[\\/](?!transports[\\/](?:agent|agent-run|edge|run-input)\.ts)/ };

const buildPackageEntries = async (): Promise<void> => {
  await write(
    {
      input: {
        'element/index': elementEntry,
        'core/index': join(root, 'src/core/index.ts'),
      },
      external: /^lit($|\/)/,
      plugins: [wordsAreEntries(), minifyTemplates()],
    },
    {
      dir: dist,
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: 'chunks/[name]-[hash].js',
      codeSplitting: { groups: [core] },
    },
  );
  // By itself: what it takes of the core is a part, and a server need not load the rest.
  await write(
    { input: join(root, 'src/server/index.ts') },
    { ...legible, file: join(dist, 'server/index.js'), format: 'esm' },
  );
  // What a bundler finds under the `browser` condition: a name that cannot be resolved, so that the build stops and says why.
  await writeFile(
    join(dist, 'server/browser.js'),
    "import './zaby-agent-server-holds-your-API-key-and-must-never-be-bundled-for-a-browser.js';\n",
  );
};

/** Each has everything built in, so that a script tag needs one file of them. They register nothing. */
const buildLocales = (): Promise<unknown> =>
  Promise.all(
    languagesOf(root).map((language) =>
      write(
        { input: join(root, `src/element/locales/${language}.ts`) },
        { file: join(dist, `locales/${language}.js`), format: 'esm', sourcemap: false },
      ),
    ),
  );

/** Style sheets for the page, not for the shadow root: nothing of ours imports them. */
const copyThemes = (): Promise<void> =>
  cp(join(root, 'src/element/themes'), join(dist, 'themes'), {
    recursive: true,
    filter: (path) => !path.endsWith('.ts'),
  });

const buildClassicScript = async (): Promise<RolldownOutput> =>
  write(
    {
      input: 'classic',
      plugins: [
        virtualEntry('classic', `import ${JSON.stringify(elementEntry)};`),
        importAtOnce(),
        leaveOutHighlighter(),
        wordsBesideScript(root),
        ...builtInPlugins(),
        escapeToAscii(),
      ],
    },
    {
      comments: builtInComments,
      file: join(dist, `${tag}.js`),
      format: 'iife',
      codeSplitting: false,
      intro: `if (customElements.get('${tag}')) { console.warn(${JSON.stringify(warning)}); return; }`,
    },
  );

/**
 * Tells Chromium to compile all of a file while it loads, beside the page's own work, instead of each function when it is first called:
 * a first answer calls most of them at once. https://v8.dev/blog/explicit-compile-hints
 */
const compileHint = (name: string): string =>
  /^(?:element|conversation|answers)$/.test(name) ? '//# allFunctionsCalledOnLoad\n' : '';

const buildModuleScript = async (): Promise<void> => {
  const entry = `if (customElements.get('${tag}')) console.warn(${JSON.stringify(warning)});
else {
  if (document.querySelector(${JSON.stringify(openTags)})) import(${JSON.stringify(conversationEntry)}).catch(() => {});
  import('element');
}`;
  await write(
    {
      input: { [tag]: 'module' },
      preserveEntrySignatures: 'allow-extension',
      plugins: [
        virtualEntry('module', entry),
        // Nothing is taken from it here.
        virtualEntry('element', `import ${JSON.stringify(elementEntry)};`),
        ...builtInPlugins(),
        skipFacades(),
        awaitElement(),
      ],
    },
    {
      comments: builtInComments,
      postBanner: async (chunk) => compileHint(chunk.name) + (await licences.notice(chunk)),
      dir: join(dist, 'module'),
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: 'chunks/[name]-[hash].js',
      codeSplitting: {
        includeDependenciesRecursively: false,
        groups: [
          {
            debugName: 'steps',
            name: inSteps([
              // On a page before anyone opens the conversation: Lit, the element, its launcher and its looks.
              { name: 'element', begin: 'element' },
              // All else that an empty conversation needs: neither what draws answers nor the ways to an agent that few take.
              { name: 'conversation', begin: conversationEntry },
              // Where English is not what is spoken, before the words themselves.
              { name: 'bring', begin: join(root, 'src/element/locales/bring.ts') },
            ]),
          },
        ],
      },
    },
  );
};

const buildTypes = async (): Promise<void> => {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  // Forced: the compiler's own record says "up to date" even when `dist` was emptied since.
  const run = promisify(execFile)(
    process.execPath,
    [compiler, '-b', '--force', 'src/core', 'src/element', 'src/server'],
    { cwd: root },
  );
  await run.catch((failure: { stdout: string }) => {
    throw new Error(`The declarations were not written:\n${failure.stdout}`);
  });
};

/** Empties `dist`, so that chunks of an earlier build do not stay; declarations stay where they are not built anew. */
const clean = async (types: boolean): Promise<void> => {
  const names = await readdir(dist).catch((): string[] => []);
  const old = names.filter((name) => types || name !== 'types');
  await Promise.all(old.map((name) => rm(join(dist, name), { recursive: true, force: true })));
};

/** Builds all, and gives the classic script. Without types it is enough for the tests that run on the built files. */
export const build = async ({ types = true }: { types?: boolean } = {}): Promise<RolldownOutput> => {
  await clean(types);
  await buildPackageEntries();
  await buildLocales();
  await copyThemes();
  const classic = await buildClassicScript();
  await buildModuleScript();
  await buildPrograms(root, dist, write);
  // Written last of the scripts: its date tells when they were built.
  await writeFile(join(dist, 'third-party-licences.txt'), await licences.texts());
  if (types) await buildTypes();
  return classic;
};

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) {
  const classic = await build();
  if (process.argv.includes('--modules')) console.log(`${moduleTable(classic.output[0].modules, root)}\n`);
  console.log(await sizeTable(dist));
}
