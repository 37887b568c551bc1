import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attributeTextsOf, eventsOf, methodsOf, settingsOf } from './public-names.js';
import { compareTable, rowsBelow } from './readme.js';

const page = `
### Methods of \`thing\`

| method | what |
| --- | --- |
| \`show()\` | opens |
| \`rate(id, { a \\| b })\` | rates |

### Events

| event | detail | when |
| --- | --- | --- |
| \`sent\` \\* | \`text\`, \`turn\` | sent |
| \`open\` | – | opened |
`;

describe('the tables of the README', () => {
  it('are read by their heading, row by row', () => {
    assert.deepEqual(rowsBelow(page, 'Methods of thing', 1), ['show', 'rate']);
    assert.deepEqual(rowsBelow(page, 'Events', 2), ['sent *|text turn', 'open|–']);
    assert.deepEqual(rowsBelow(page, 'Slots', 1), []);
  });

  it('tell what is missing and what is too many', () => {
    assert.deepEqual(compareTable(page, { heading: 'Methods of thing', names: ['show', 'hide'] }), [
      'README.md, "Methods of thing": no row for hide',
      'README.md, "Methods of thing": rate is not in the sources',
    ]);
  });
});

describe('the public names', () => {
  it('are the settings and methods of an element, without what is not for others', () => {
    const text = `class Thing extends Base {
      static override readonly properties = { tokenUrl: { attribute: 'token-url' }, open: { type: Boolean }, data: { attribute: false } };
      show(): void {}
      #hide() {}
      protected draw() {}
      override render() {}
      get size() { return 1; }
    }`;
    assert.deepEqual(settingsOf({ path: 'thing.ts', text }), [
      { property: 'tokenUrl', attribute: 'token-url' },
      { property: 'open', attribute: 'open' },
      { property: 'data', attribute: undefined },
    ]);
    assert.deepEqual(methodsOf({ path: 'thing.ts', text }), ['show']);
  });

  it('are events with the fields of their details', () => {
    const text = `interface Sent { readonly text: string; turn?: Turn }
      interface Events { 'x-sent': CustomEvent<Sent>; 'x-open': CustomEvent<null> }`;
    assert.deepEqual(
      [...eventsOf({ path: 'events.ts', text }, 'Events')],
      [
        ['x-sent', ['text', 'turn']],
        ['x-open', []],
      ],
    );
  });

  it('are parts of templates, fixed and chosen', () => {
    const text = 'html`<p part="a b"><i aria-part="no" part=${busy ? "send stop" : "send"}></i></p>`';
    assert.deepEqual(attributeTextsOf({ path: 'view.ts', text }, 'part'), ['a b', 'send stop', 'send']);
  });
});
