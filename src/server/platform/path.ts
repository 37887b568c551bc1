/** Puts ids into a path below its own, each as one segment: `` agentsPath`/${agentId}/publish` ``, and the path itself as `` agentsPath`` ``. */
export type PathTag = (texts: TemplateStringsArray, ...ids: readonly string[]) => string;

const below =
  (base: string): PathTag =>
  (texts, ...ids) =>
    base + texts.map((text, index) => text + (index < ids.length ? encodeId(ids[index]) : '')).join('');

/** Where the platform keeps agents, and what belongs to them (PROTOCOL.md §5). */
export const agentsPath = below('/api/v1/provisioning/agentic-os/agents');
/** Where it keeps what is deployed: apps, tokens, policies. */
export const managedPath = below('/api/v1/provisioning/managed-agents');

/** @throws TypeError for an id that is empty or would change the path: a dot segment survives percent-encoding. */
export const encodeId = (id: unknown): string => {
  if (typeof id === 'string' && id !== '' && !/^\.{1,2}$/.test(id)) return encodeURIComponent(id);
  throw new TypeError('An id of the platform is a text that is not empty');
};
