import { copyFile } from 'node:fs/promises';
import type { TestContext } from 'node:test';
import { type AgentHandle, createEmulator, type EmulatorOptions } from '../../demo/emulator/index.js';

type Asked = { readonly status: number; readonly body: any };

/** An emulator that is asked without a network. */
export const open = (test: TestContext, options: EmulatorOptions) => {
  const emulator = createEmulator(options);
  test.after(() => emulator.dispose());
  const send = async (path: string, init: RequestInit & { body?: string }): Promise<Asked> => {
    const answer = await emulator.fetch(new Request(`http://localhost${path}`, init));
    const text = await answer.text();
    return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : text };
  };
  return {
    emulator,
    manage: (apiKey: string, method: string, path: string, body?: object) =>
      send(`/api/v1/provisioning${path}`, {
        method,
        headers: { 'x-zaby-api-key': apiKey, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      }),
    run: (token: string, method: string, path: string, body?: object) =>
      send(`/api/v1/agent-runtime/runs${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      }),
  };
};

export const mint = async (
  { manage }: ReturnType<typeof open>,
  agent: AgentHandle,
  more: object = {},
): Promise<Asked> =>
  manage(agent.apiKey, 'POST', `/managed-agents/external-apps/${agent.externalAppId}/runtime-tokens`, {
    deploymentId: agent.deploymentId,
    quotaPolicyId: agent.quotaPolicyId,
    externalUserId: 'ada',
    externalSessionId: 'one',
    ...more,
  });

/** What a killed process would leave: the file as it is while the emulator goes on. */
export const asKilled = async (path: string): Promise<string> => {
  const copy = `${path}.copy`;
  await copyFile(path, copy);
  return copy;
};
