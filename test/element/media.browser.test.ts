import { expect, fixture, html } from '@open-wc/testing';
import { GalleryLauncher } from '../../demo/pages/gallery-launcher.js';
import { longConversation } from '../../demo/pages/gallery-long.js';
import { contrast } from './contrast.js';
import { emulate, emulateNothing } from './emulate-media.js';
import { themeNames, wearTheme } from './themes.js';
import { openPanel, painted, partOf } from './views/open-panel.js';

customElements.define('gallery-launcher', GalleryLauncher);

describe('on paper', () => {
  beforeEach(function () {
    return emulate(this, { media: 'print' });
  });
  afterEach(emulateNothing);

  it('a conversation is as long as it is, dark on white, without its buttons', async () => {
    const panel = await openPanel('Finished');
    panel.setAttribute('color-scheme', 'dark');
    await painted();
    const log = partOf(panel, 'log');
    expect(getComputedStyle(log).overflow).to.equal('visible');
    expect(panel.offsetHeight).to.be.at.least(log.scrollHeight);
    for (const part of ['composer', 'new-conversation', 'feedback', 'copy'])
      expect(partOf(panel, part).checkVisibility(), part).to.equal(false);
    // Where browsers print no backgrounds.
    const bubble = panel.shadowRoot!.querySelector('.bubble')!;
    for (const words of [bubble, partOf(panel, 'agent-message'), partOf(panel, 'heading')])
      expect(contrast(getComputedStyle(words).color, '#fff')).to.be.at.least(4.5);
  });

  it('what floats is not there', async () => {
    const launcher = await fixture<GalleryLauncher>(
      html`<gallery-launcher mode="floating" .model=${{}}></gallery-launcher>`,
    );
    expect(launcher.checkVisibility()).to.equal(false);
    await emulateNothing();
    expect(launcher.checkVisibility()).to.equal(true);
  });
});

describe('with less motion', () => {
  beforeEach(function () {
    return emulate(this, { reducedMotion: 'reduce' });
  });
  afterEach(emulateNothing);

  it('nothing moves, whatever the agent is at', async () => {
    for (const state of ['Streaming', 'Sending', 'Thinking', 'Tools', 'Progress', 'Progress without a total']) {
      const panel = await openPanel(state, { mode: 'floating' });
      await painted();
      expect(panel.shadowRoot!.getAnimations(), state).to.deep.equal([]);
      expect(getComputedStyle(partOf(panel, 'log')).scrollBehavior, state).to.equal('auto');
      panel.remove();
    }
  });
});

/** Every part of a conversation with its size. */
const boxes = async (): Promise<string[]> => {
  const panel = await openPanel(longConversation(3));
  await painted();
  const all = [...panel.shadowRoot!.querySelectorAll<HTMLElement>('[part]')].map((element) => {
    const { width, height } = element.getBoundingClientRect();
    return `${element.getAttribute('part')} ${width} ${height}`;
  });
  panel.remove();
  return all;
};

describe('on a page with another root size', () => {
  afterEach(() => {
    document.documentElement.style.fontSize = '';
  });

  it('everything is as large as elsewhere, in every theme', async () => {
    for (const theme of themeNames) {
      const takeOff = await wearTheme(theme, 'gallery-panel');
      document.documentElement.style.fontSize = '';
      const elsewhere = await boxes();
      document.documentElement.style.fontSize = '62.5%';
      expect(await boxes(), theme).to.deep.equal(elsewhere);
      takeOff();
    }
  });
});
