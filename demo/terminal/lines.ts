import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** What a person types, line by line, from a keyboard or a pipe. */
export interface Lines {
  /** The next line; `undefined` at the end of the input, or when the signal gives up on it first. */
  next(signal?: AbortSignal): Promise<string | undefined>;
  close(): void;
}

export interface LineListeners {
  /** Sees every line first; one that it takes is not queued. */
  take(line: string): boolean;
  /** Ctrl-C. */
  interrupt(): void;
}

/** Queues lines until they are asked for. A pipe may be ahead of the conversation by any number of them. */
export const createLines = (
  input: Readable & { isTTY?: boolean },
  output: NodeJS.WritableStream,
  listeners: LineListeners,
): Lines => {
  const reader = createInterface(input.isTTY ? { input, output, prompt: '' } : { input });
  const waiting: string[] = [];
  let closed = false;
  /** Gets the next line as soon as there is one. */
  let asker: ((line: string | undefined) => void) | undefined;

  const answer = (line: string | undefined) => {
    asker?.(line);
    asker = undefined;
  };
  reader.on('line', (line) => {
    if (listeners.take(line.trim())) return;
    if (asker) answer(line);
    else waiting.push(line);
  });
  reader.on('SIGINT', () => listeners.interrupt());
  reader.on('close', () => {
    closed = true;
    answer(undefined);
  });

  const ask = (signal: AbortSignal | undefined) =>
    new Promise<string | undefined>((resolve) => {
      asker = resolve;
      signal?.addEventListener('abort', () => asker === resolve && answer(undefined), { once: true });
    });

  return {
    next: async (signal) => {
      if (signal?.aborted) return undefined;
      const line = waiting.shift() ?? (closed ? undefined : await ask(signal));
      // A keyboard shows by itself what is typed; a pipe does not.
      if (line !== undefined && !input.isTTY) output.write(`you: ${line}\n`);
      return line;
    },
    close: () => reader.close(),
  };
};
