/** Every call of PROTOCOL.md §5: its names in the client, and the refusals that a test must have seen. */
export interface DocumentedCall {
  readonly names: readonly string[];
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With `{…}` for ids. */
  readonly path: string;
  /** Statuses of its refusals. */
  readonly errors: readonly number[];
}

const agents = '/api/v1/provisioning/agentic-os/agents';
const managed = '/api/v1/provisioning/managed-agents';

const call = (
  names: string,
  method: DocumentedCall['method'],
  path: string,
  ...errors: readonly number[]
): DocumentedCall => ({ names: names.split(' '), method, path, errors });

export const calls: readonly DocumentedCall[] = [
  call('health.check', 'GET', '/health'),

  call('agents.create', 'POST', agents, 401, 409, 413, 422),
  call('agents.list', 'GET', agents, 400, 401),
  call('usage.getAgentUsage', 'GET', `${agents}/usage`, 400, 401),
  call('approvals.list', 'GET', `${agents}/approvals`, 400, 401),
  call('agents.get', 'GET', `${agents}/{agentId}`, 401, 404),
  call('agents.update', 'PATCH', `${agents}/{agentId}`, 401, 404, 409, 422),
  call('agents.delete', 'DELETE', `${agents}/{agentId}`, 401, 404),
  call('agents.publish', 'POST', `${agents}/{agentId}/publish`, 401, 404),
  call('agents.deploy deployments.create', 'POST', `${agents}/{agentId}/deployments`, 401, 404, 422),
  call('agents.attachMcpTool', 'POST', `${agents}/{agentId}/mcp-tools`, 401, 404, 422),
  call('agents.attachKnowledgeBase', 'POST', `${agents}/{agentId}/knowledge-bases`, 401, 404),
  call('agents.attachSkill', 'POST', `${agents}/{agentId}/skills`, 401, 404, 422),
  call('agents.testRun', 'POST', `${agents}/{agentId}/test-runs`, 401, 404, 422),
  call('agents.startRun', 'POST', `${agents}/{agentId}/runs`, 401, 404, 409, 422),
  call('agents.playgroundRuntimeTokens', 'POST', `${agents}/{agentId}/playground/runtime-tokens`, 401, 404, 422),
  call('agents.getRunProgress', 'GET', `${agents}/runs/{runId}/progress`, 401, 404),
  call('agents.listRunEvents', 'GET', `${agents}/runs/{runId}/events`, 400, 401, 404),
  call('approvals.approve', 'POST', `${agents}/runs/{runId}/approvals/{approvalId}/approve`, 401, 404, 409, 410),
  call('approvals.reject', 'POST', `${agents}/runs/{runId}/approvals/{approvalId}/reject`, 401, 404, 409, 410),

  call('deployments.getProvisioning', 'GET', `${managed}/deployments/{deploymentId}/provisioning`, 401, 404),

  call('externalApps.list', 'GET', `${managed}/external-apps`, 400, 401),
  call('externalApps.create', 'POST', `${managed}/external-apps`, 401, 409, 422),
  call('externalApps.get', 'GET', `${managed}/external-apps/{externalAppId}`, 401, 404),
  call('externalApps.update', 'PATCH', `${managed}/external-apps/{externalAppId}`, 401, 404, 409, 422),
  call('externalApps.bindDeployment', 'POST', `${managed}/external-apps/{externalAppId}/deployments`, 401, 404, 422),

  call('runtimeTokens.create', 'POST', `${managed}/external-apps/{externalAppId}/runtime-tokens`, 401, 404, 409, 422),
  call('runtimeTokens.rotate', 'POST', `${managed}/runtime-tokens/rotate`, 401, 422),
  call(
    'runtimeTokens.rotateByUniqueId',
    'POST',
    `${managed}/external-apps/{externalAppId}/runtime-tokens/rotate`,
    401,
    404,
    422,
  ),
  call('runtimeTokens.recordFeedback', 'POST', `${managed}/runs/{runId}/feedback`, 401, 404, 422),

  call('runtimeTokenFamilies.list', 'GET', `${managed}/runtime-token-families`, 400, 401),
  call(
    'runtimeTokenFamilies.revoke runtimeTokens.revokeFamily',
    'POST',
    `${managed}/runtime-token-families/{familyId}/revoke`,
    401,
    404,
  ),

  call('runtimeTokenPolicies.list', 'GET', `${managed}/runtime-token-policies`, 400, 401),
  call('runtimeTokenPolicies.create', 'POST', `${managed}/runtime-token-policies`, 401, 404, 422),
  call('runtimeTokenPolicies.get', 'GET', `${managed}/runtime-token-policies/{policyId}`, 401, 404),
  call('runtimeTokenPolicies.update', 'PATCH', `${managed}/runtime-token-policies/{policyId}`, 401, 404, 422),

  call('runtimeTokenGrants.revoke', 'POST', `${managed}/runtime-token-grants/{grantId}/revoke`, 401, 404),

  call('runtimeTokenUsage.get', 'GET', `${managed}/runtime-token-usage`, 400, 401),
];

/** Whether a path is one of that call. Fixed words come before ids in the list: `/agents/usage` is no agent. */
export const matches = ({ path }: DocumentedCall, pathname: string): boolean => {
  const parts = path.split('/');
  const said = pathname.split('/');
  return parts.length === said.length && parts.every((part, index) => part.startsWith('{') || part === said[index]);
};
