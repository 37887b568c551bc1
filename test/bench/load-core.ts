import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

export type Core = typeof import('./core.js');

/** The core as it ships: bundled and minified. As `tsx` loads it, every closure is named as it is made, which takes time of its own. */
export const loadCore = async (): Promise<Core> => {
  const folder = await mkdtemp(join(tmpdir(), 'zaby-bench-'));
  const file = join(folder, 'core.mjs');
  try {
    const bundle = await rolldown({
      input: join(import.meta.dirname, 'core.ts'),
      platform: 'neutral',
      tsconfig: false,
      resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
      transform: { target: 'es2022' },
    });
    await bundle.write({ file, format: 'esm', minify: true, codeSplitting: false });
    await bundle.close();
    return (await import(pathToFileURL(file).href)) as Core;
  } finally {
    await rm(folder, { recursive: true });
  }
};
