import { chmod, cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { InputOptions, OutputOptions } from 'rolldown';

/** Bundles and writes: the build's own way, so that what warns stops these, too. */
type Write = (input: InputOptions, output: OutputOptions) => Promise<unknown>;

const forNode: InputOptions = {
  platform: 'node',
  resolve: {
    conditionNames: ['node', 'import', 'module', 'default'],
    mainFields: ['module', 'main'],
    extensionAlias: { '.js': ['.ts', '.js'] },
  },
  transform: { target: 'node20.19', typescript: { onlyRemoveTypeImports: true } },
};

/**
 * What runs in Node keeps its names and lines: nobody waits for it to load, and an error that nobody caught prints the line it came
 * from, which would be a page of code, and the name of its class.
 */
export const legible: OutputOptions = { minify: 'dce-only' };

/** Everything is built in: who installs the widget for a site gets no package beside it. */
const asProgram: OutputOptions = {
  ...legible,
  format: 'esm',
  entryFileNames: 'index.js',
  chunkFileNames: '[name].js',
  sourcemap: false,
};

/**
 * Builds what `npx zaby-agent` runs: `cli/`, and `emulator/`, which it loads when asked to.
 *
 * The console's page lies beside the emulator as it is: it is served, not bundled.
 */
export const buildPrograms = async (root: string, dist: string, write: Write): Promise<void> => {
  await write({ ...forNode, input: join(root, 'src/cli/index.ts') }, { ...asProgram, dir: join(dist, 'cli') });
  await chmod(join(dist, 'cli/index.js'), 0o755);
  await write(
    { ...forNode, input: join(root, 'demo/emulator/whole.ts') },
    { ...asProgram, dir: join(dist, 'emulator') },
  );
  await cp(join(root, 'demo/emulator/console/page'), join(dist, 'emulator/page'), { recursive: true });
};
