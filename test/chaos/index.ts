import { createConversation } from '../../src/core/index.js';
import { simulate } from './simulate.js';

const from = Number(process.argv[2] ?? 1);
const count = Number(process.argv[3] ?? 1);
let failed = 0;
const began = Date.now();
for (let seed = from; seed < from + count; seed++) {
  const report = await simulate(seed, createConversation);
  if (report.violations.length === 0 && count > 1) continue;
  if (report.violations.length > 0) failed++;
  console.log(JSON.stringify(report, null, 1).replaceAll('\\n', '\n'));
  if (failed > 8) break;
}
console.log(`${failed} failed, ${Date.now() - began} ms`);
