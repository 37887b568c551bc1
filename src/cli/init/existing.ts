import type { Agent, Zaby } from '../../server/index.js';
import type { Ids } from './provision.js';
import type { Questions } from './questions.js';

const another = '';

/**
 * The agent to go on with, where there is one: the one of that slug, else the one that an earlier run has written down, else the one
 * that the person picks of those that are there.
 */
export const findExisting = async (
  zaby: Zaby,
  slug: string | undefined,
  known: Readonly<Partial<Ids>>,
  questions: Questions | undefined,
  signal: AbortSignal,
): Promise<Agent | undefined> => {
  const agents: Agent[] = [];
  for await (const agent of zaby.agents.list({ limit: 100 }, { signal })) agents.push(agent);
  if (slug !== undefined) return agents.find((agent) => agent.slug === slug);
  const own = agents.find(({ id }) => id === known.agentId);
  if (own || !questions || agents.length === 0) return own;
  const chosen = await questions.choose('Which agent is it?', [
    { value: another, label: 'A new one' },
    ...agents.map(({ id, name, slug: ownSlug }) => ({ value: id, label: `${name} (${ownSlug})` })),
  ]);
  return agents.find(({ id }) => id === chosen);
};
