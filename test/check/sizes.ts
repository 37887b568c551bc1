import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { closureOf, gzipSum, readBuiltFile } from '../../build/sizes.js';
import { type Check, root } from './source.js';

/** The budgets of the built files: gzip at level 9, in bytes; 1 kB is 1,000 bytes. */
const budgets = { classic: 45_000, headless: 9_000, moduleBeforeIntent: 10_000, moduleOnOpening: 50_000 };

const dist = join(root, 'dist');

/** What each budget weighs now. */
export const measure = async (): Promise<Record<keyof typeof budgets, number>> => {
  const classic = await readBuiltFile(join(dist, 'zaby-agent.js'));
  const headless = await closureOf([join(dist, 'core/index.js')]);
  const entry = await readBuiltFile(join(dist, 'module/zaby-agent.js'));
  // The entry looks the tag up and then loads the element; what the element loads lazily comes with the first intent.
  const beforeIntent = await closureOf([entry.path, ...entry.lazyImports]);
  const onOpening = await closureOf([entry.path], { lazy: true });
  return {
    classic: classic.gzip,
    headless: gzipSum(headless.values()),
    moduleBeforeIntent: gzipSum(beforeIntent.values()),
    moduleOnOpening: gzipSum(onOpening.values()),
  };
};

export const sizes: Check = {
  name: 'sizes',
  async run() {
    if (!existsSync(join(dist, 'zaby-agent.js'))) return ['dist is missing: run `npm run build` first'];
    const weights = await measure();
    return (Object.keys(budgets) as (keyof typeof budgets)[])
      .filter((name) => weights[name] > budgets[name])
      .map(
        (name) =>
          `${name} weighs ${weights[name]} bytes gzip, ${weights[name] - budgets[name]} more than its budget of ${budgets[name]}`,
      );
  },
};
