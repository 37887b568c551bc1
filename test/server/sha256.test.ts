import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sha256, sha256ByWebCrypto } from '../../src/server/sha256.js';

describe('the id of a session', () => {
  it('is the same on Node and on runtimes that only have Web Crypto', async () => {
    // FIPS 180-2, appendix B.1.
    assert.equal(await sha256('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    for (const text of ['', 'abc', '["ada","3f0c2a9e"]', 'ü語😀', 'x'.repeat(1000)])
      assert.equal(await sha256(text), await sha256ByWebCrypto(text));
  });
});
