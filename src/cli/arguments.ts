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
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true }) as Parsed<Known>;
  } catch (thrown) {
    const name = args.find((argument) => /^--?[a-z]/i.test(argument) && !(optionOf(argument) in options));
    const said = name === undefined ? firstSentence(thrown) : `${command} has no option --${optionOf(name)}.`;
    throw misuse(said, `npx zaby-agent ${command} --help tells what it understands.`);
  }
};

const optionOf = (argument: string): string => argument.replace(/^--?(?:no-)?/, '').replace(/=.*/s, '');

const firstSentence = (thrown: unknown): string =>
  `${(thrown instanceof Error ? thrown.message : String(thrown)).split('. ')[0]?.replace(/\.$/, '')}.`;

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
