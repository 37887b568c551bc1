import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createEmulator, type AgentHandle, type Emulator } from '../../demo/emulator/index.js';
import { listen, type Listening } from '../../demo/emulator/listen.js';
import { say } from '../../demo/emulator/script.js';
import { conversationId, openEndpoint, tokenRequest } from './support.js';

const accountOf = ({ apiKey, externalAppId, deploymentId, quotaPolicyId }: AgentHandle) => ({
  apiKey,
  externalAppId,
  deploymentId,
  quotaPolicyId,
});

/** The token endpoint in front of the emulated platform: what it asks for is what the platform gives, and takes. */
describe('the token endpoint and the platform', () => {
  let emulator: Emulator;
  let platform: Listening;
  let agent: AgentHandle;

  before(async () => {
    emulator = createEmulator();
    platform = await listen(emulator, { port: 0 });
    agent = emulator.createAgent({ scripts: [[say('Here I am.')]] });
  });
  after(async () => {
    emulator.dispose();
    await platform.close();
  });

  const askFor = async (userId: string, conversation = conversationId) => {
    const { handler } = openEndpoint(platform.origin, { ...accountOf(agent), identify: () => ({ userId }) });
    const response = await handler(tokenRequest({ body: JSON.stringify({ conversationId: conversation }) }));
    assert.equal(response.status, 200);
    return (await response.json()) as Record<string, unknown>;
  };

  it('gives a token that starts a run', async () => {
    const { token } = await askFor('ada');
    const response = await fetch(`${platform.origin}/api/v1/agent-runtime/runs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${String(token)}`, 'content-type': 'application/json' },
      body: JSON.stringify({ input: { message: 'Are you there?' } }),
    });
    assert.equal(response.ok, true);
    assert.equal(((await response.json()) as { finalOutput: string }).finalOutput, 'Here I am.');
  });

  it('tells the browser how long the token lives, and nothing it has no use for', async () => {
    const { token: _, ...rest } = await askFor('ada');
    assert.deepEqual(Object.keys(rest).toSorted(), [
      'agentSessionId',
      'expiresAt',
      'rotateAfterSeconds',
      'scopes',
      'tokenType',
    ]);
  });

  it('keeps the memory of a conversation to the one who holds it', async () => {
    const [first, again, other, stranger] = await Promise.all([
      askFor('ada'),
      askFor('ada'),
      askFor('ada', 'b6ab3ea0-0000-4000-8000-000000000000'),
      askFor('eve'),
    ]);
    assert.equal(again['agentSessionId'], first['agentSessionId']);
    assert.notEqual(other['agentSessionId'], first['agentSessionId']);
    assert.notEqual(stranger['agentSessionId'], first['agentSessionId']);
  });
});
