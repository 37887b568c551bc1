import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../demo/hosts');

/** A host that is not written in JavaScript. Its settings are in the environment, the widget's file beside it. */
export interface OtherLanguage {
  /** Without it on this machine, the example is left out. */
  readonly program: string;
  /** One command after the other. */
  readonly install: readonly (readonly string[])[];
  readonly start: (port: number) => readonly string[];
}

/** One example of a site's server, as it is started. Each has a folder of its own in `demo/hosts/`. */
export interface Example {
  readonly name: string;
  readonly folder: string;
  /** What `npm start` is told, where the port does not come from `.env`. */
  readonly startArguments?: (port: number) => readonly string[];
  /** Runs on what is installed for our own tests, by this script of its package: part of `npm test`. */
  readonly lightScript?: string;
  /** How it is installed and started where it is no package of npm's. */
  readonly otherLanguage?: OtherLanguage;
  /** Policies for Trusted Types that the page names beside the widget's own. */
  readonly policies?: readonly string[];
  /** Knows its own origin from its settings alone: under another name, it is another site's. */
  readonly knowsItsOrigin?: boolean;
  /** Leaves counting addresses to the web server in front of it. */
  readonly countsUsersOnly?: boolean;
}

const all: readonly Omit<Example, 'folder'>[] = [
  { name: 'node', lightScript: 'start' },
  { name: 'express', lightScript: 'start' },
  { name: 'fastify', lightScript: 'start' },
  { name: 'hono', lightScript: 'start:node', startArguments: (port: number) => ['--port', String(port)] },
  {
    name: 'next',
    policies: ['lit-html', 'nextjs', 'default'],
    startArguments: (port: number) => ['--port', String(port)],
  },
  {
    name: 'sveltekit',
    policies: ['lit-html', 'svelte-trusted-html', 'sveltekit-trusted-url'],
    knowsItsOrigin: true,
  },
  {
    name: 'php',
    knowsItsOrigin: true,
    countsUsersOnly: true,
    otherLanguage: {
      program: 'php',
      install: [],
      start: (port: number) => ['php', '-S', `localhost:${port}`, 'index.php'],
    },
  },
  {
    name: 'python',
    knowsItsOrigin: true,
    otherLanguage: {
      program: 'python3',
      install: [
        ['python3', '-m', 'venv', '.venv'],
        ['.venv/bin/pip', 'install', '--quiet', '--disable-pip-version-check', '-r', 'requirements.txt'],
      ],
      start: (port: number) => ['.venv/bin/flask', 'run', '--port', String(port)],
    },
  },
];

export const examples: readonly Example[] = all.map((example) => ({ ...example, folder: join(folder, example.name) }));
