/**
 * An agent that answers from an OpenAI-compatible model in place of a script, tools and approvals included.
 *
 * ```ts
 * const settings = readModelSettings(process.env);
 * const agent = settings ? modelAgent(demoAgent(), settings) : demoAgent();
 * ```
 */
import type { AgentDefinition } from '../definition.js';
import { createModelProgram } from './model-program.js';
import type { ModelSettings } from './settings.js';
import { shopInstructions, shopTools } from './shop-tools.js';

export type { ModelSettings } from './settings.js';
export { readModelSettings } from './settings.js';

/** Lets a model answer for a scripted agent. Its scripts are still there for who asks for them: `/script refund`. */
export const modelAgent = (agent: AgentDefinition, settings: ModelSettings): AgentDefinition => ({
  ...agent,
  scripts: agent.scripts.flatMap((item) => ('when' in item ? { ...item, when: onCommand(item.when) } : [])),
  program: createModelProgram(settings, { instructions: shopInstructions, tools: shopTools }),
});

/** The same words behind `/script `. */
const onCommand = (when: string): string =>
  when.startsWith('^') ? `^/script\\s+${when.slice(1)}` : `^/script\\b[^]*?(?:${when})`;
