/** A page with our element, as a site would embed it: its own defaults, storage included. */
import type { ZabyAgent } from '../../../src/element/zaby-agent.js';
import { enter } from './contestant.js';

const element = document.querySelector<ZabyAgent>('zaby-agent')!;

const showMore = () => element.shadowRoot?.querySelector<HTMLElement>('[part~=show-more]');

enter({
  async send(load) {
    await customElements.whenDefined('zaby-agent');
    const turn = await element.sendMessage(load);
    if (turn?.status !== 'finished') throw new Error(`The answer ended as ${turn?.status}`);
    // The others draw all of it.
    for (let more = showMore(); more; more = showMore()) {
      more.click();
      await element.updateComplete;
    }
  },
  messages: () => element.shadowRoot?.querySelector('.turns'),
  input: () => element.shadowRoot?.querySelector<HTMLElement>('.composer-input:not([disabled])'),
});
