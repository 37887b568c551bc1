import type { Readable, Writable } from 'node:stream';

/** What a command is given of the machine it runs on: passed in, so that two commands can run in one process. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder of the project. */
  readonly folder: string;
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly errors: Writable & { readonly isTTY?: boolean };
  /** Aborts when the person wants to leave. */
  readonly signal: AbortSignal;
}

/** Somebody sits at both ends: questions can be asked, and a line can be drawn over. */
export const isInteractive = ({ input, output, env }: Surroundings): boolean =>
  input.isTTY === true && output.isTTY === true && env['CI'] === undefined;

export const say = ({ output }: Pick<Surroundings, 'output'>, line = ''): void => void output.write(`${line}\n`);

type Style = 'bold' | 'dim' | 'green' | 'yellow' | 'red' | 'cyan';

/** ECMA-48 §8.3.117. */
const codes: Readonly<Record<Style, number>> = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 };

/** Colours a text where a person looks at it, unless they said no (no-color.org). */
export const paint = ({ output, env }: Pick<Surroundings, 'output' | 'env'>, style: Style, text: string): string =>
  output.isTTY === true && !env['NO_COLOR'] ? `\u001b[${codes[style]}m${text}\u001b[0m` : text;
