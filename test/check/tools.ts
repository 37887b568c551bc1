import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type Check, root } from './source.js';

export interface ToolResult {
  readonly exitCode: number;
  readonly output: string;
}

/** Runs Node with the given arguments in the repository, and collects what it says. */
export const runNode = (args: readonly string[], cwd: string = root): Promise<ToolResult> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ exitCode: code ?? 1, output: Buffer.concat(chunks).toString().trim() }));
  });

const tool = (name: string, script: string, ...args: string[]): Check => ({
  name,
  async run() {
    const { exitCode, output } = await runNode([join(root, 'node_modules', script), ...args]);
    return exitCode === 0 ? [] : [output === '' ? `${name} ended with ${exitCode}` : output];
  },
});

export const types = tool('types', 'typescript/bin/tsc', '-b');
export const lint = tool('lint', 'oxlint/bin/oxlint', '.');
export const format = tool('format', 'oxfmt/bin/oxfmt', '--check', '.');
export const styles = tool(
  'styles',
  'stylelint/bin/stylelint.mjs',
  '--allow-empty-input',
  'src/**/*.ts',
  'src/**/*.css',
  'demo/**/*.css',
  '!demo/emulator/**',
);
