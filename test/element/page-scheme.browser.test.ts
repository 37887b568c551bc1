import { expect, fixture, html } from '@open-wc/testing';
import { say } from '../../demo/emulator/script.js';
import { lightnessOf } from '../../src/element/controllers/page-scheme.js';
import { type OpenAgent, openAgent } from '../support/agent.js';
import { contrast } from './contrast.js';
import { emulate, emulateNothing } from './emulate-media.js';

/** What the page says about its looks, until the test is over. */
const sheet = new CSSStyleSheet();
beforeEach(() => {
  document.adoptedStyleSheets = [sheet];
});
afterEach(async () => {
  document.adoptedStyleSheets = [];
  document.documentElement.removeAttribute('class');
  await emulateNothing();
});

const pageWith = (css: string): void => sheet.replaceSync(css);

const open = (attributes: Record<string, string> = {}): Promise<OpenAgent> =>
  openAgent([say('Hello.')], { attributes });

/** As it is seen: whether black reads on it, or white. */
const schemeOf = ({ element }: OpenAgent): 'light' | 'dark' | undefined => {
  const panel = element.shadowRoot?.querySelector('[part=panel]');
  if (!panel) return undefined;
  return contrast(getComputedStyle(panel).backgroundColor, '#000') > 4.5 ? 'light' : 'dark';
};

const becomes = (agent: OpenAgent, scheme: 'light' | 'dark'): Promise<void> =>
  agent.until(() => schemeOf(agent) === scheme, `it did not become ${scheme}`);

describe('the colour scheme of an element', () => {
  it('is what the page declares where the element stands', async () => {
    pageWith('aside { color-scheme: dark; }');
    const agent = await open();
    await becomes(agent, 'light');
    const aside = await fixture(html`<aside></aside>`);
    aside.append(agent.element);
    await becomes(agent, 'dark');
    pageWith('aside { color-scheme: light; }');
    await becomes(agent, 'light');
  });

  it('follows the system where the page does', async function () {
    pageWith(':root { color-scheme: light dark; }');
    const agent = await open();
    await becomes(agent, 'light');
    await emulate(this, { colorScheme: 'dark' });
    await becomes(agent, 'dark');
  });

  it('stays light with a page that knows no other, whatever the system', async function () {
    await emulate(this, { colorScheme: 'dark' });
    pageWith('body { color: #222; background: #fff; }');
    const agent = await open();
    await agent.send('Hello');
    expect(schemeOf(agent)).to.equal('light');
  });

  it('is that of a page which is dark and does not declare it', async () => {
    pageWith('body { color: #ddd; background: #111; }');
    const agent = await open();
    await becomes(agent, 'dark');
    // What draws answers brings style sheets of its own.
    await agent.send('Hello');
    expect(schemeOf(agent)).to.equal('dark');
  });

  it('goes with the switch of the page, also where that changes colours slowly', async () => {
    pageWith('body { color: #222; transition: color 120ms; } .dark body { color: oklch(0.92 0.01 250); }');
    const agent = await open();
    await becomes(agent, 'light');
    await agent.send('Hello');
    document.documentElement.className = 'dark';
    await becomes(agent, 'dark');
    document.documentElement.className = '';
    await becomes(agent, 'light');
  });

  it('goes with the media queries of a page that declares nothing', async function () {
    pageWith('@media (prefers-color-scheme: dark) { body { color: #eee; } }');
    const agent = await open();
    await becomes(agent, 'light');
    await agent.send('Hello');
    await emulate(this, { colorScheme: 'dark' });
    await becomes(agent, 'dark');
  });

  it('is found anew where the element is put elsewhere', async () => {
    pageWith('aside { color: white; background: black; }');
    const agent = await open();
    await becomes(agent, 'light');
    await agent.send('Hello');
    const aside = await fixture(html`<aside></aside>`);
    aside.append(agent.element);
    await becomes(agent, 'dark');
    document.body.append(agent.element);
    await becomes(agent, 'light');
    agent.close();
    agent.element.remove();
  });

  it('is fixed by the attribute', async () => {
    pageWith('body { color: white; background: black; }');
    const agent = await open({ 'color-scheme': 'light' });
    await agent.send('Hello');
    expect(schemeOf(agent)).to.equal('light');
    agent.element.setAttribute('color-scheme', 'auto');
    await becomes(agent, 'dark');
  });

  it('is what a rule of the page says for the element', async () => {
    pageWith('body { color: white; background: black; } zaby-agent { color-scheme: light; }');
    const agent = await open();
    await agent.send('Hello');
    expect(schemeOf(agent)).to.equal('light');
  });
});

describe('the lightness of a colour', () => {
  it('is read from whatever way a browser writes it', () => {
    const probe = document.createElement('i');
    document.body.append(probe);
    const lightness = (colour: string): number => {
      probe.style.color = colour;
      return lightnessOf(getComputedStyle(probe).color);
    };
    for (const light of ['#eee', 'rgb(255 255 255 / 87%)', 'oklch(0.9 0.05 240)', 'oklab(0.9 0 0)', 'lab(95 0 -4)'])
      expect(lightness(light), light).to.be.above(0.8);
    for (const light of ['lch(92 4 260)', 'color(display-p3 0.9 0.9 1)', 'color(srgb 0.9 0.9 1)', 'beige'])
      expect(lightness(light), light).to.be.above(0.8);
    for (const dark of ['#222', 'oklch(0.2 0.05 240)', 'lab(12 0 -4)', 'lch(9 4 260)', 'color(display-p3 0.1 0.1 0.2)'])
      expect(lightness(dark), dark).to.be.below(0.3);
    probe.remove();
  });
});
