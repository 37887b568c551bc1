import { resolve } from 'node:path';
import { readArguments, readNumber } from '../arguments.js';
import { Failure, misuse } from '../failure.js';
import { loadEmulator, type StartedEmulator } from '../load-emulator.js';
import { paint, say, type Surroundings } from '../surroundings.js';

/** Where the development servers of the usual frameworks are found: nobody has to name them. */
const usualOrigins = [3000, 4321, 5173, 8000, 8080, 8787].flatMap((port) => [
  `http://localhost:${port}`,
  `http://127.0.0.1:${port}`,
]);

const help = `Usage: npx zaby-agent emulator [options]

Starts the platform on this machine, for development: real HTTP, real tokens, real event streams, and an agent that
plays scripts. With OPENAI_BASE_URL and OPENAI_API_KEY in the environment, a model answers instead.

  --port <number>          default 9080; 0 takes any free one
  --origin <origin>        of pages that may talk to it; may be repeated; default localhost on the usual ports
  --snapshot <file>        keeps everything in that file, so that a restart loses nothing
  --activation <seconds>   how long a new deployment is PENDING; default at once; the real platform takes 12 minutes
  --host <name>            default localhost: this machine alone
  --help`;

const options = {
  port: { type: 'string' },
  origin: { type: 'string', multiple: true },
  snapshot: { type: 'string' },
  activation: { type: 'string' },
  host: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `zaby-agent emulator`: the platform on this machine, until Ctrl+C. */
export const emulator = async (args: readonly string[], surroundings: Surroundings): Promise<number> => {
  const { values, positionals } = readArguments('emulator', args, options);
  if (values.help) {
    say(surroundings, help);
    return 0;
  }
  if (positionals.length > 0)
    throw misuse('emulator takes options only.', 'npx zaby-agent emulator --help tells which.');
  const port = readNumber('port', values.port) ?? 9080;
  if (port > 65_535) throw misuse('--port takes a number up to 65535.', 'Such as --port 9081');
  const origins = values.origin?.map(readOrigin) ?? usualOrigins;
  const { env, folder, signal } = surroundings;
  const { startWholeEmulator } = await loadEmulator();
  const started = await startWholeEmulator({
    port,
    host: values.host ?? 'localhost',
    origins,
    env,
    log: (line) => say(surroundings, line),
    ...(values.snapshot !== undefined && { snapshot: resolve(folder, values.snapshot) }),
    ...(values.activation !== undefined && { activationMs: (readNumber('activation', values.activation) ?? 0) * 1000 }),
  }).catch((error: unknown) => {
    throw explain(error, port, values.host);
  });
  describe(started, values.origin ? origins : undefined, values.snapshot, surroundings);
  await ended(signal);
  await started.close();
  return 0;
};

const readOrigin = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.origin === text.replace(/\/$/, '')) return url.origin;
  throw misuse('--origin takes an origin, without a path.', 'Such as --origin http://localhost:3000');
};

const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((leave) => {
    if (signal.aborted) leave();
    signal.addEventListener('abort', () => leave(), { once: true });
  });

const explain = (error: unknown, port: number, host = 'localhost'): unknown => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    const remedy = `Stop what listens there, or take another: --port ${port + 1}, or --port 0 for any free one.`;
    return new Failure(`Port ${port} is taken, perhaps by another emulator.`, remedy, { cause: error });
  }
  if (code === 'EACCES' && port < 1024) {
    return new Failure(`Port ${port} is not for everyone to listen on.`, 'Take one above 1023: --port 9080', {
      cause: error,
    });
  }
  if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL') {
    return new Failure(`This machine has no address ${host}.`, 'Leave --host out, or name one that it has.', {
      cause: error,
    });
  }
  // By name: the class is in another file, built or not.
  if (error instanceof Error && error.name === 'SnapshotUnusable') {
    return new Failure(error.message, 'Name another file by --snapshot, or leave it out.', { cause: error });
  }
  if (error instanceof Error && error.message.startsWith('OPENAI_')) {
    return new Failure(error.message, 'Correct the variable, or take it out of the environment.', { cause: error });
  }
  return error;
};

const describe = (
  { origin, console: address, account, model }: StartedEmulator,
  origins: readonly string[] | undefined,
  snapshot: string | undefined,
  surroundings: Surroundings,
): void => {
  const bold = (text: string): string => paint(surroundings, 'bold', text);
  const lines = [
    `${bold(`The platform listens on ${origin}`)}; Ctrl+C ends it.`,
    `Watch it: ${address}`,
    model === undefined
      ? 'Its agent plays scripts: say hello, or ask for a refund, a report or the dashboard.'
      : `Its agent answers from ${model}.`,
    origins
      ? `Pages of ${origins.join(', ')} may talk to it.`
      : 'Pages on localhost may, on the usual ports; --origin names others.',
    snapshot === undefined
      ? 'It forgets all when it ends; --snapshot <file> keeps it.'
      : `What happens is kept in ${snapshot}.`,
    '',
    bold('For the .env of your site (the key opens nothing else):'),
    '',
    `ZABY_API_KEY=${account.apiKey}`,
    `ZABY_API_ORIGIN=${origin}`,
    `ZABY_APP_ID=${account.externalAppId}`,
    `ZABY_DEPLOYMENT_ID=${account.deploymentId}`,
    `ZABY_POLICY_ID=${account.quotaPolicyId}`,
    '',
    bold('For its tag:'),
    '',
    `api-origin="${origin}"`,
    '',
    `An agent of your own: ZABY_API_KEY=${account.apiKey} npx zaby-agent init --api-origin ${origin}`,
  ];
  for (const line of lines) say(surroundings, line);
};
