import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text as readAll } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { type StartedEmulator, startEmulator, type StartOptions } from '../../demo/emulator/start.js';
import { runProgram } from '../../src/cli/program.js';
import { createTokenEndpoint, toNodeHandler } from '../../src/server/index.js';

const program = join(import.meta.dirname, '../../src/cli/index.ts');

/** How a command ended, and what it wrote where. */
export interface Ended {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

export interface Around {
  readonly env?: Readonly<Record<string, string>>;
  readonly folder?: string;
  /** The standard input, to its end. */
  readonly input?: string;
  readonly signal?: AbortSignal;
}

/** Runs a command in this process, away from any terminal. */
export const runCommand = async (args: readonly string[], around: Around = {}): Promise<Ended> => {
  const { env = {}, folder = tmpdir(), input = '', signal = new AbortController().signal } = around;
  const [output, errors] = [new PassThrough(), new PassThrough()];
  const written = Promise.all([output.setEncoding('utf8').toArray(), errors.setEncoding('utf8').toArray()]);
  const code = await runProgram(args, { env, folder, input: Readable.from([input]), output, errors, signal });
  output.end();
  errors.end();
  const [said, complained] = await written;
  return { code, output: said.join(''), errors: complained.join('') };
};

/** A running program. */
export interface Running {
  /** Everything it wrote so far, to both. */
  readonly text: () => string;
  /** Resolves when it has written that. */
  said(part: string | RegExp): Promise<void>;
  type(text: string): void;
  stop(signal?: NodeJS.Signals): void;
  readonly ended: Promise<number>;
}

/** Runs a command line of its own, stopped with the test if it is not over by then. */
export const startProcess = (
  test: TestContext,
  command: string,
  args: readonly string[],
  { env = {}, folder = tmpdir() }: Around = {},
): Running => {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(command, args, { cwd: folder, env: { PATH, HOME, ...env } });
  let text = '';
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
      tell();
    });
  }
  const ended = new Promise<number>((resolve) => {
    child.on('close', (code) => {
      resolve(code ?? -1);
      tell();
    });
  });
  test.after(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return {
    text: () => text,
    said: (part) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = typeof part === 'string' ? text.includes(part) : part.test(text);
          if (!found && child.exitCode === null) return;
          listeners.delete(look);
          if (found) resolve();
          else reject(new Error(`It ended with ${child.exitCode} and never said ${String(part)}. It said:\n${text}`));
        };
        listeners.add(look);
        look();
      }),
    type: (keys) => void child.stdin.write(keys),
    stop: (signal = 'SIGINT') => void child.kill(signal),
    ended,
  };
};

const tsx = ['--import', import.meta.resolve('tsx'), program];

/** Starts the program as a process of its own, as `npx zaby-agent` does. */
export const startProgram = (test: TestContext, args: readonly string[], around: Around = {}): Running =>
  startProcess(test, process.execPath, [...tsx, ...args], around);

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Starts the program at a terminal, which util-linux' script(1) makes: without a size, as it has nobody in front of it. */
export const startAtTerminal = (test: TestContext, args: readonly string[], around: Around = {}): Running => {
  const line = [process.execPath, ...tsx, ...args].map(quoted).join(' ');
  return startProcess(
    test,
    'script',
    ['--quiet', '--return', '--command', `stty cols 120 rows 40; ${line}`, '/dev/null'],
    {
      ...around,
      env: { TERM: 'xterm', ...around.env },
    },
  );
};

export const makeFolder = async (test: TestContext): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'zaby-cli-'));
  test.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

export const openPlatform = async (test: TestContext, options: StartOptions = {}): Promise<StartedEmulator> => {
  const platform = await startEmulator({ port: 0, ...options });
  test.after(() => platform.close());
  return platform;
};

type Answerer = (request: IncomingMessage, response: ServerResponse) => unknown;

export interface Site {
  readonly origin: string;
  /** Set before anyone asks. */
  readonly pages: Record<string, Answerer>;
}

/** A site that answers by path, and 404 elsewhere; or in one way for all. */
export const openSite = async (
  test: TestContext,
  pages: Record<string, Answerer> | Answerer = {},
  host = 'localhost',
): Promise<Site> => {
  const server = createServer((request, response) => {
    const answer = typeof pages === 'function' ? pages : pages[request.url?.split('?')[0] ?? '/'];
    if (answer) answer(request, response);
    else response.writeHead(404, { 'content-type': 'text/plain' }).end('nothing here');
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  test.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    origin: `http://${host}:${(server.address() as AddressInfo).port}`,
    pages: typeof pages === 'function' ? {} : pages,
  };
};

export const answerWith =
  (type: string, body: string, headers: Record<string, string> = {}, status = 200): Answerer =>
  (_request, response) =>
    response.writeHead(status, { ...(type !== '' && { 'content-type': type }), ...headers }).end(body);

export const widget = '/*! zaby-agent 0.1.0 (MIT). */\n"use strict";\n';

export const html = (body: string, head = ''): string => `<!doctype html><title>A shop</title>${head}${body}`;

/** A shop with the widget on it and a platform behind, everything in order; a test breaks one thing. */
export const openShop = async (test: TestContext) => {
  const site = await openSite(test);
  const { origin: apiOrigin, account } = await openPlatform(test, { origins: [site.origin] });
  const tag = `<zaby-agent mode="floating" token-url="/api/zaby-token" api-origin="${apiOrigin}"></zaby-agent>`;
  const script = '<script src="/zaby-agent.js" defer></script>';
  const policy = `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ${apiOrigin}; require-trusted-types-for 'script'; trusted-types zaby-agent`;
  const endpoint = createTokenEndpoint({
    ...account,
    identify: () => ({ userId: 'ada' }),
    onError: () => {},
  });
  Object.assign(site.pages, {
    '/': answerWith('text/html', html(tag, script), { 'content-security-policy': policy }),
    '/zaby-agent.js': answerWith('text/javascript', widget),
    '/api/zaby-token': toNodeHandler(endpoint) as Answerer,
  });
  return { ...site, apiOrigin, account, tag, script, policy, endpoint };
};

export type Shop = Awaited<ReturnType<typeof openShop>>;

/** An address of this machine where nobody listens. */
export const closedOrigin = async (): Promise<string> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://localhost:${port}`;
};

/** Stands between a program and a platform: forwards what is asked, as often as it is told, or loses the answer. */
export const openRelay = (
  test: TestContext,
  { apiKey, apiOrigin }: { apiKey: string; apiOrigin: string },
  pass: (request: IncomingMessage, forward: () => Promise<Response>) => Promise<Response | undefined>,
): Promise<Site> =>
  openSite(test, async (request, response) => {
    const body = await readAll(request);
    const forward = (): Promise<Response> =>
      fetch(apiOrigin + (request.url ?? ''), {
        method: request.method ?? 'GET',
        headers: { 'x-zaby-api-key': apiKey, 'content-type': 'application/json' },
        ...(body !== '' && { body }),
      });
    const answer = await pass(request, forward);
    if (!answer) request.socket.destroy();
    else response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  });
