import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createEmulator, demoAccount } from '../../demo/emulator/index.js';
import { say } from '../../demo/emulator/script.js';
import { SnapshotUnusable } from '../../demo/emulator/start.js';
import { asKilled, mint, open } from './open-here.js';
import { openFolder } from './open-process.js';

const agents = '/agentic-os/agents';

describe('A snapshot that is not as it was written', () => {
  it('is kept aside where it is damaged, and said to be', async (test) => {
    const folder = await openFolder(test);
    const whole = join(folder, 'whole.jsonl');
    const first = open(test, { snapshot: whole, seed: true });
    await mint(first, demoAccount);
    first.emulator.dispose();
    const text = await readFile(whole, 'utf8');
    const lines = text.split('\n');
    const damages = {
      'other-version': text.replace('"zaby-emulator":1', '"zaby-emulator":2'),
      hole: [...lines.slice(0, 3), '{"half', ...lines.slice(4)].join('\n'),
      'unknown-line': [...lines.slice(0, 3), '["moons","m",{}]', ...lines.slice(3)].join('\n'),
      'wrong-record': text.replace(/^\["agents",.*$/m, '["agents","agent_demo",7]'),
    };
    for (const [name, damaged] of Object.entries(damages)) {
      // oxlint-disable no-await-in-loop
      const snapshot = join(folder, `${name}.jsonl`);
      await writeFile(snapshot, damaged);
      const said: string[] = [];
      const second = open(test, { snapshot, seed: true, log: (line) => said.push(line) });
      assert.equal(said.length, 1, name);
      assert.match(
        said[0] ?? '',
        /is damaged: .+\. It is kept as .+\.damaged-\d+, and the emulator begins with nothing: .+ init/,
      );
      const kept = (await readdir(folder)).find((file) => file.startsWith(`${name}.jsonl.damaged-`));
      assert.equal(await readFile(join(folder, kept ?? ''), 'utf8'), damaged, name);
      assert.equal((await mint(second, demoAccount)).status, 201, name);
      // oxlint-enable no-await-in-loop
    }
  });

  it('is good up to its first bad line, where it was whole once', async (test) => {
    const folder = await openFolder(test);
    const first = open(test, { snapshot: join(folder, 'emulator.jsonl'), seed: true });
    const { apiKey } = demoAccount;
    const make = async (slug: string) => (await first.manage(apiKey, 'POST', agents, { name: slug, slug })).body;
    const before = await make('before');
    const good = await readFile(await asKilled(join(folder, 'emulator.jsonl')), 'utf8');
    const after = await make('after');
    const whole = await readFile(await asKilled(join(folder, 'emulator.jsonl')), 'utf8');
    for (const [name, bad] of Object.entries({
      half: '["agents"',
      unknown: '["moons","m",{}]',
      wrong: '["log","x",1]',
    })) {
      // oxlint-disable no-await-in-loop
      const snapshot = join(folder, `${name}.jsonl`);
      await writeFile(snapshot, `${good}${bad}\n${whole.slice(good.length)}`);
      const said: string[] = [];
      const { manage, emulator } = open(test, { snapshot, seed: true, log: (line) => said.push(line) });
      const line = good.split('\n').length;
      assert.match(said.join('\n'), new RegExp(`is damaged: line ${line} .+ kept as .+ what came later is forgotten`));
      assert.equal((await manage(apiKey, 'GET', `${agents}/${before.id}`)).status, 200, name);
      assert.equal((await manage(apiKey, 'GET', `${agents}/${after.id}`)).status, 404, name);
      emulator.dispose();
      const again = open(test, { snapshot, seed: true, log: (more) => said.push(more) });
      assert.equal((await again.manage(apiKey, 'GET', `${agents}/${before.id}`)).status, 200, name);
      assert.equal(said.length, 1, name);
      // oxlint-enable no-await-in-loop
    }
  });

  it('is somebody else’s file, and is left alone', async (test) => {
    const folder = await openFolder(test);
    const files = {
      'package.json': '{\n  "name": "shop"\n}\n',
      'index.html': '<!doctype html>',
      list: '[1]\n[2]\n',
      null: 'null',
    };
    for (const [name, text] of Object.entries(files)) {
      // oxlint-disable no-await-in-loop
      const snapshot = join(folder, name);
      await writeFile(snapshot, text);
      assert.throws(
        () => createEmulator({ snapshot }),
        (error: unknown) => {
          assert.ok(error instanceof SnapshotUnusable);
          assert.match(error.message, /is no snapshot of an emulator, and is left as it is/);
          return true;
        },
      );
      assert.equal(await readFile(snapshot, 'utf8'), text);
      // oxlint-enable no-await-in-loop
    }
    assert.deepEqual((await readdir(folder)).toSorted(), Object.keys(files).toSorted());
  });

  it('is a new one where it is empty', async (test) => {
    const snapshot = join(await openFolder(test), 'emulator.jsonl');
    await writeFile(snapshot, '');
    const said: string[] = [];
    open(test, { snapshot, log: (line) => said.push(line) });
    assert.deepEqual(said, []);
    assert.match(await readFile(snapshot, 'utf8'), /^\{"zaby-emulator":1/);
  });

  it('leaves out the line that was being written when the process was killed', async (test) => {
    const folder = await openFolder(test);
    const snapshot = join(folder, 'emulator.jsonl');
    const first = open(test, { snapshot });
    const agent = first.emulator.createAgent({ scripts: [[say('Hi.')]] });
    first.emulator.dispose();
    await writeFile(snapshot, `${await readFile(snapshot, 'utf8')}["tokens","token_x",{"id":"tok`);
    const said: string[] = [];
    const second = open(test, { snapshot, log: (line) => said.push(line) });
    assert.deepEqual(said, []);
    assert.equal((await mint(second, agent)).status, 201);
  });
});
