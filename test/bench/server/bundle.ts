import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

/** Bundles and minifies one file of this folder for Node, uses it, and removes it. */
export const withBundle = async (name: string, use: (file: string) => Promise<void>): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'zaby-bench-'));
  const file = join(folder, `${name}.mjs`);
  try {
    const bundle = await rolldown({
      input: join(import.meta.dirname, `${name}.ts`),
      platform: 'node',
      tsconfig: false,
      resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
      transform: { target: 'es2022' },
    });
    await bundle.write({ file, format: 'esm', minify: true, codeSplitting: false });
    await bundle.close();
    await use(file);
  } finally {
    await rm(folder, { recursive: true });
  }
};
