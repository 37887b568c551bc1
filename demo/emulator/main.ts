import { parseArgs } from 'node:util';
import { startWholeEmulator } from './whole.js';

// `npx tsx demo/emulator/main.ts --port 9080 --origin http://localhost:5173 --snapshot emulator.jsonl`
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: process.env['PORT'] ?? '9080' },
    host: { type: 'string', default: 'localhost' },
    // As Vite serves the demo's own pages, unless told.
    origin: { type: 'string', multiple: true },
    snapshot: { type: 'string' },
    'activation-ms': { type: 'string' },
  },
});
const origins = values.origin ?? (process.env['ORIGINS'] ?? 'http://localhost:5173,http://127.0.0.1:5173').split(',');
const running = await startWholeEmulator({
  env: process.env,
  port: Number(values.port),
  host: values.host,
  origins,
  control: true,
  log: (line) => console.log(line),
  ...(values.snapshot !== undefined && { snapshot: values.snapshot }),
  ...(values['activation-ms'] !== undefined && { activationMs: Number(values['activation-ms']) }),
});
const { origin, account } = running;
console.log(`The emulated platform listens on ${origin}`);
console.log(`  to watch it    ${running.console}`);
console.log(`  externalAppId  ${account.externalAppId}`);
console.log(`  deploymentId   ${account.deploymentId}`);
console.log(`  quotaPolicyId  ${account.quotaPolicyId}`);
console.log(`  pages of       ${origins.join(', ')}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void running.close().then(() => process.exit()));
}
