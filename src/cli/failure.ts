/**
 * Ends a command: what is wrong in one sentence, and what to do about it in another.
 *
 * It is printed without its stack, for it is no fault of the program.
 */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly remedy: string | undefined;
  readonly exitCode: number;

  constructor(message: string, remedy?: string, { exitCode = 1, cause }: { exitCode?: number; cause?: unknown } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.remedy = remedy;
    this.exitCode = exitCode;
  }
}

/** The command was called in a way it does not know. */
export const misuse = (message: string, remedy: string): Failure => new Failure(message, remedy, { exitCode: 2 });

/** The person pressed Ctrl+C: 128 and the number of the signal, as shells count. */
export const interrupted = (message: string, remedy?: string): Failure =>
  new Failure(message, remedy, { exitCode: 130 });
