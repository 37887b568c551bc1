import { createConsole } from './console/index.js';
import { demoAgent } from './index.js';
import { modelAgent, newcomer, readModelSettings } from './model/index.js';
import { startEmulator, type StartedEmulator, type StartOptions } from './start.js';

export interface WholeOptions extends Omit<StartOptions, 'agent' | 'plainAgent' | 'program' | 'pages'> {
  /** Where `OPENAI_BASE_URL`, `OPENAI_API_KEY` and `OPENAI_MODEL` may stand: with them a model answers. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface StartedWhole extends StartedEmulator {
  /** The address of the page to watch it on. */
  readonly console: string;
  /** The model that answers, where one does. */
  readonly model: string | undefined;
}

/** Starts the emulator with all it has: the web console, and a model where the environment names one. The door of the npm package. */
export const startWholeEmulator = async ({ env, ...options }: WholeOptions): Promise<StartedWhole> => {
  const settings = readModelSettings(env);
  const log = options.log && { log: options.log };
  const started = await startEmulator({
    ...options,
    pages: createConsole,
    // The first question to an agent that somebody made finds an answer that is worth looking at.
    plainAgent: demoAgent(),
    ...(settings && {
      agent: modelAgent(demoAgent(), { ...settings, ...log }),
      // By its own instructions, once it is published.
      plainAgent: modelAgent(demoAgent(), { ...settings, ...log }, newcomer),
    }),
  });
  return { ...started, console: `${started.origin}/__emulator/console`, model: settings?.model };
};
