import { readFileSync } from 'node:fs';
import { redact } from '../server/redact.js';
import { Failure, misuse } from './failure.js';
import { paint, say, type Surroundings } from './surroundings.js';

/** One command: resolves to its exit code, or throws a {@link Failure}. */
export type Command = (args: readonly string[], surroundings: Surroundings) => Promise<number>;

/** Loaded when called: a `doctor` has no use for the questions of `init`. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  init: async () => (await import('./init/index.js')).init,
  emulator: async () => (await import('./emulator/index.js')).emulator,
  doctor: async () => (await import('./doctor/index.js')).doctor,
};

const help = `Usage: npx zaby-agent <command>

  init       makes agent, deployment, external app and token policy on the platform, and writes .env
  emulator   starts the platform on this machine, for development: no account needed
  doctor     checks a page or a token endpoint, and says what to fix

Each command tells more with --help.`;

/** The version of the package this file came with: it lies two folders below it, as source and as built. */
const version = (): string =>
  (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version;

/** Runs one command line and resolves to the exit code: 0 done, 1 failed, 2 misused, 130 left by Ctrl+C. */
export const runProgram = async (args: readonly string[], surroundings: Surroundings): Promise<number> => {
  try {
    return await run(args, surroundings);
  } catch (thrown) {
    return explain(thrown, surroundings);
  }
};

const run = async ([name, ...rest]: readonly string[], surroundings: Surroundings): Promise<number> => {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    say(surroundings, help);
    return name === undefined ? 2 : 0;
  }
  if (name === '--version' || name === '-v') {
    say(surroundings, version());
    return 0;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) throw misuse(`There is no command "${name}".`, `There are: ${Object.keys(commands).join(', ')}.`);
  return (await load())(rest, surroundings);
};

const explain = (thrown: unknown, { env, errors: output }: Surroundings): number => {
  const failure = thrown instanceof Failure ? thrown : undefined;
  const text = thrown instanceof Error ? (failure ? thrown.message : (thrown.stack ?? thrown.message)) : String(thrown);
  const secrets = [env['ZABY_API_KEY'] ?? ''];
  say({ output }, `${paint({ output, env }, 'red', 'Error:')} ${redact(text, secrets)}`);
  // Our own words, which may tell how a key begins.
  if (failure?.remedy !== undefined) say({ output }, failure.remedy);
  return failure?.exitCode ?? 1;
};
