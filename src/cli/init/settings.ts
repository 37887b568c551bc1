import { text as readAll } from 'node:stream/consumers';
import { parseApiOrigin, productionOrigin } from '../../server/api-origin.js';
import type { Agent } from '../../server/index.js';
import { Failure, misuse } from '../failure.js';
import type { Surroundings } from '../surroundings.js';
import type { EnvFile } from './env-file.js';
import { developmentOrigin, type Framework, frameworks, type Project } from './framework.js';
import type { Wish } from './provision.js';
import type { Questions } from './questions.js';

/** What stood on the command line. The API key does not: everyone on the machine can read that. */
export interface Flags {
  readonly name?: string | undefined;
  readonly slug?: string | undefined;
  readonly instructions?: string | undefined;
  readonly model?: string | undefined;
  readonly origin?: readonly string[] | undefined;
  readonly environment?: string | undefined;
  readonly framework?: string | undefined;
  readonly 'api-origin'?: string | undefined;
  readonly 'key-stdin'?: boolean | undefined;
}

const keyShape = /^zaby_pk_[\x21-\x7e]+$/;
const slugShape = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/;

/** A text as a slug: small letters, digits and hyphens. Empty where nothing of it can stay. */
export const slugOf = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z\d]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 50)
    .replace(/-+$/, '');

/** Where the platform is: as told, as the environment or `.env` say, or where it always is. */
export const readApiOrigin = ({ 'api-origin': given }: Flags, { env }: Surroundings, { values }: EnvFile): string => {
  const origin = given ?? env['ZABY_API_ORIGIN'] ?? values['ZABY_API_ORIGIN'];
  try {
    return parseApiOrigin(origin === undefined || origin === '' ? productionOrigin : origin);
  } catch (cause) {
    throw new Failure(
      'The platform has no such origin.',
      `--api-origin takes a bare https origin such as ${productionOrigin}; http is for localhost only.`,
      { cause, exitCode: 2 },
    );
  }
};

const checkKey = (key: string): string | undefined =>
  keyShape.test(key) ? undefined : 'An API key of the platform begins with zaby_pk_.';

/** The key: from the standard input where asked for, else from the environment, from `.env`, or from the person. */
export const readKey = async (
  { 'key-stdin': fromInput }: Flags,
  { env, input }: Surroundings,
  { values, path }: EnvFile,
  questions: Questions | undefined,
): Promise<string> => {
  if (fromInput) return checked((await readAll(input)).trim(), 'What came by the standard input');
  if (env['ZABY_API_KEY']) return checked(env['ZABY_API_KEY'].trim(), 'ZABY_API_KEY in the environment');
  if (values['ZABY_API_KEY']) return checked(values['ZABY_API_KEY'], `ZABY_API_KEY in ${path}`);
  if (questions) return (await questions.secret('API key of the platform', (key) => checkKey(key.trim()))).trim();
  throw new Failure(
    'There is no API key.',
    'Put it into the environment as ZABY_API_KEY, into .env, or pass it by --key-stdin. It begins with zaby_pk_.',
  );
};

const checked = (key: string, where: string): string => {
  if (keyShape.test(key)) return key;
  throw new Failure(`${where} is no API key of the platform.`, 'One begins with zaby_pk_, and has no spaces.');
};

const checkSlug = (slug: string): string | undefined =>
  slugShape.test(slug) ? undefined : 'A slug has small letters, digits and hyphens, such as my-shop.';

const originIn = (text: string): string | undefined => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url && /^https?:$/.test(url.protocol) && url.origin === text.replace(/\/$/, '') ? url.origin : undefined;
};

const splitOrigins = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

const checkOrigins = (text: string): string | undefined => {
  const wrong = splitOrigins(text).find((origin) => originIn(origin) === undefined);
  return wrong === undefined ? undefined : `${wrong} is no origin: write https://shop.example, without a path.`;
};

/** What is to be made, from flags, answers and sensible guesses, in that order. */
export const readWish = async (
  flags: Flags,
  project: Project,
  existing: Agent | undefined,
  questions: Questions | undefined,
): Promise<Wish> => {
  if (existing) {
    const { name, slug } = existing;
    return { name, slug, ...(await readPlace(flags, project, questions)), instructions: undefined, model: undefined };
  }
  const guess = titleOf(project.name) || 'Site helper';
  const name = flags.name ?? (await questions?.text('What is the agent called?', guess)) ?? guess;
  const slugGuess = slugOf(name) || 'site-helper';
  const slug =
    flags.slug ?? (await questions?.text('Its slug: what it is found again by', slugGuess, checkSlug)) ?? slugGuess;
  const slugFault = checkSlug(slug);
  if (slugFault !== undefined) throw misuse(slugFault, 'Such as --slug my-shop');

  const standard = `You help the visitors of ${name}. Answer briefly and kindly, and say so where you do not know.`;
  const instructions =
    flags.instructions ??
    (await questions?.text('What shall it do? You can change this on the platform later', standard)) ??
    standard;
  return {
    name,
    slug,
    instructions,
    model: flags.model,
    ...(await readPlace(flags, project, questions)),
  };
};

/** Where the agent is met, and how seriously. */
const readPlace = async (
  flags: Flags,
  project: Project,
  questions: Questions | undefined,
): Promise<Pick<Wish, 'origins' | 'environment'>> => {
  const local = developmentOrigin(project.framework);
  const asked = flags.origin
    ? undefined
    : await questions?.text('Origins of the pages that may talk to it, with commas between them', local, checkOrigins);
  const origins = (flags.origin ?? splitOrigins(asked ?? local)).map((origin) => {
    const bare = originIn(origin);
    if (bare !== undefined) return bare;
    throw misuse('--origin takes an origin, without a path.', 'Such as --origin https://shop.example');
  });

  return { origins: [...new Set(origins)], environment: readEnvironment(flags.environment) };
};

const readEnvironment = (given = 'production'): 'TEST' | 'PRODUCTION' => {
  const environment = given.toUpperCase();
  if (environment === 'TEST' || environment === 'PRODUCTION') return environment;
  throw misuse('--environment is test or production.', 'Such as --environment test');
};

export const readFramework = (given: string | undefined, found: Framework): Framework => {
  const framework = frameworks.find((name) => name === (given ?? found));
  if (framework !== undefined) return framework;
  throw misuse(`--framework is one of ${frameworks.join(', ')}.`, 'Without it, package.json tells.');
};

const titleOf = (name: string): string => {
  const words = name
    .replace(/^@[^/]*\//, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return words === '' ? '' : words[0]?.toUpperCase() + words.slice(1);
};
