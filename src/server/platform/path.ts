/** Where the platform keeps agents, and what belongs to them (PROTOCOL.md §5). */
export const agentsPath = '/api/v1/provisioning/agentic-os/agents';
/** Where it keeps what is deployed: apps, tokens, policies. */
export const managedPath = '/api/v1/provisioning/managed-agents';

/**
 * Puts ids into a path: `` path`${agentsPath}/${agentId}/publish` ``. What begins with `/` is a path already; every other value is an id.
 *
 * @throws TypeError for an id that is empty or would change the path: a dot segment survives percent-encoding.
 */
export const path = (texts: TemplateStringsArray, ...values: readonly string[]): string =>
  texts.reduce((done, text, index) => done + text + (index < values.length ? segment(values[index]) : ''), '');

const segment = (value: unknown): string => {
  if (value === agentsPath || value === managedPath) return value;
  if (typeof value === 'string' && value !== '' && !/^\.{1,2}$/.test(value)) return encodeURIComponent(value);
  throw new TypeError('An id of the platform is a text that is not empty');
};
