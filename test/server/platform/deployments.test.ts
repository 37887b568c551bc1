import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type DeploymentProgress,
  ZabyAuthError,
  ZabyDeploymentError,
  ZabyNotFoundError,
  ZabyValidationError,
} from '../../../src/server/index.js';
import { openRawPlatform } from './raw-server.js';
import { deployAgent, openAccount } from './support.js';

const draft = async (test: Parameters<typeof openAccount>[0], activationMs: number) => {
  const account = await openAccount(test, {}, { activationMs });
  const agent = await account.zaby.agents.create({ name: 'Shop', slug: 'shop' });
  const version = await account.zaby.agents.publish(agent.id);
  const deployment = await account.zaby.deployments.create(agent.id, {
    agentVersionId: version.id,
    environment: 'TEST',
  });
  return { ...account, deployment, version };
};

describe('a deployment of the management API', () => {
  it('is pending, not to be found, and active in the end', async (test) => {
    const { zaby, emulator, deployment } = await draft(test, Infinity);
    assert.equal(deployment.status, 'PENDING');
    await assert.rejects(zaby.deployments.getProvisioning(deployment.id), ZabyNotFoundError);
    const seen: DeploymentProgress[] = [];
    const found = await zaby.deployments.waitUntilActive(deployment.id, {
      pollMs: 10,
      onProgress: (progress) => {
        seen.push(progress);
        if (seen.length === 3) emulator.settleDeployment(deployment.id, { status: 'ACTIVE' });
      },
    });
    assert.equal(found.status, 'ACTIVE');
    assert.match(found.runtimeUrl ?? '', /^http/);
    assert.equal(seen.length, 3);
    assert.ok(seen.every(({ status, expectedMs }) => status === 'PENDING' && expectedMs === 720_000));
    assert.deepEqual(
      seen.map(({ elapsedMs }) => elapsedMs),
      seen.map(({ elapsedMs }) => elapsedMs).toSorted((one, other) => one - other),
    );
  });

  it('that never becomes active ends with a clear error', async (test) => {
    const { zaby, deployment } = await draft(test, Infinity);
    const waiting = zaby.deployments.waitUntilActive(deployment.id, { pollMs: 5, timeoutMs: 40 });
    const error = await waiting.catch((thrown: unknown) => thrown);
    assert.ok(error instanceof ZabyDeploymentError);
    assert.equal(error.code, 'deployment-not-active');
    assert.match(error.message, /did not become active within 40 ms.*wait for it again/s);
    assert.ok(error.cause instanceof ZabyNotFoundError);
  });

  it('that never becomes active is told of in seconds where they are whole', async (test) => {
    const { zaby, deployment } = await draft(test, Infinity);
    const waiting = zaby.deployments.waitUntilActive(deployment.id, { pollMs: 5, timeoutMs: 1000 });
    await assert.rejects(waiting, { message: /did not become active within 1 s\./ });
  });

  it('that has failed is not waited for', async (test) => {
    const { zaby, emulator, deployment } = await draft(test, Infinity);
    emulator.settleDeployment(deployment.id, { status: 'FAILED', reason: 'No room.' });
    const error = await zaby.deployments.waitUntilActive(deployment.id).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof ZabyDeploymentError);
    assert.equal(error.code, 'deployment-failed');
    assert.match(error.message, /is FAILED and will not become active/);
    assert.match(JSON.stringify(error.details), /No room/);
  });

  it('is not waited for longer than the caller wants', async (test) => {
    const { zaby, deployment } = await draft(test, Infinity);
    const controller = new AbortController();
    const reason = new Error('closed');
    const onProgress = () => controller.abort(reason);
    await assert.rejects(
      zaby.deployments.waitUntilActive(deployment.id, { signal: controller.signal, onProgress }),
      reason,
    );
  });

  it('is of a version that there is', async (test) => {
    const { zaby } = await openAccount(test);
    const { id } = await zaby.agents.create({ name: 'Shop', slug: 'shop' });
    await assert.rejects(
      zaby.agents.deploy(id, { agentVersionId: 'version_of_nobody', environment: 'TEST' }),
      ZabyValidationError,
    );
  });

  it('is made by either name', async (test) => {
    const { zaby } = await openAccount(test);
    const { agent, version } = await deployAgent(zaby);
    const again = await zaby.deployments.create(agent.id, { agentVersionId: version.id, environment: 'PRODUCTION' });
    assert.equal(again.environment, 'PRODUCTION');
  });
});

describe('waiting for a deployment', () => {
  it('goes on over what passes by', async (test) => {
    const { zaby, arrived } = await openRawPlatform(
      test,
      [
        { status: 503 },
        (response) => void response.destroy(),
        { status: 429, headers: { 'retry-after': '0' } },
        { status: 404 },
        { body: { status: 'PROVISIONING' } },
        { body: { status: 'ACTIVE' } },
      ],
      { maxRetries: 0 },
    );
    await zaby.deployments.waitUntilActive('deployment_1', { pollMs: 1 });
    assert.equal(arrived.length, 6);
  });

  it('ends at once where a person has to do something', async (test) => {
    const { zaby, arrived } = await openRawPlatform(test, [{ status: 401 }]);
    await assert.rejects(zaby.deployments.waitUntilActive('deployment_1', { pollMs: 1 }), ZabyAuthError);
    assert.equal(arrived.length, 1);
  });

  it('takes an answer without a status for an active deployment', async (test) => {
    const { zaby } = await openRawPlatform(test, [{ body: { deploymentId: 'deployment_1' } }]);
    assert.equal((await zaby.deployments.waitUntilActive('deployment_1')).deploymentId, 'deployment_1');
  });
});
