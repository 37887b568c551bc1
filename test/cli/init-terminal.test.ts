import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { begin } from './begin.js';
import { startAtTerminal } from './support.js';

const answersOf = ['My shop', '', 'Be kind.', 'https://shop.example'];

describe('init at a terminal', { skip: process.platform !== 'linux' }, () => {
  it('asks, shows no key while it is typed, and counts the minutes', async (test) => {
    const { folder, apiKey, apiOrigin, made, variables } = await begin(test, { activationMs: 1500 });
    const running = startAtTerminal(test, ['init', '--api-origin', apiOrigin], { folder });
    await running.said('API key of the platform');
    running.type(`${apiKey}\r`);
    await running.said('Which agent is it?');
    running.type('\r');
    const questions = ['What is the agent called?', 'Its slug', 'What shall it do?', 'Origins of the pages'];
    for (const [index, question] of questions.entries()) {
      await running.said(question);
      running.type(`${answersOf[index]}\r`);
    }
    await running.said('pending, 0:00 of about 12 minutes');
    await running.said('The token endpoint: server.mjs');
    assert.equal(await running.ended, 0);
    assert.ok(!running.text().includes(apiKey), 'the key was shown');
    const { agents, apps } = await made();
    assert.deepEqual([agents[0]?.name, agents[0]?.slug, agents[0]?.instructions], ['My shop', 'my-shop', 'Be kind.']);
    assert.deepEqual(apps[0]?.allowedOrigins, ['https://shop.example']);
    assert.equal((await variables())['ZABY_API_KEY'], apiKey);
  });

  it('is left by Ctrl+C while the bar grows, and goes on from there', async (test) => {
    const { folder, apiKey, apiOrigin, made, variables } = await begin(test, { activationMs: 600_000 });
    const env = { ZABY_API_KEY: apiKey };
    const args = ['init', '--yes', '--slug', 'shop', '--api-origin', apiOrigin];
    const running = startAtTerminal(test, args, { folder, env });
    await running.said(/█*░+.* pending, 0:01 of about 12 minutes \(Ctrl\+C loses nothing\)/);
    running.type('\u0003');
    assert.equal(await running.ended, 130);
    assert.match(running.text(), /it goes on from there/);
    assert.match((await variables())['ZABY_DEPLOYMENT_ID'] ?? '', /^deployment_/);
    assert.equal((await made()).agents.length, 1);
  });

  it('is left by Ctrl+C at any question, and has made nothing', async (test) => {
    const { folder, apiKey, apiOrigin, made } = await begin(test);
    const env = { ZABY_API_KEY: apiKey };
    const running = startAtTerminal(test, ['init', '--slug', 'shop', '--api-origin', apiOrigin], { folder, env });
    await running.said('What is the agent called?');
    running.type('\u0003');
    assert.equal(await running.ended, 130);
    assert.match(running.text(), /Left before/);
    assert.equal((await made()).agents.length, 0);
    assert.equal(existsSync(join(folder, '.env')), false);
  });
});
