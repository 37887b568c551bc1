import type { TestContext } from 'node:test';
import type { AgentDefinition, EmulatorOptions } from '../../demo/emulator/index.js';
import { type Answer, openEmulator, type Visitor } from './open-emulator.js';

export const agents = '/agentic-os/agents';
export const managed = '/managed-agents';

/** Somebody with an API key, and shorter words for what they do most. */
export interface Tenant extends Visitor {
  get(path: string): Promise<Answer>;
  post(path: string, body?: object): Promise<Answer>;
  patch(path: string, body: object): Promise<Answer>;
  remove(path: string): Promise<Answer>;
  /** Makes an agent, publishes and deploys it, and lets the deployment become active. */
  deployAgent(slug: string, fields?: object): Promise<{ agentId: string; deploymentId: string; versionId: string }>;
  /** Makes an app and a policy for a deployment and binds them. */
  bindApp(
    deploymentId: string,
    slug: string,
    fields?: { app?: object; binding?: object; policy?: object },
  ): Promise<{ externalAppId: string; quotaPolicyId: string }>;
  /** Mints a token and returns what speaks with it. */
  visit(
    fields: { externalAppId: string; deploymentId: string; quotaPolicyId: string },
    more?: object,
  ): Promise<(method: string, path: string, body?: object, headers?: Record<string, string>) => Promise<Answer>>;
}

export const openTenant = async (
  test: TestContext,
  definition: AgentDefinition = { scripts: [[]] },
  options: EmulatorOptions = {},
): Promise<Tenant> => {
  const visitor = await openEmulator(test, definition, options);
  const { manage, call, emulator } = visitor;
  const get: Tenant['get'] = (path) => manage('GET', path);
  const post: Tenant['post'] = (path, body) => manage('POST', path, body);
  return {
    ...visitor,
    get,
    post,
    patch: (path, body) => manage('PATCH', path, body),
    remove: (path) => manage('DELETE', path),
    deployAgent: async (slug, fields) => {
      const agent = (await post(agents, { name: slug, slug, ...fields })).body;
      const version = (await post(`${agents}/${agent.id}/publish`)).body;
      const { body } = await post(`${agents}/${agent.id}/deployments`, { agentVersionId: version.id });
      emulator.settleDeployment(body.id, { status: 'ACTIVE' });
      return { agentId: agent.id, deploymentId: body.id, versionId: version.id };
    },
    bindApp: async (deploymentId, slug, { app, binding, policy } = {}) => {
      const { body } = await post(`${managed}/external-apps`, { name: slug, slug, ...app });
      await post(`${managed}/external-apps/${body.id}/deployments`, { deploymentId, ...binding });
      const made = await post(`${managed}/runtime-token-policies`, {
        name: slug,
        externalAppId: body.id,
        deploymentId,
        ...policy,
      });
      return { externalAppId: body.id, quotaPolicyId: made.body.id };
    },
    visit: async ({ externalAppId, ...fields }, more) => {
      const { body } = await post(`${managed}/external-apps/${externalAppId}/runtime-tokens`, {
        externalUserId: 'ada',
        externalSessionId: 'one',
        ...fields,
        ...more,
      });
      return (method, path, sent, headers) =>
        call(method, path, sent, { authorization: `Bearer ${body.token}`, ...headers });
    },
  };
};
