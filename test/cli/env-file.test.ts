import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseEnv } from 'node:util';
import * as fc from 'fast-check';
import { openEnvFile, setVariable } from '../../src/cli/init/env-file.js';
import { makeFolder } from './support.js';

describe('writing a .env', () => {
  it('begins one that only its owner may read', async (test) => {
    const path = join(await makeFolder(test), '.env');
    await (await openEnvFile(path)).write({ ZABY_APP_ID: 'app_1' });
    assert.equal(await readFile(path, 'utf8'), 'ZABY_APP_ID=app_1\n');
    assert.equal((await stat(path)).mode & 0o777, 0o600);
  });

  it('closes one that everyone could read, once there is a key in it', async (test) => {
    const path = join(await makeFolder(test), '.env');
    await writeFile(path, 'A=1\n', { mode: 0o644 });
    await chmod(path, 0o644);
    await (await openEnvFile(path)).write({ ZABY_API_KEY: 'zaby_pk_1' });
    assert.equal((await stat(path)).mode & 0o777, 0o600);
  });

  it('keeps every other line, comments and quotes and line ends included', async (test) => {
    const path = join(await makeFolder(test), '.env');
    const before = '# ours\r\nexport A="two\nlines"\nZABY_APP_ID = old # note\n\nB=\'x # y\'\nLAST=1';
    await writeFile(path, before);
    const file = await openEnvFile(path);
    await file.write({ ZABY_APP_ID: 'new', ZABY_POLICY_ID: 'policy' });
    assert.equal(
      await readFile(path, 'utf8'),
      '# ours\r\nexport A="two\nlines"\nZABY_APP_ID=new\n\nB=\'x # y\'\nLAST=1\nZABY_POLICY_ID=policy\n',
    );
    assert.equal(file.values['ZABY_APP_ID'], 'new');
  });

  it('leaves a variable alone that is only told of in the value of another', () => {
    const text = 'NOTE="write\nZABY_APP_ID=here\n"\n';
    assert.equal(setVariable(text, 'ZABY_APP_ID', 'app'), `${text}ZABY_APP_ID=app\n`);
  });

  it('changes the assignment that counts, where there are two', () => {
    assert.equal(setVariable('A=1\nA=2\n', 'A', '3'), 'A=1\nA=3\n');
  });

  it('writes through a link, and leaves it one', async (test) => {
    const folder = await makeFolder(test);
    await mkdir(join(folder, 'shared'));
    await writeFile(join(folder, 'shared/env'), 'A=1\n');
    await symlink(join(folder, 'shared/env'), join(folder, '.env'));
    await (await openEnvFile(join(folder, '.env'))).write({ B: '2' });
    assert.equal(await readFile(join(folder, 'shared/env'), 'utf8'), 'A=1\nB=2\n');
    assert.deepEqual((await readdir(folder)).toSorted(), ['.env', 'shared']);
  });

  it('says at once that it cannot be written', async (test) => {
    const folder = await makeFolder(test);
    await mkdir(join(folder, '.env'));
    await assert.rejects(openEnvFile(join(folder, '.env')), /\.env cannot be written \(EISDIR\)/);
    await assert.rejects(openEnvFile(join(folder, 'nowhere/.env')), /cannot be written \(ENOENT\)/);
  });

  it('takes no value that would end its line', () => {
    assert.throws(() => setVariable('', 'ZABY_APP_ID', 'app\nNODE_OPTIONS=--require=/tmp/x'), /no \.env can hold/);
  });

  it('is read as it was written, whatever is in it', () => {
    const value = fc.string({
      unit: fc.constantFrom('a', 'Z', '0', '_', ' ', '#', '"', "'", '=', '$', '/', ':', '-'),
    });
    const lines = fc.array(fc.constantFrom('A=1', '# ours', '', 'X="a\nb"', 'Y=`c`', 'export Z=3'), { maxLength: 6 });
    fc.assert(
      fc.property(lines, value, (others, text) => {
        const before = others.join('\n');
        const after = setVariable(before, 'ZABY_NAME', text);
        assert.deepEqual(parseEnv(after), { ...parseEnv(before), ZABY_NAME: text });
        assert.equal(setVariable(after, 'ZABY_NAME', text), after);
      }),
    );
  });
});
