import { randomBytes } from 'node:crypto';
import { basename, resolve } from 'node:path';
import { productionOrigin } from '../../server/api-origin.js';
import { Zaby } from '../../server/index.js';
import { readArguments, readNumber } from '../arguments.js';
import { misuse } from '../failure.js';
import { isInteractive, paint, say, type Surroundings } from '../surroundings.js';
import { type EnvFile, openEnvFile } from './env-file.js';
import { findExisting } from './existing.js';
import { explainFailure } from './explain.js';
import { frameworks, type Project, readProject } from './framework.js';
import { exposureOf, ignore } from './git-ignore.js';
import { createProgress } from './progress.js';
import { type Ids, type Journal, provision, type Wish } from './provision.js';
import { createQuestions, type Questions } from './questions.js';
import { readApiOrigin, readFramework, readKey, readWish } from './settings.js';
import { endpointFor, page, stepsFor, tag } from './snippets.js';

const help = `Usage: npx zaby-agent init [options]

Finds or makes what a site needs on the platform: an agent, its deployment, an external app with the site's
origins, and a token policy. Writes their ids to .env, and prints endpoint and tag for your framework.
It can be run again at any time: nothing is made twice, and what was left begins where it ended.

The API key is read from ZABY_API_KEY in the environment, else from .env, else it is asked for.

  --yes                      asks nothing: what is not said is guessed
  --name <text>              of the agent; default the name of the project
  --slug <slug>              what agent and app are found again by; default the same, as a slug
  --origin <origin>          of pages that may talk to it; may be repeated; default the development server
  --instructions <text>      what the agent shall do
  --model <name>             default what the platform chooses
  --environment <which>      production (default) or test
  --framework <name>         ${frameworks.join(', ')}
  --env-file <path>          default .env
  --key-stdin                reads the API key from the standard input
  --api-origin <origin>      the platform; default ${productionOrigin}
  --timeout <minutes>        how long to wait for the deployment; default 30
  --help`;

