import { expect } from '@open-wc/testing';
import { html } from 'lit';
import { block, finish, say } from '../../../demo/emulator/script.js';
import type { BlockDetail, BlockRenderer, ErrorDetail } from '../../../src/element/index.js';
import { openAgent } from '../../support/agent.js';
import { readBlock } from '../../../src/core/blocks.js';
import { draw, drawAgain, drawBlock, texts } from './draw.js';

const map = { kind: 'store-map', title: 'Our shop', city: 'Kiel' };

/** Draws with functions of the page, and tells which failed. */
const drawWith = (custom: Readonly<Record<string, BlockRenderer>>, data: object = map) => {
  const failed: unknown[][] = [];
  const more = { custom, failed: (...values: unknown[]) => failed.push(values) };
  return { drawn: draw(data, more), failed, more };
};

/** Counts how often it was pressed. */
const counter: BlockRenderer = (_block, { kept, keep }) =>
  html`<button @click=${() => keep(((kept as number) ?? 0) + 1)}>${kept ?? 0}</button>`;

describe('A block that the page draws', () => {
  it('may be text, a template or a node', () => {
    expect(drawWith({ 'store-map': (each) => `${each.title}!` }).drawn.textContent).to.equal('Our shop!');
    expect(texts(drawWith({ 'store-map': (each) => html`<b>${each.data['city']}</b>` }).drawn, 'b')).to.deep.equal([
      'Kiel',
    ]);
    const node = document.createElement('figure');
    expect(drawWith({ 'store-map': () => node }).drawn.contains(node)).to.equal(true);
  });

  it('wins over ours', () => {
    expect(
      texts(drawWith({ alert: () => html`<b>mine</b>` }, { kind: 'alert', title: 'Theirs' }).drawn, 'b, p'),
    ).to.deep.equal(['mine']);
  });

  it('keeps its node until the block changes', () => {
    let count = 0;
    const custom = {
      'store-map': () => {
        const node = document.createElement('figure');
        node.textContent = String(++count);
        return node;
      },
    };
    const shown = readBlock(map, 'm')!;
    const host = drawBlock(shown, { custom });
    const figure = host.querySelector('figure');
    drawBlock(shown, { custom, busy: true }, host);
    expect(host.querySelector('figure')).to.equal(figure);
    drawBlock({ ...shown }, { custom }, host);
    expect(texts(host, 'figure')).to.deep.equal(['2']);
  });

  for (const [how, renderer] of [
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
    ['answers what cannot be drawn', () => Symbol('broken')],
    [
      'throws while it is drawn',
      () =>
        html`<p>${{
          get [Symbol.iterator](): never {
            throw new Error('broken');
          },
        }}</p>`,
    ],
    ['is no function', 'broken'],
  ] as const) {
    it(`shows its words where the function ${how}, and says so`, () => {
      const { drawn, failed, more } = drawWith({ 'store-map': renderer as BlockRenderer });
      expect(texts(drawn, 'p')).to.deep.equal(['Our shop']);
      expect(failed.map(([kind, cause]) => [kind, cause instanceof Error])).to.deep.equal([['store-map', true]]);
      drawAgain(
        drawn,
        { ...map, title: 'Another' },
        { ...more, custom: { 'store-map': (each) => html`<b>${each.title}</b>` } },
      );
      expect(texts(drawn, 'b, p')).to.deep.equal(['Another']);
    });
  }

  it('falls back to ours where there is one', () => {
    const { drawn } = drawWith(
      {
        alert: () => {
          throw new Error('broken');
        },
      },
      { kind: 'alert', title: 'Stock' },
    );
    expect(texts(drawn, '[role="note"]')).to.deep.equal(['Stock']);
  });

  it('may remember something and draw itself anew', () => {
    const { drawn, more } = drawWith({ 'store-map': counter });
    const press = drawn.querySelector('button')!;
    press.click();
    press.click();
    expect(press.textContent).to.equal('2');
    drawAgain(drawn, { ...map, title: 'Moved' }, more);
    expect(press.textContent).to.equal('2');
    drawAgain(drawn, { ...map, id: 'another' }, more);
    expect(press.textContent).to.equal('0');
  });

  it('is not read from a prototype', () => {
    expect(texts(drawWith({}, { kind: 'toString', title: 'T' }).drawn, 'p')).to.deep.equal(['T']);
  });
});

describe('A page with blocks of its own', () => {
  it('is told of each block, and may put an element into its place', async () => {
    const agent = await openAgent([say('Here it is.'), block('store-map', { id: 'm', title: 'Our shop' }), finish()]);
    const told: BlockDetail[] = [];
    agent.element.addEventListener('zaby-block', ({ detail }) => {
      told.push(detail);
      const own = document.createElement('p');
      own.slot = detail.slot;
      own.textContent = `A map of ${detail.block.title}`;
      agent.element.append(own);
    });
    await agent.send('Where are you?');
    await agent.until(() => told.length > 0);
    const [{ block: shown, slot, turnId }] = told as [BlockDetail];
    expect([shown.kind, shown.title]).to.deep.equal(['store-map', 'Our shop']);
    const place = agent.element.shadowRoot!.querySelector<HTMLSlotElement>(`slot[name="${slot}"]`)!;
    expect(place.assignedElements().map(({ textContent }) => textContent)).to.deep.equal(['A map of Our shop']);
    expect(agent.element.querySelector('p')!.checkVisibility()).to.equal(true);
    expect(place.querySelector('.block')!.checkVisibility()).to.equal(false);
    expect(turnId).to.be.a('string');
    expect(told.length).to.equal(1);
  });

  it('hears of a function that fails, and the rest of the answer is there', async () => {
    const errors: ErrorDetail[] = [];
    const cause = new Error('no map today');
    const agent = await openAgent(
      [say('Before.'), block('store-map', { title: 'Our shop' }), say('After.'), finish()],
      {
        properties: {
          blocks: {
            'store-map': () => {
              throw cause;
            },
          },
        },
      },
    );
    agent.element.addEventListener('zaby-error', ({ detail }) => errors.push(detail));
    await agent.send('Where are you?');
    await agent.until(() => errors.length > 0);
    expect([errors[0]!.code, errors[0]!.cause, errors[0]!.error.message]).to.deep.equal([
      'invalid-argument',
      cause,
      "The page's own function for blocks of the kind store-map failed",
    ]);
    expect(texts(agent.element.shadowRoot!, '.agent p')).to.deep.equal(['Before.', 'Our shop', 'After.']);
  });
});
