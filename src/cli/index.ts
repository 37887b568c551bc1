#!/usr/bin/env node
/** The program `zaby-agent`: `npx zaby-agent init | emulator | doctor`. It may use all of Node, and calls the platform through `../server`. */
import { runProgram } from './program.js';

const leaving = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The second time nothing is waited for.
    if (leaving.signal.aborted) process.exit(130);
    leaving.abort();
  });
}

// Who reads along may leave, as `head` does: what was begun is still brought to its end.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

// The code is set and nobody is made to leave: what is still to be written into a pipe must get there.
process.exitCode = await runProgram(process.argv.slice(2), {
  env: process.env,
  folder: process.cwd(),
  input: process.stdin,
  output: process.stdout,
  errors: process.stderr,
  signal: leaving.signal,
});
