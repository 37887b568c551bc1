import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../demo/hosts');

/** One example of a site's server, as it is started. Each is a package of its own in `demo/hosts/`. */
export interface Example {
  readonly name: string;
  readonly folder: string;
  /** What `npm start` is told, where the port does not come from `.env`. */
  readonly startArguments?: (port: number) => readonly string[];
  /** Runs on what is installed for our own tests, by this script of its package: part of `npm test`. */
  readonly lightScript?: string;
  /** Policies for Trusted Types that the page names beside the widget's own. */
  readonly policies?: readonly string[];
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
  { name: 'sveltekit', policies: ['lit-html', 'svelte-trusted-html', 'sveltekit-trusted-url'] },
];

export const examples: readonly Example[] = all.map((example) => ({ ...example, folder: join(folder, example.name) }));
