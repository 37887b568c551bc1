import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openEmulator } from './open-emulator.js';

/** A body whose length nobody has told, as many HTTP clients send theirs. */
const inChunks = (text: string): RequestInit =>
  ({ body: new Blob([text]).stream(), duplex: 'half' }) as unknown as RequestInit;

describe('a body that comes in chunks', () => {
  it('is read like any other', async (test) => {
    const { origin, agent, token } = await openEmulator(test, [{ word: 'say', text: 'Hello' }]);
    const headers = { 'content-type': 'application/json' };
    const minted = await fetch(
      `${origin}/api/v1/provisioning/managed-agents/external-apps/${agent.externalAppId}/runtime-tokens`,
      {
        method: 'POST',
        headers: { ...headers, 'x-zaby-api-key': agent.apiKey },
        ...inChunks(
          JSON.stringify({
            deploymentId: agent.deploymentId,
            quotaPolicyId: agent.quotaPolicyId,
            externalUserId: 'ada',
          }),
        ),
      },
    );
    assert.equal(minted.status, 201);
    const started = await fetch(`${origin}/api/v1/agent-runtime/runs`, {
      method: 'POST',
      headers: { ...headers, authorization: `Bearer ${token}` },
      ...inChunks(JSON.stringify({ input: { message: 'Hello' }, respondAsync: true })),
    });
    assert.equal(started.ok, true);
  });

  it('is refused where it is too large', async (test) => {
    const { origin, token } = await openEmulator(test, [{ word: 'say', text: 'Hello' }]);
    const response = await fetch(`${origin}/api/v1/agent-runtime/runs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      ...inChunks(JSON.stringify({ input: 'x'.repeat(11 * 2 ** 20) })),
    });
    assert.equal(response.status, 413);
  });
});
