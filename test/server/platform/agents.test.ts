import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ZabyConflictError, ZabyNotFoundError, ZabyValidationError } from '../../../src/server/index.js';
import { openRawPlatform } from './raw-server.js';
import { openAccount } from './support.js';

describe('agents of the management API', () => {
  it('begin as drafts, and keep what the platform was told of them', async (test) => {
    const { zaby } = await openAccount(test);
    const draft = await zaby.agents.create({ name: 'Shop', slug: 'shop', instructions: 'Be brief.', tone: 'dry' });
    assert.equal(draft.status, 'DRAFT');
    const found = await zaby.agents.get(draft.id);
    assert.equal(found.instructions, 'Be brief.');
    assert.equal(found['tone'], 'dry');
  });

  it('take changes, and are published as versions', async (test) => {
    const { zaby } = await openAccount(test);
    const { id } = await zaby.agents.create({ name: 'Shop', slug: 'shop' });
    assert.equal((await zaby.agents.update(id, { name: 'Bazaar' })).name, 'Bazaar');
    const [first, second] = [await zaby.agents.publish(id), await zaby.agents.publish(id)];
    assert.notEqual(first.id, second.id);
    assert.notEqual((await zaby.agents.get(id)).status, 'DRAFT');
  });

  it('are gone once deleted', async (test) => {
    const { zaby } = await openAccount(test);
    const { id } = await zaby.agents.create({ name: 'Shop', slug: 'shop' });
    assert.equal(await zaby.agents.delete(id), undefined);
    await assert.rejects(zaby.agents.get(id), ZabyNotFoundError);
  });

  it('are listed page by page, or all of them', async (test) => {
    const { zaby } = await openAccount(test);
    const slugs = ['agent', 'one', 'two', 'three', 'four'];
    for (const slug of slugs.slice(1)) await zaby.agents.create({ name: slug, slug });
    const page = await zaby.agents.list({ limit: 2 });
    assert.deepEqual(
      page.items.map(({ slug }) => slug),
      ['agent', 'one'],
    );
    assert.ok(page.nextCursor);
    const listed: string[] = [];
    for await (const { slug } of zaby.agents.list({ limit: 2 })) listed.push(slug);
    assert.deepEqual(listed, slugs);
  });

  it('are listed by their status', async (test) => {
    const { zaby } = await openAccount(test);
    await zaby.agents.create({ name: 'Draft', slug: 'draft' });
    const { items } = await zaby.agents.list({ status: 'DRAFT' });
    assert.deepEqual(
      items.map(({ slug }) => slug),
      ['draft'],
    );
  });

  it('are not made twice under one slug', async (test) => {
    const { zaby } = await openAccount(test);
    await zaby.agents.create({ name: 'Shop', slug: 'shop' });
    const error = await zaby.agents.create({ name: 'Shop again', slug: 'shop' }).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof ZabyConflictError);
    assert.equal(error.code, 'SLUG_TAKEN');
    assert.match(error.message, /POST .*\/agents answered 409 SLUG_TAKEN: The slug "shop" is taken/);
  });

  it('need a name and a slug', async (test) => {
    const { zaby } = await openAccount(test);
    await assert.rejects(zaby.agents.create({ name: 'Shop', slug: '' }), ZabyValidationError);
  });

  it('are not listed from a cursor that is none', async (test) => {
    const { zaby } = await openAccount(test);
    await assert.rejects(zaby.agents.list({ cursor: 'nowhere' }), ZabyValidationError);
  });

  it('take tools, knowledge and skills', async (test) => {
    const { zaby } = await openAccount(test);
    const { id } = await zaby.agents.create({ name: 'Shop', slug: 'shop' });
    const tool = { tenantInstallationId: 'installation_1', toolDefinitionId: 'tool_1', name: 'refund' };
    assert.ok(await zaby.agents.attachMcpTool(id, tool));
    assert.ok(await zaby.agents.attachKnowledgeBase(id, { knowledgeBaseId: 'base_1', name: 'Returns' }));
    assert.ok(await zaby.agents.attachSkill(id, { skillId: 'skill_1', name: 'Arithmetic' }));
    const said = JSON.stringify(await zaby.agents.get(id));
    for (const attached of ['tool_1', 'base_1', 'skill_1']) assert.ok(said.includes(attached), attached);
  });

  it('are not asked for under an id that is none', async (test) => {
    const { zaby, emulator } = await openAccount(test);
    for (const id of ['', '.', '..']) await assert.rejects(zaby.agents.get(id), TypeError);
    assert.deepEqual(emulator.requests(), []);
  });

  it('are asked for under their own address, whatever their id looks like', async (test) => {
    const { zaby } = await openAccount(test);
    for (const id of ['../external-apps', 'a/b', 'a?b=c', 'a#b', '%2e%2e', 'a b', 'ä'])
      await assert.rejects(zaby.agents.get(id), ZabyNotFoundError);
  });

  it('have no id that is taken for a path of the platform', async (test) => {
    const { zaby, arrived } = await openRawPlatform(test, [{}]);
    for (const path of ['/api/v1/provisioning/managed-agents', '/api/v1/provisioning/agentic-os/agents'])
      await zaby.agents.get(path);
    assert.deepEqual(
      arrived.map(({ url }) => url.split('/').at(-1)),
      ['%2Fapi%2Fv1%2Fprovisioning%2Fmanaged-agents', '%2Fapi%2Fv1%2Fprovisioning%2Fagentic-os%2Fagents'],
    );
  });
});
