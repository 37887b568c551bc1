import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { minifyCss, minifyHtml } from '../../build/templates.js';

describe('the shortening of templates', () => {
  it('drops comments and white space from CSS, and nothing that means something', () => {
    const css = `
      :host(:not([hidden])) {
        color: light-dark(#123, #fff); /* Text */
        font: 1em/1.5 "A  b; } 0.5", 'c';
        opacity: 0.5;
        inset: 10.5px -0.5em 0;
      }
      a :hover > b + c,
      d { content: '/* kept  */ \\2014'; width: calc(1px + 2px) }
    `;
    assert.equal(
      minifyCss(css).trim(),
      `:host(:not([hidden])){color:light-dark(#123,#fff);font:1em/1.5 "A  b; } 0.5",'c';opacity:.5;inset:10.5px -.5em 0}a :hover>b + c,d{content:'/* kept  */ \\2014';width:calc(1px + 2px)}`,
    );
  });

  it('keeps the space between two words of HTML, and spaces that stand on one line', () => {
    assert.equal(minifyHtml('<p>\n    One\n    two  <b>three</b>\n  </p>'), '<p> One two  <b>three</b> </p>');
  });
});
