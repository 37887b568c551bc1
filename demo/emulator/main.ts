import { parseArgs } from 'node:util';
import { type StartOptions, SnapshotUnusable } from './start.js';
import { startWholeEmulator } from './whole.js';

/** Something the person at the terminal can mend; they need no stack. */
class Mistake extends Error {}

const readNumber = (name: string, value: string): number => {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (number >= 0) return number;
  throw new Mistake(`--${name} is a number.`);
};

const readOptions = (): StartOptions & { origins: readonly string[] } => {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: process.env['PORT'] ?? '9080' },
      host: { type: 'string', default: 'localhost' },
      origin: { type: 'string', multiple: true },
      snapshot: { type: 'string' },
      'activation-ms': { type: 'string' },
    },
  });
  const { snapshot, 'activation-ms': activation } = values;
  // As Vite serves the demo's own pages, unless told.
  const origins = process.env['ORIGINS'] ?? 'http://localhost:5173,http://127.0.0.1:5173';
  return {
    port: readNumber('port', values.port),
    host: values.host,
    origins: values.origin ?? origins.split(','),
    ...(snapshot !== undefined && { snapshot }),
    ...(activation !== undefined && { activationMs: readNumber('activation-ms', activation) }),
  };
};

const run = async (): Promise<void> => {
  const options = readOptions();
  const running = await startWholeEmulator({
    ...options,
    control: true,
    env: process.env,
    log: (line) => console.log(line),
  });
  const { origin, account } = running;
  console.log(`The emulated platform listens on ${origin}`);
  console.log(`  to watch it    ${running.console}`);
  console.log(`  externalAppId  ${account.externalAppId}`);
  console.log(`  deploymentId   ${account.deploymentId}`);
  console.log(`  quotaPolicyId  ${account.quotaPolicyId}`);
  console.log(`  for pages of   ${options.origins.join(', ')}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void running.close().then(() => process.exit()));
};

/** What to tell of a failure, where it is one that a person can mend. */
const explain = (error: unknown): string | undefined => {
  if (error instanceof Mistake || error instanceof SnapshotUnusable) return error.message;
  const { code, message } = Object(error) as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return 'The port is taken. End what listens there, or choose another by --port.';
  return code?.startsWith('ERR_PARSE_ARGS') ? message : undefined;
};

try {
  await run();
} catch (error) {
  console.error(explain(error) ?? error);
  process.exitCode = 1;
}