const options = {
  yes: { type: 'boolean', short: 'y' },
  name: { type: 'string' },
  slug: { type: 'string' },
  origin: { type: 'string', multiple: true },
  instructions: { type: 'string' },
  model: { type: 'string' },
  environment: { type: 'string' },
  framework: { type: 'string' },
  'env-file': { type: 'string' },
  'key-stdin': { type: 'boolean' },
  'api-origin': { type: 'string' },
  timeout: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** The variables in which a host's server finds its account, by the ids they hold. */
const variables: Readonly<Record<keyof Ids, string>> = {
  agentId: 'ZABY_AGENT_ID',
  deploymentId: 'ZABY_DEPLOYMENT_ID',
  externalAppId: 'ZABY_APP_ID',
  quotaPolicyId: 'ZABY_POLICY_ID',
};

/** `zaby-agent init`: makes everything on the platform that a site's widget needs, once, and writes it down. */
export const init = async (args: readonly string[], surroundings: Surroundings): Promise<number> => {
  const { values: flags, positionals } = readArguments('init', args, options);
  if (flags.help) {
    say(surroundings, help);
    return 0;
  }
  if (positionals.length > 0) throw misuse('init takes options only.', 'npx zaby-agent init --help tells which.');
  const questions = flags.yes || flags['key-stdin'] ? undefined : questionsFor(surroundings);
  const timeoutMs = (readNumber('timeout', flags.timeout, 1) ?? 30) * 60_000;

  const found = readProject(surroundings.folder);
  const project: Project = { ...found, framework: readFramework(flags.framework, found.framework) };
  const envFile = await openEnvFile(resolve(surroundings.folder, flags['env-file'] ?? '.env'));
  const apiOrigin = readApiOrigin(flags, surroundings, envFile);
  // An emulator on this machine need not be spared, and is done at once.
  const pollMs = new URL(apiOrigin).protocol === 'http:' ? 500 : 5000;
  if (questions) {
    say(
      surroundings,
      `This makes what a site needs on ${apiOrigin}: nothing before the last question, and nothing twice.`,
    );
    say(surroundings, 'Ctrl+C leaves at any time.');
  }
  const apiKey = await readKey(flags, surroundings, envFile, questions);
  const zaby = new Zaby({ apiKey, apiOrigin });
  const journal = createJournal(envFile, surroundings);
  const { signal } = surroundings;
  let wish: Wish;
  try {
    const existing = await findExisting(zaby, flags.slug, journal.known, questions, signal);
    wish = await readWish(flags, project, existing, questions);
    // Not before the platform has taken the key: a wrong one is not worth keeping.
    await envFile.write({
      ZABY_API_KEY: apiKey,
      // Signs the cookies of visitors; a new one would make all of them strangers.
      ZABY_VISITOR_SECRET: envFile.values['ZABY_VISITOR_SECRET'] || randomBytes(32).toString('hex'),
      ...((apiOrigin !== productionOrigin || 'ZABY_API_ORIGIN' in envFile.values) && { ZABY_API_ORIGIN: apiOrigin }),
    });
    await keepSecret(envFile, questions, surroundings);
    await provision(zaby, wish, journal, { signal, timeoutMs, pollMs });
  } catch (thrown) {
    throw explainFailure(thrown, apiOrigin, journal.hasBegun(), signal);
  } finally {
    journal.end();
  }
  explain(project, apiOrigin, wish, envFile, surroundings);
  return 0;
};

const questionsFor = (surroundings: Surroundings): Questions => {
  if (isInteractive(surroundings)) return createQuestions(surroundings);
  throw misuse(
    'Nobody can be asked here: this is no terminal.',
    'Add --yes, and say by options what is not to be guessed.',
  );
};

const createJournal = (
  envFile: EnvFile,
  surroundings: Surroundings,
): Journal & { hasBegun(): boolean; end(): void } => {
  const progress = createProgress(surroundings);
  let hasBegun = false;
  const readIds = (): Partial<Ids> => {
    const { values } = envFile;
    return Object.fromEntries(
      Object.entries(variables).flatMap(([name, variable]) => (values[variable] ? [[name, values[variable]]] : [])),
    );
  };
  return {
    known: readIds(),
    read: async () => {
      await envFile.read();
      return readIds();
    },
    keep: (ids) =>
      envFile.write(Object.fromEntries(Object.entries(ids).map(([name, id]) => [variables[name as keyof Ids], id]))),
    tell: (what, id, how) => {
      hasBegun = true;
      progress.end();
      say(surroundings, `${paint(surroundings, 'green', how.padEnd(8))}${what.padEnd(14)}${id}`);
    },
    waiting: (state) => progress.show(state),
    hasBegun: () => hasBegun,
    end: () => progress.end(),
  };
};

/** A key in a repository is a key for everyone: the file is hidden from Git, or at least it is said that it is not. */
const keepSecret = async (
  { path }: EnvFile,
  questions: Questions | undefined,
  surroundings: Surroundings,
): Promise<void> => {
  const name = basename(path);
  const exposure = await exposureOf(path);
  if (exposure === 'tracked') {
    const warning = `${name} is in your Git repository, with the API key in it. Take it out: git rm --cached ${name}`;
    say(surroundings, paint(surroundings, 'yellow', warning));
  }
  if (exposure === 'hidden' || exposure === 'tracked') return;
  if (
    exposure === 'exposed' &&
    questions &&
    !(await questions.confirm(`Git would commit ${name}, with the API key in it. Add it to .gitignore?`))
  )
    return;
  await ignore(path);
  say(surroundings, `${name} was added to .gitignore: it holds the API key.`);
};

const explain = (
  project: Project,
  apiOrigin: string,
  wish: Wish,
  { path }: EnvFile,
  surroundings: Surroundings,
): void => {
  const shown = apiOrigin === productionOrigin ? undefined : apiOrigin;
  const lines = [
    '',
    `${basename(path)} holds the API key, the ids, and what signs the cookies of visitors: ZABY_API_KEY, ${Object.values(variables).join(', ')}, ZABY_VISITOR_SECRET.`,
    ...endpointFor(project).flatMap((file) => ['', title(`The token endpoint: ${file.path}`), '', file.code.trimEnd()]),
    '',
    title(project.framework === 'node' ? 'The page: index.html' : 'The page, anywhere in its HTML'),
    '',
    project.framework === 'node' ? page(wish.name, shown).trimEnd() : tag(shown),
    '',
    title('Then'),
    '',
    ...stepsFor(project),
    `Look whether all fits: npx zaby-agent doctor ${wish.origins[0] ?? 'https://your-site.example'}`,
  ];
  for (const line of lines) say(surroundings, line);

  function title(text: string): string {
    return paint(surroundings, 'bold', `--- ${text}`);
  }
};
