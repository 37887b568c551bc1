import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { AgentDefinition, AgentHandle } from '../../demo/emulator/index.js';

const main = join(import.meta.dirname, '../../demo/emulator/main.ts');

/** An empty folder that goes with the test. */
export const openFolder = async (test: TestContext): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'zaby-emulator-'));
  test.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/** An emulator in a process of its own, which can be killed and started again on the same port. */
export interface EmulatorProcess {
  readonly origin: string;
  /** What it printed, in all its lives. */
  readonly printed: () => string;
  createAgent(definition: AgentDefinition): Promise<AgentHandle>;
  /** What the control calls tell about an agent. */
  read(path: '/runs' | '/requests', agent: AgentHandle): Promise<readonly any[]>;
  /** Ends it at once, without a word (SIGKILL), or by SIGTERM; resolves when it is gone. */
  kill(signal?: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** Starts it again, with the same snapshot. */
  start(): Promise<void>;
}

const originIn = (text: string): string | undefined => /listens on (http:\S+)/.exec(text)?.[1];

export const openProcess = async (test: TestContext, snapshot: string): Promise<EmulatorProcess> => {
  let child: ChildProcess | undefined;
  let printed = '';
  let origin = '';

  const start = async (): Promise<void> => {
    const port = origin === '' ? '0' : new URL(origin).port;
    const args = ['--import', 'tsx', main, '--port', port, '--snapshot', snapshot];
    const started = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    child = started;
    let life = '';
    origin = await new Promise<string>((resolve, reject) => {
      const hear = (chunk: Buffer): void => {
        life += chunk.toString();
        printed += chunk.toString();
        const found = originIn(life);
        if (found !== undefined) resolve(found);
      };
      started.stdout.on('data', hear);
      started.stderr.on('data', hear);
      started.once('exit', () => reject(new Error(`The emulator ended: ${life}`)));
    });
  };
  const kill: EmulatorProcess['kill'] = async (signal = 'SIGKILL') => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  test.after(() => kill());
  await start();

  return {
    get origin() {
      return origin;
    },
    printed: () => printed,
    createAgent: async (definition) => {
      const answer = await fetch(`${origin}/__emulator/agents`, { method: 'POST', body: JSON.stringify(definition) });
      return (await answer.json()) as AgentHandle;
    },
    read: async (path, { deploymentId }) => {
      const answer = await fetch(`${origin}/__emulator${path}?deploymentId=${deploymentId}`);
      return ((await answer.json()) as { items: any[] }).items;
    },
    kill,
    start,
  };
};
