import { invalid } from './errors.js';
import { flag, isObject, type JsonObject, number, text, texts } from './json.js';

/** The members of a body, each refused with 422 where it is not what it must be. `null` counts as left out. */

const given = (body: JsonObject, key: string): boolean =>
  Object.hasOwn(body, key) && body[key] !== undefined && body[key] !== null;

export const neededText = (body: JsonObject, key: string): string => {
  const value = text(body, key);
  if (value === undefined)
    throw invalid(given(body, key) ? `"${key}" is a text that says something.` : `"${key}" is missing.`);
  return value;
};

export const givenText = (body: JsonObject, key: string): string | undefined =>
  given(body, key) ? neededText(body, key) : undefined;

/** Characters. What people are to read must fit where they read it. */
const NAME_LIMIT = 200;

/** What something or somebody is called. */
export const givenName = (body: JsonObject, key = 'name'): string | undefined => {
  const name = givenText(body, key);
  if (name !== undefined && name.length > NAME_LIMIT) throw invalid(`"${key}" has ${NAME_LIMIT} characters at most.`);
  return name;
};

export const neededName = (body: JsonObject): string => givenName(body) ?? neededText(body, 'name');

/** A whole number of at least `least`. */
export const givenCount = (body: JsonObject, key: string, least = 1): number | undefined => {
  if (!given(body, key)) return undefined;
  const value = number(body, key);
  if (value === undefined || !Number.isInteger(value) || value < least)
    throw invalid(`"${key}" is a whole number of at least ${least}.`);
  return value;
};

export const givenFlag = (body: JsonObject, key: string): boolean | undefined => {
  const value = flag(body, key);
  if (given(body, key) && value === undefined) throw invalid(`"${key}" is true or false.`);
  return value;
};

export const givenTexts = (body: JsonObject, key: string): readonly string[] | undefined => {
  const value = texts(body, key);
  if (given(body, key) && value === undefined) throw invalid(`"${key}" is a list of texts.`);
  return value;
};

export const givenObject = (body: JsonObject, key: string): JsonObject | undefined => {
  if (!given(body, key)) return undefined;
  const value = body[key];
  if (!isObject(value)) throw invalid(`"${key}" is an object.`);
  return value;
};

/** One of a closed list. */
export const givenChoice = <Choice extends string>(
  body: JsonObject,
  key: string,
  choices: readonly Choice[],
): Choice | undefined => {
  if (!given(body, key)) return undefined;
  const choice = choices.find((known) => known === body[key]);
  if (choice === undefined) throw invalid(`"${key}" is one of ${choices.join(', ')}.`);
  return choice;
};

/** What is left of a body without the named members: what nobody knows here, and everybody gets back. */
export const without = (body: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(body).filter(([key]) => !keys.includes(key)));

/** The members that are there, so that a change does not undo what it does not name. */
export const onlyGiven = <Fields extends object>(
  fields: Fields,
): { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Fields]?: Exclude<Fields[Key], undefined>;
  };
