import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RefusalReason, TokenEndpointOptions } from '../../src/server/index.js';
import { type Account, activationMs, askFor, openAccount } from './account.js';
import { everythingIn, tokenRequest } from './support.js';

interface Mistake {
  readonly what: string;
  readonly reason: RefusalReason;
  /** What the person who reads the log is told to look at. */
  readonly says: RegExp;
  readonly options: (account: Account) => Partial<TokenEndpointOptions> | Promise<Partial<TokenEndpointOptions>>;
}

/** A deployment that is active, and bound to no app. */
const deploymentOfNobody = async ({ zaby, emulator }: Account): Promise<string> => {
  const agent = await zaby.agents.create({ name: 'Second', slug: 'second' });
  const { id: agentVersionId } = await zaby.agents.publish(agent.id);
  const { id } = await zaby.deployments.create(agent.id, { agentVersionId, environment: 'TEST' });
  emulator.advance(activationMs);
  return id;
};

const mistakes: readonly Mistake[] = [
  {
    what: 'an API key the platform does not know',
    reason: 'api-key-refused',
    says: /Look at apiKey/,
    options: () => ({ apiKey: 'zaby_pk_unknown' }),
  },
  {
    what: 'an API key that a function does not find',
    reason: 'api-key-missing',
    says: /apiKey gave no API key/,
    options: () => ({ apiKey: () => undefined as unknown as string }),
  },
  {
    what: 'an API key whose store is away',
    reason: 'api-key-missing',
    says: /apiKey gave no API key/,
    options: () => ({ apiKey: () => Promise.reject(new Error('vault sealed')) }),
  },
  {
    what: 'an app it does not know',
    reason: 'app-unknown',
    says: /externalAppId/,
    options: () => ({ externalAppId: 'app_of_nobody' }),
  },
  {
    what: 'a deployment it does not know',
    reason: 'deployment-not-active',
    says: /deploymentId/,
    options: () => ({ deploymentId: 'dep_of_nobody' }),
  },
  {
    what: 'a deployment that is not bound to the app',
    reason: 'deployment-not-bound',
    says: /Bind them/,
    options: async (account) => ({ deploymentId: await deploymentOfNobody(account) }),
  },
  {
    what: 'a deployment that is not active yet',
    reason: 'deployment-not-active',
    says: /not active yet/,
    options: async ({ zaby, agent }) => {
      const { id: agentVersionId } = await zaby.agents.publish(agent.agentId);
      const { id } = await zaby.deployments.create(agent.agentId, { agentVersionId, environment: 'TEST' });
      await zaby.externalApps.bindDeployment(agent.externalAppId, { deploymentId: id });
      const { externalAppId } = agent;
      const policy = await zaby.runtimeTokenPolicies.create({ name: 'New', externalAppId, deploymentId: id });
      return { deploymentId: id, quotaPolicyId: policy.id };
    },
  },
  {
    what: 'a policy it does not know',
    reason: 'policy-missing',
    says: /quotaPolicyId/,
    options: () => ({ quotaPolicyId: 'policy_of_nobody' }),
  },
  {
    what: 'a policy that was put to sleep',
    reason: 'policy-missing',
    says: /active token policy/,
    options: async ({ zaby, agent }) => {
      await zaby.runtimeTokenPolicies.update(agent.quotaPolicyId, { status: 'INACTIVE' });
      return {};
    },
  },
  {
    what: 'a person whose timezone there is not',
    reason: 'other',
    says: /refused to make a token/,
    options: () => ({ identify: () => ({ userId: 'ada', timezone: 'Mars/Olympus' }) }),
  },
];

describe('the token endpoint, set up wrongly', () => {
  for (const { what, reason, says, options } of mistakes) {
    it(`tells the host, and not the browser, about ${what}`, async (test) => {
      const account = await openAccount(test);
      const { handler, errors } = account.endpoint(await options(account));
      const response = await handler(tokenRequest());
      assert.equal(response.status, 502);
      assert.equal(await response.text(), '{"code":"token-refused"}');
      assert.equal(errors[0]?.code, 'token-refused');
      assert.equal(errors[0].reason, reason);
      assert.match(errors[0].message, says);
      assert.doesNotMatch(everythingIn(errors[0]), /zaby_pk_\w|eyJ/);
    });
  }

  it('goes on by itself once it is set right', async (test) => {
    const account = await openAccount(test);
    let apiKey = 'zaby_pk_old';
    const { handler } = account.endpoint({ apiKey: async () => apiKey });
    assert.equal((await handler(tokenRequest())).status, 502);
    ({ apiKey } = account.agent);
    await askFor(handler);
  });

  it('does not ask the platform what is wrong for every visitor anew', async (test) => {
    const account = await openAccount(test);
    let now = 0;
    const { handler, errors } = account.endpoint({ quotaPolicyId: 'policy_of_nobody', now: () => now });
    const looks = () => account.calls.filter((call) => call.startsWith('GET')).length;
    await handler(tokenRequest());
    assert.equal(looks(), 3);
    await Promise.all([handler(tokenRequest()), handler(tokenRequest())]);
    assert.equal(looks(), 3);
    now += 31_000;
    await Promise.all([handler(tokenRequest()), handler(tokenRequest())]);
    assert.equal(looks(), 6);
    assert.ok(errors.every(({ reason }) => reason === 'policy-missing'));
  });
});
