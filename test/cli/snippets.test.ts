import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseSync } from 'oxc-parser';
import { developmentOrigin, frameworks, readProject } from '../../src/cli/init/framework.js';
import { endpointFor, page, stepsFor, tag } from '../../src/cli/init/snippets.js';
import { makeFolder } from './support.js';

const project = (framework: (typeof frameworks)[number], typescript: boolean) => ({
  framework,
  typescript,
  name: 'shop',
  sourceFolder: false,
});

describe('the code that init prints', () => {
  for (const framework of frameworks) {
    for (const typescript of [false, true]) {
      it(`is code, for ${framework} in ${typescript ? 'TypeScript' : 'JavaScript'}`, () => {
        const files = endpointFor(project(framework, typescript));
        assert.ok(files.length > 0);
        for (const { path, code } of files) {
          assert.deepEqual(parseSync(path, code).errors, [], code);
          if (!path.endsWith('.ts')) assert.doesNotMatch(code, /!,$|: Request/m);
          for (const name of [
            'ZABY_API_KEY',
            'ZABY_API_ORIGIN',
            'ZABY_APP_ID',
            'ZABY_DEPLOYMENT_ID',
            'ZABY_POLICY_ID',
            'ZABY_VISITOR_SECRET',
          ])
            assert.ok(code.includes(name), name);
          assert.doesNotMatch(code, /zaby_pk_/);
        }
        assert.ok(stepsFor(project(framework, typescript)).length > 0);
        assert.match(developmentOrigin(framework), /^http:\/\/localhost:\d+$/);
      });
    }
  }

  it('has a tag that names a platform only where that is not the usual one', () => {
    assert.doesNotMatch(tag(undefined), /api-origin/);
    assert.match(tag('http://localhost:9080'), /api-origin="http:\/\/localhost:9080"/);
    assert.match(page('Tarn & <Tor>', undefined), /<title>Tarn {2}Tor<\/title>/);
  });
});

describe('the project that init finds', () => {
  const cases: readonly (readonly [manifest: string, framework: string])[] = [
    ['{"dependencies":{"next":"16","express":"5"}}', 'next'],
    ['{"devDependencies":{"@sveltejs/kit":"2"}}', 'sveltekit'],
    ['{"dependencies":{"astro":"6"}}', 'astro'],
    ['{"dependencies":{"hono":"4"}}', 'hono'],
    ['{"dependencies":{"hono":"4"},"devDependencies":{"wrangler":"4"}}', 'hono-workers'],
    ['{"dependencies":{"fastify":"5"}}', 'fastify'],
    ['{"dependencies":{"express":"5"}}', 'express'],
    ['{"dependencies":{"koa":"3"}}', 'node'],
    ['{"dependencies":null}', 'node'],
    ['{ broken', 'node'],
    ['[]', 'node'],
  ];
  for (const [manifest, framework] of cases) {
    it(`is ${framework} by ${manifest}`, async (test) => {
      const folder = await makeFolder(test);
      await writeFile(join(folder, 'package.json'), manifest);
      assert.equal(readProject(folder).framework, framework);
    });
  }
  it('is a plain one without package.json, with the name of its folder', async (test) => {
    const folder = await makeFolder(test);
    const { framework, name, typescript } = readProject(folder);
    assert.deepEqual([framework, typescript], ['node', false]);
    assert.ok(folder.endsWith(name));
  });
});
