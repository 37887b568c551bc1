import { join } from 'node:path';
import type { CDPSession, Page } from 'puppeteer-core';
import { rolldown } from 'rolldown';
import { launchBrowser } from '../support/browser.js';

interface BenchPage {
  readonly bench: {
    readonly kinds: readonly string[];
    readonly ways: Readonly<
      Record<'ours' | 'once', (kind: string, length: number, deltas: number, perFrame: number) => void>
    >;
  };
}

const rounds = 3;

const bundle = async (): Promise<string> => {
  const built = await rolldown({
    input: join(import.meta.dirname, 'page/answers.ts'),
    platform: 'browser',
    resolve: { conditionNames: ['import', 'module', 'browser', 'default'], extensionAlias: { '.js': ['.ts', '.js'] } },
  });
  const { output } = await built.generate({ format: 'iife', name: 'answers', minify: true });
  await built.close();
  return output[0].code;
};

/** Main-thread time of one way, in ms. */
const cost = async (
  page: Page,
  session: CDPSession,
  way: 'ours' | 'once',
  load: readonly [string, number, number, number],
) => {
  const taskTime = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
  };
  const before = await taskTime();
  await page.evaluate(
    (name, kind, length, deltas, perFrame) => {
      (globalThis as unknown as BenchPage).bench.ways[name](kind, length, deltas, perFrame);
    },
    way,
    ...load,
  );
  return (await taskTime()) - before;
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Answers that stream, against a page that parses the same text once, at the end, with marked. */
export const markdown = async (): Promise<void> => {
  const browser = await launchBrowser();
  const page = await browser.newPage();
  await page.addScriptTag({ content: await bundle() });
  const session = await page.createCDPSession();
  await session.send('Performance.enable');
  const kinds = await page.evaluate(() => (globalThis as unknown as BenchPage).bench.kinds);
  const loads = [
    ['an answer', 20_000, 500, 20],
    ['an answer', 400_000, 10_000, 20],
    ...kinds.map((kind) => [kind, 80_000, 2000, 20] as const),
  ] as const;
  for (const load of loads) {
    const times = { ours: [] as number[], once: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      // oxlint-disable-next-line no-await-in-loop -- In turns, so that a slow moment slows both.
      for (const way of ['once', 'ours'] as const) times[way].push(await cost(page, session, way, load));
    }
    const [kind, length, deltas] = load;
    const ours = median(times.ours);
    const once = median(times.once);
    console.log(
      `${kind} of ${length / 1000} kB in ${deltas} deltas: ${ours.toFixed(0)} ms, ${(ours / once).toFixed(1)} times parsing it once (${once.toFixed(0)} ms)`,
    );
  }
  await browser.close();
};
