/**
 * Runs every check on the code and on the built files: `npm run check`, or `npm run check -- --only sinks` for one.
 *
 * Each check is reported by name. The exit code is 1 when any of them found something.
 */
import { parseArgs } from 'node:util';
import { accessRows } from './access-rows.js';
import { boundaries } from './boundaries.js';
import { faultRows } from './fault-rows.js';
import { packageEntries } from './package.js';
import { platformCalls } from './platform-calls.js';
import { readme } from './readme.js';
import { securityRows } from './security-rows.js';
import { sinks } from './sinks.js';
import { sizes } from './sizes.js';
import type { Check } from './source.js';
import { format, lint, styles, types } from './tools.js';
import { urls } from './urls.js';

const checks: readonly Check[] = [
  types,
  lint,
  format,
  styles,
  sinks,
  boundaries,
  sizes,
  urls,
  packageEntries,
  readme,
  faultRows,
  accessRows,
  securityRows,
  platformCalls,
];

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
const wanted = checks.filter(({ name }) => values.only === undefined || values.only.includes(name));

const runOne = async ({ name, run, report }: Check): Promise<boolean> => {
  const startedAt = performance.now();
  const findings = await run();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${findings.length === 0 ? 'ok  ' : 'FAIL'}  ${name} (${seconds} s)`);
  for (const finding of findings) console.log(finding.replaceAll(/^/gm, '      '));
  if (report && values.only) for (const line of await report()) console.log(line);
  return findings.length === 0;
};

let failed = 0;
for (const check of wanted) if (!(await runOne(check))) failed += 1;
if (wanted.length === 0) console.error(`No such check. There are: ${checks.map(({ name }) => name).join(', ')}`);
console.log(`${wanted.length - failed} of ${wanted.length} checks passed`);
process.exitCode = failed > 0 || wanted.length === 0 ? 1 : 0;
