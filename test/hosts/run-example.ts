import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createEmulator, demoAccount, type Emulator } from '../../demo/emulator/index.js';
import { listen } from '../../demo/emulator/listen.js';
import type { Example } from './examples.js';

/** An example that serves its page, in front of an emulated platform. */
export interface RunningExample {
  readonly origin: string;
  readonly apiOrigin: string;
  readonly emulator: Emulator;
  /** All that the example has written to its terminal. */
  said(): string;
  close(): Promise<void>;
}

/** How long a framework may take to serve its first page. */
const patienceMs = 60_000;

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, 'localhost', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** What stands in the `.env` of an example, as `npx zaby-agent init` and a person would leave it. */
const settingsFor = (origin: string, apiOrigin: string): Record<string, string> => ({
  ZABY_API_KEY: demoAccount.apiKey,
  ZABY_API_ORIGIN: apiOrigin,
  ZABY_APP_ID: demoAccount.externalAppId,
  ZABY_DEPLOYMENT_ID: demoAccount.deploymentId,
  ZABY_POLICY_ID: demoAccount.quotaPolicyId,
  SESSION_SECRET: crypto.randomUUID(),
  ORIGIN: origin,
  PORT: new URL(origin).port,
});

/** Of our own environment, nothing that could stand in for what the example's `.env` says. */
const plainEnvironment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:npm_|ZABY_|NODE_|PORT$|ORIGIN$|SESSION_SECRET$)/i.test(name)),
  ),
  CI: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  WRANGLER_SEND_METRICS: 'false',
});

const isRunning = ({ exitCode, signalCode, pid }: ChildProcess): boolean =>
  exitCode === null && signalCode === null && pid !== undefined;

/** Ends a program and everything it has started. */
const kill = (child: ChildProcess): void => {
  if (!isRunning(child) || child.pid === undefined) return;
  if (process.platform === 'win32') spawn('taskkill', ['/pid', String(child.pid), '/t', '/f']);
  else process.kill(-child.pid, 'SIGKILL');
};

const stop = async (child: ChildProcess): Promise<void> => {
  if (!isRunning(child)) return;
  const ended = new Promise((resolve) => child.once('close', resolve));
  kill(child);
  await ended;
};

/** Resolves once the page is served; rejects with what the program said where it ends before, or never does. */
const served = async (origin: string, child: ChildProcess, said: () => string): Promise<void> => {
  const end = performance.now() + patienceMs;
  for (;;) {
    if (
      await fetch(origin).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    if (child.exitCode !== null || performance.now() > end) throw new Error(`${origin} serves no page:\n${said()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

/** Starts an example that is installed in `folder`, by a script of its package. */
export const runExample = async (example: Example, folder: string, script = 'start'): Promise<RunningExample> => {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const emulator = createEmulator({ seed: { origins: [origin] } });
  const platform = await listen(emulator, { port: 0 });
  const settings = settingsFor(origin, platform.origin);
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(join(folder, '.env'), lines.join(''));
  const { otherLanguage, startArguments } = example;
  const more = script === 'start' ? (startArguments?.(port) ?? []) : [];
  const [program = '', ...args] = otherLanguage?.start(port) ?? ['npm', 'run', script, '--', ...more];
  const child = spawn(program, args, {
    cwd: folder,
    // A package reads its `.env` by itself.
    env: { ...plainEnvironment(), ...(otherLanguage && settings) },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that what npm starts can be ended with it.
    detached: process.platform !== 'win32',
    shell: process.platform === 'win32',
  });
  const chunks: string[] = [];
  const said = () => chunks.join('');
  child.on('error', (error) => chunks.push(error.message));
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(String(chunk)));
  // Nobody else would: it is in a group of its own.
  const killAtExit = () => kill(child);
  process.once('exit', killAtExit);
  const close = async (): Promise<void> => {
    process.off('exit', killAtExit);
    await stop(child);
    emulator.dispose();
    await platform.close();
  };
  try {
    await served(origin, child, said);
  } catch (error) {
    await close();
    throw error;
  }
  return { origin, apiOrigin: platform.origin, emulator, said, close };
};
