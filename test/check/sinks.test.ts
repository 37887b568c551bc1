import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findSinks } from './sinks.js';

const find = (text: string): string[] =>
  findSinks({ path: 'src/element/planted.ts', text }).map(({ message }) => message);

describe('the search for sinks', () => {
  const planted: readonly (readonly [code: string, message: string])[] = [
    ['element.innerHTML = text;', 'uses innerHTML'],
    ["element['innerHTML'] = text;", 'uses innerHTML'],
    ['element[`outerHTML`] = text;', 'uses outerHTML'],
    ['Object.assign(element, { innerHTML: text });', 'uses innerHTML'],
    ['const { innerHTML } = element;', 'uses innerHTML'],
    ["element.insertAdjacentHTML('beforeend', text);", 'uses insertAdjacentHTML'],
    ['element?.setHTMLUnsafe(text);', 'uses setHTMLUnsafe'],
    ['element.setHTML(text);', 'uses setHTML'],
    ['frame.srcdoc = text;', 'uses srcdoc'],
    ["new DOMParser().parseFromString(text, 'text/html');", 'uses DOMParser'],
    ['range.createContextualFragment(text);', 'uses createContextualFragment'],
    ['document.write(text);', 'uses document.write'],
    ["window.document['writeln'](text);", 'uses document.writeln'],
    ["import { unsafeHTML } from 'lit/directives/unsafe-html.js';", 'imports lit/directives/unsafe-html.js'],
    ["import { unsafeCSS as css } from 'lit';", 'uses unsafeCSS'],
    ["import { literal } from 'lit/static-html.js';", 'imports lit/static-html.js'],
    ["await import('lit/directives/unsafe-svg.js');", 'imports lit/directives/unsafe-svg.js'],
    ['await import(event.module);', 'imports an address that is computed'],
    ['eval(text);', 'uses eval'],
    ['(0, eval)(text);', 'uses eval'],
    ['const run = globalThis.eval;', 'uses eval'],
    ['new Function(text);', 'makes code with Function'],
    ["Function('return this')();", 'makes code with Function'],
    ['(() => {}).constructor(text)();', 'makes code with constructor'],
    ["setTimeout('go()', 1);", 'calls setTimeout with a text'],
    ['window.setInterval(`go(${id})`, 1);', 'calls setInterval with a text'],
    ["setTimeout('go(' + id + ')', 1);", 'calls setTimeout with a text'],
    ["trustedTypes.createPolicy('mine', rules);", 'uses createPolicy'],
    ["document.createElement('script');", 'creates <script>'],
    ["document.createElement('STYLE');", 'creates <STYLE>'.toLowerCase()],
    ["document.createElementNS(svg, 'script');", 'creates <script>'],
    ['document.createElement(event.tag);', 'creates an element whose name is computed'],
    ["element.setAttribute('style', text);", 'sets the attribute style'],
    ["element.setAttribute('onclick', text);", 'sets the attribute onclick'],
    ['element.setAttribute(name, text);', 'sets an attribute whose name is computed'],
    ['html`<p style="color: red">a</p>`;', 'has style= in a template'],
    ['html`<p style=${styleMap(styles)}>a</p>`;', 'has style= in a template'],
    ['html`<p title="a > b" onclick="go()">a</p>`;', 'has onclick= in a template'],
    ['html`<p .innerHTML=${text}></p>`;', 'has .innerHTML= in a template'],
    ['html`<iframe src=${address}></iframe>`;', 'has <iframe> in a template'],
    ['svg`<style>a {}</style>`;', 'has <style> in a template'],
    ['html`<SCRIPT src="a.js"></SCRIPT>`;', 'has <SCRIPT> in a template'],
    ['html`<${tag}>a</${tag}>`;', 'has an element whose name is computed'],
    ['html`<a href="javascript:go()">a</a>`;', 'has an address that is code in href='],
  ];
  for (const [code, message] of planted) {
    it(`finds ${code}`, () => {
      assert.ok(find(code).includes(message), `found ${JSON.stringify(find(code))}`);
    });
  }

  const harmless = [
    '// never element.innerHTML = text',
    "const sentence = 'We never use innerHTML or eval here';",
    'html`<p>Write innerHTML, eval() or <!-- <script> --> in prose</p>`;',
    'html`<p class=${name} @click=${click} ?hidden=${hidden} .value=${value}>a</p>`;',
    'html`<p title="onclick=1 style=2">a</p>`;',
    'html`<a href=${address} rel="noopener">a</a>`;',
    'setTimeout(() => go(), 1); setTimeout(go, 1);',
    "document.createElement('p').setAttribute('role', 'log');",
    "await import('./conversation-view.js');",
    'writer.write(text);',
    'element.style.color = color;',
    'type Callback = Function;',
  ];
  for (const code of harmless) {
    it(`is calm about ${code}`, () => {
      assert.deepEqual(find(code), []);
    });
  }

  it('says where', () => {
    assert.deepEqual(findSinks({ path: 'src/a.ts', text: '\n\na.innerHTML = b;' }), [
      { path: 'src/a.ts', line: 3, message: 'uses innerHTML' },
    ]);
  });

  it('reports a file that does not parse', () => {
    assert.match(find('const = ;')[0] ?? '', /^does not parse/);
  });
});
