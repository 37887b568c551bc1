/** Where the platform keeps agents, and what belongs to them (PROTOCOL.md §5). */
export const agentsPath = '/api/v1/provisioning/agentic-os/agents';
/** Where it keeps what is deployed: apps, tokens, policies. */
export const managedPath = '/api/v1/provisioning/managed-agents';

/**
 * Puts ids into a path: `` path`${agentsPath}/${agentId}/publish` ``. The two paths above stand as they are; every other value is an id.
 */
export const path = (texts: TemplateStringsArray, ...values: readonly string[]): string =>
  texts.reduce((done, text, index) => done + text + (index < values.length ? segment(values[index]) : ''), '');

const segment = (value: string | undefined): string =>
  value === agentsPath || value === managedPath ? value : encodeId(value);

/** @throws TypeError for an id that is empty or would change the path: a dot segment survives percent-encoding. */
export const encodeId = (id: unknown): string => {
  if (typeof id === 'string' && id !== '' && !/^\.{1,2}$/.test(id)) return encodeURIComponent(id);
  throw new TypeError('An id of the platform is a text that is not empty');
};
