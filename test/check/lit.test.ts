import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withoutUnreached } from '../../build/lit.js';

describe('Lit in the built files', () => {
  it('is not made from a Lit of another form', () => {
    assert.throws(() => withoutUnreached('css-tag.js', 'export const css = () => {};'), /css-tag\.js of Lit/);
  });

  it('is whole where nothing is known of a file', () => {
    assert.equal(withoutUnreached('directive.js', 'export {};'), 'export {};');
  });
});
