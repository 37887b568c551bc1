import { parseArgs, type ParseArgsConfig } from 'node:util';
import { misuse } from './failure.js';

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<Known extends Options> = ReturnType<
  typeof parseArgs<{ options: Known; allowPositionals: true; strict: true }>
>;

/**
 * Reads a command line. What it does not know is an error, and one that repeats no value: it could be a key.
 *
 * @throws Failure for what is not in `options`.
 */
export const readArguments = <const Known extends Options>(
  command: string,
  args: readonly string[],
  options: Known,
): Parsed<Known> => {
  try {
    return parseArgs({
      args: joinNegative(args, options),
      options,
      allowPositionals: true,
      strict: true,
    }) as Parsed<Known>;
  } catch (thrown) {
    const name = args.find((argument) => /^--?[a-z]/i.test(argument) && !(optionOf(argument) in options));
    const said = name === undefined ? explain(thrown) : `${command} has no option --${optionOf(name)}.`;
    throw misuse(said, `npx zaby-agent ${command} --help tells what it understands.`);
  }
};

/** Keeps a number below zero as the value of the option before it, which then says by itself what it takes. */
const joinNegative = (args: readonly string[], options: Options): string[] => {
  const joined: string[] = [];
  for (const argument of args) {
    const before = joined.at(-1) ?? '';
    const isValue = /^-\d/.test(argument) && /^--[^=]+$/.test(before) && options[before.slice(2)]?.type === 'string';
    if (isValue) joined[joined.length - 1] = `${before}=${argument}`;
    else joined.push(argument);
  }
  return joined;
};

const optionOf = (argument: string): string => argument.replace(/^--?(?:no-)?/, '').replace(/=.*/s, '');

const explain = (thrown: unknown): string => {
  const said = thrown instanceof Error ? thrown.message : String(thrown);
  const [, option] = /^Option '(?:-\w, )?(--[\w-]+)[^]*argument is ambiguous/.exec(said) ?? [];
  if (option !== undefined) return `${option} needs a value; one that begins with a hyphen goes as ${option}=-….`;
  return `${said.split('. ')[0]?.replace(/\.$/, '')}.`;
};

/** A whole number of at least `least`, or a failure that names the option. */
export const readNumber = (name: string, text: string | undefined, least = 0): number | undefined => {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number >= least) return number;
  throw misuse(
    `--${name} takes a whole number${least > 0 ? ` of at least ${least}` : ''}.`,
    `Such as --${name} ${Math.max(least, 10)}.`,
  );
};
