import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { attributes } from '../../src/cli/doctor/check-page.js';
import { createTokenEndpoint, toNodeHandler } from '../../src/server/index.js';
import { settingsOf } from '../check/public-names.js';
import { root } from '../check/source.js';
import { badOnes, examine, visitorOf } from './examine.js';
import { answerWith, html, openShop, runCommand } from './support.js';

describe('doctor on a page where all is well', () => {
  it('finds nothing wrong, and looks at everything', async (test) => {
    const { origin } = await openShop(test);
    const examined = await examine([origin]);
    assert.deepEqual(badOnes(examined), []);
    assert.equal(examined.code, 0);
    const subjects = new Set(examined.findings.map(({ subject }) => subject));
    assert.deepEqual([...subjects].toSorted(), ['endpoint', 'page', 'platform', 'policy', 'script', 'tag', 'token']);
  });

  it('tells each thing in one line, for people', async (test) => {
    const { origin, apiOrigin } = await openShop(test);
    const { code, output } = await runCommand(['doctor', origin]);
    assert.equal(code, 0);
    assert.match(output, new RegExp(`^ok +platform +It lets pages of ${origin} call it\\.$`, 'm'));
    assert.match(output, new RegExp(`^ok +platform +The platform is there: ${apiOrigin}\\.$`, 'm'));
    assert.match(output, /^\d+ checks ok, 0 warnings, 0 faults$/m);
  });

  it('takes the address of the endpoint as well', async (test) => {
    const { origin, apiOrigin } = await openShop(test);
    const examined = await examine([`${origin}/api/zaby-token`, '--api-origin', apiOrigin]);
    assert.deepEqual(badOnes(examined), []);
  });

  it('carries the cookie that the page sets for anonymous visitors', async (test) => {
    const shop = await openShop(test);
    const { account } = shop;
    shop.pages['/'] = answerWith('text/html', html(shop.tag, shop.script), { 'set-cookie': 'visitor=v-1; HttpOnly' });
    const endpoint = createTokenEndpoint({ ...account, identify: visitorOf, onError: () => {} });
    shop.pages['/api/zaby-token'] = toNodeHandler(endpoint) as (typeof shop.pages)[string];
    assert.deepEqual(badOnes(await examine([shop.origin])), []);
  });

  it('knows every attribute that the element reads', async () => {
    const path = 'src/element/zaby-agent.ts';
    const settings = settingsOf({ path, text: await readFile(join(root, path), 'utf8') });
    const names = settings.flatMap(({ attribute }) => attribute ?? []);
    assert.deepEqual([...attributes].toSorted(), names.toSorted());
  });
});

describe('doctor misused', () => {
  it('wants an address', async () => {
    const { code, errors } = await runCommand(['doctor']);
    assert.equal(code, 2);
    assert.match(errors, /takes one address/);
  });
  it('knows no other options, and repeats no value of them', async () => {
    const { code, errors } = await runCommand(['doctor', '--token=eyJabc.def.ghi', 'http://localhost']);
    assert.equal(code, 2);
    assert.match(errors, /no option --token\./);
    assert.doesNotMatch(errors, /eyJ/);
  });
});
