import { expect, waitUntil } from '@open-wc/testing';
import type { GalleryPanel } from '../../../demo/pages/gallery-panel.js';
import type { Part } from '../../../src/core/index.js';
import { answers } from '../../../src/element/answers.js';
import { changeTurn, openPanel, painted, partOf } from './open-panel.js';

const say = (...texts: string[]): Part[] =>
  texts.map((text, index) => ({ id: `said-${index}`, kind: 'text', text, done: true }));

const draw = async (panel: GalleryPanel): Promise<void> => {
  panel.answers = answers;
  await panel.updateComplete;
  await painted();
};

const elements = (panel: GalleryPanel, part = 'text'): HTMLElement[] => [
  ...panel.shadowRoot!.querySelectorAll<HTMLElement>(`[part~="${part}"]`),
];

const texts = (panel: GalleryPanel, part: string): string[] =>
  elements(panel, part).map(({ innerText }) => innerText.replaceAll(/\s*\n\s*/g, '\n'));

const prose = 'The shop opens at nine, and closes when the last person has gone home. '.repeat(4).trim();

describe('an answer before what draws it is here', () => {
  it('has the place that it will have: paragraphs do not move when it is drawn', async () => {
    const panel = await openPanel('History', { answers: undefined });
    await changeTurn(panel, { parts: say(prose, `${prose}\n\n${prose}\n\n${prose}`, 'Short.') });
    await painted();
    const before = elements(panel).map((text) => text.getBoundingClientRect().toJSON());
    await draw(panel);
    expect(elements(panel).map((text) => text.getBoundingClientRect().toJSON())).to.deep.equal(before);
  });

  it('shows every sign as it was written', async () => {
    const panel = await openPanel('History', { answers: undefined });
    await changeTurn(panel, { parts: say('**Bold** <b>tag</b>\n- one\n- two\n\n\n    code') });
    expect(elements(panel).at(-1)!.innerText).to.equal('**Bold** <b>tag</b>\n- one\n- two\n\n    code');
  });

  it('names the tools it used and the work it does', async () => {
    const tools = await openPanel('Tools', { answers: undefined });
    expect(texts(tools, 'agent-message')).to.deep.equal(['Assistant\nFind orders\nTrack parcel\nAsk warehouse']);
    const work = await openPanel('Progress', { answers: undefined });
    expect(texts(work, 'agent-message')).to.deep.equal(['Assistant\nWriting the sales report']);
  });

  it('is accessible', async () => {
    const panel = await openPanel('Finished', { answers: undefined });
    await painted();
    await expect(panel).to.be.accessible();
  });

  it('leaves the end in sight when it is drawn', async () => {
    const panel = await openPanel('Finished', { answers: undefined });
    await painted();
    const log = partOf(panel, 'log');
    await draw(panel);
    expect(log.scrollHeight - log.clientHeight - log.scrollTop).to.be.lessThan(2);
  });

  it('leaves what somebody reads further up where it is', async () => {
    const panel = await openPanel('History', { answers: undefined });
    const list = '- one\n- two\n- three\n\n# Heading\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n';
    await changeTurn(panel, { parts: say(list, list, prose, 'Read this.', list, list) });
    await painted();
    const log = partOf(panel, 'log');
    const read = elements(panel).find(({ innerText }) => innerText === 'Read this.')!;
    log.scrollBy(0, read.getBoundingClientRect().top - log.getBoundingClientRect().top - 30);
    await waitUntil(() => !panel.controllers.scroll.following);
    await painted();
    const before = read.getBoundingClientRect().top;
    await draw(panel);
    expect(read.getBoundingClientRect().top).to.be.closeTo(before, 1);
  });
});
