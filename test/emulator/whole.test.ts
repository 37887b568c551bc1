import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { startWholeEmulator } from '../../demo/emulator/whole.js';
import { end, openFakeModel, stream, words } from './fake-model.js';

/** Makes an agent as a site's owner would, and asks it without waiting for the clock. */
const askNewAgent = async (test: TestContext, env: Record<string, string>, input: string): Promise<string> => {
  const { origin, account, emulator, close } = await startWholeEmulator({ port: 0, env });
  test.after(close);
  const post = async (path: string, body: object): Promise<any> => {
    const answer = await fetch(`${origin}/api/v1/provisioning/agentic-os/agents${path}`, {
      method: 'POST',
      headers: { 'x-zaby-api-key': account.apiKey, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    assert.ok(answer.ok, `${answer.status}`);
    return answer.json();
  };
  const { id } = await post('', { name: 'Mine', slug: 'mine' });
  const hurry = setInterval(() => emulator.advance(1000), 5);
  test.after(() => clearInterval(hurry));
  return (await post(`/${id}/test-runs`, { input })).finalOutput;
};

describe('An agent that somebody makes on the whole emulator', () => {
  it('plays the demo’s scripts where no model is named', async (test) => {
    assert.match(await askNewAgent(test, {}, 'Hello'), /^Hello! I look after orders/);
  });
  for (const [input, answer] of [
    ['Hello', /^Ahoy\.$/],
    ['/script hello', /^Hello! I look after orders/],
  ] as const)
    it(`answers "${input}" where a model is named`, async (test) => {
      const { baseUrl } = await openFakeModel(test, stream(words('Ahoy.'), end()));
      assert.match(await askNewAgent(test, { OPENAI_BASE_URL: baseUrl, OPENAI_API_KEY: 'sk-s3cret' }, input), answer);
    });
});
