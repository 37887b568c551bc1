import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ZabyError } from '../../src/core/errors.js';
import { developerHint } from '../../src/element/controllers/developer-hint.js';

const hint = (error: ZabyError, isOnline = true) => developerHint(error, 'https://shop.example', isOnline);
const runs = 'https://genapi.example/api/v1/agent-runtime/runs';

describe('the console tells the developer', () => {
  const addresses = {
    'api-origin': runs,
    'runtime-url': 'https://edge.example/run/aiui',
    'agent-url': 'https://agents.example/agent',
  };
  for (const [attribute, url] of Object.entries(addresses)) {
    it(`which address answered 404, where ${attribute} is wrong`, () => {
      const told = hint(new ZabyError('not-found', 'Not found', { url, status: 404 }));
      assert.ok(told?.includes(url) && told.includes(`Is ${attribute} right?`), told);
    });

    it(`which address nothing answers at, where ${attribute} is wrong`, () => {
      const told = hint(new ZabyError('network', 'Nothing answered', { url }));
      assert.ok(told?.includes(url) && told.includes(`is ${attribute} right`), told);
    });
  }

  it('that token-url answers with a page', () => {
    const url = 'https://shop.example/token';
    const told = hint(new ZabyError('sign-in-required', 'Sign in', { url, status: 200 }));
    assert.match(told ?? '', /^token-url answered with a page instead of JSON: https:\/\/shop\.example\/token\./);
  });

  it('nothing of what is not theirs to mend', () => {
    assert.equal(hint(new ZabyError('network', 'Nothing answered', { url: runs }), false), undefined);
    assert.equal(hint(new ZabyError('sign-in-required', 'Sign in', { status: 401 })), undefined);
    assert.equal(hint(new ZabyError('not-found', 'Gone', { url: `${runs}/1/approvals/2/approve` })), undefined);
  });
});
