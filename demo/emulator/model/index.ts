/**
 * An agent that answers from an OpenAI-compatible model in place of a script, tools and approvals included.
 *
 * ```ts
 * const settings = readModelSettings(process.env);
 * const agent = settings ? modelAgent(demoAgent(), settings) : demoAgent();
 * ```
 */
import type { AgentDefinition } from '../definition.js';
import { createModelProgram, type ModelAgent } from './model-program.js';
import type { ModelSettings } from './settings.js';
import { shopInstructions, shopTools } from './shop-tools.js';

/** The helper of the demo's shop. */
const shop: ModelAgent = { instructions: shopInstructions, tools: shopTools };

/** An agent that somebody made, before they gave it instructions. */
export const newcomer: ModelAgent = {
  instructions:
    'You are an assistant in a chat widget on a web page. Answer briefly, in Markdown, in the language of the person.',
  tools: [],
};

export type { ModelSettings } from './settings.js';
export { readModelSettings } from './settings.js';

/**
 * Lets a model answer for a scripted agent, as the helper of the demo's shop unless told. The scripts are still there for
 * who asks for them: `/script refund`.
 */
export const modelAgent = (
  agent: AgentDefinition,
  settings: ModelSettings,
  role: ModelAgent = shop,
): AgentDefinition => ({
  ...agent,
  scripts: agent.scripts.flatMap((item) => ('when' in item ? { ...item, when: onCommand(item.when) } : [])),
  program: createModelProgram(settings, role),
});

/** The same words behind `/script `. */
const onCommand = (when: string): string =>
  when.startsWith('^') ? `^/script\\s+${when.slice(1)}` : `^/script\\b[^]*?(?:${when})`;
