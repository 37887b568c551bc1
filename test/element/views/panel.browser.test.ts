import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { emulateMedia, sendKeys } from '@web/test-runner-commands';
import { GalleryLauncher } from '../../../demo/pages/gallery-launcher.js';
import { galleryStates } from '../../../demo/pages/gallery-states.js';
import type { Part } from '../../../src/core/index.js';
import { de } from '../../../src/element/locales/de.js';
import { registerLocale } from '../../../src/element/locales/index.js';
import { actsOf, changeTurn, openPanel, painted, partOf } from './open-panel.js';

registerLocale('de', de);
customElements.define('gallery-launcher', GalleryLauncher);

const launcherButton = async (model: GalleryLauncher['model']): Promise<HTMLButtonElement> => {
  const element = await fixture<GalleryLauncher>(html`<gallery-launcher .model=${model}></gallery-launcher>`);
  return element.shadowRoot!.querySelector('button')!;
};

const name = async (model: GalleryLauncher['model']): Promise<string | null> =>
  (await launcherButton(model)).getAttribute('aria-label');

describe('the launcher', () => {
  it('says what goes on inside', async () => {
    expect(await name({})).to.equal('Open chat');
    expect(await name({ unread: 1 })).to.equal('Open chat, 1 new message');
    const activity = { text: 'Answering…' };
    expect(await name({ approval: true, activity, unread: 2 })).to.equal(
      'Open chat, an approval is waiting for you, 2 new messages',
    );
    expect(await name({ activity })).to.equal('Open chat, the assistant is answering');
    expect(await name({ activity: { text: 'Step 3 of 10: Reading invoices', since: 0 } })).to.equal(
      'Open chat, Step 3 of 10: Reading invoices',
    );
  });

  it('tells whether the panel is open', async () => {
    const button = await launcherButton({});
    expect(button.getAttribute('aria-expanded')).to.equal('false');
    button.click();
    await waitUntil(() => button.getAttribute('aria-expanded') === 'true');
    expect(button.getAttribute('aria-label')).to.equal('Close chat');
  });
});

describe('the panel', () => {
  it('is closed by Escape where it floats', async () => {
    const panel = await openPanel('Empty', { mode: 'floating' });
    partOf(panel, 'input').focus();
    await sendKeys({ press: 'Escape' });
    expect(actsOf(panel)).to.deep.equal(['close']);
  });

  it('cannot be closed where it is part of the page', async () => {
    const panel = await openPanel('Empty');
    partOf(panel, 'input').focus();
    await sendKeys({ press: 'Escape' });
    expect(actsOf(panel)).to.deep.equal([]);
    expect(panel.shadowRoot!.querySelector('[part~=close]')).to.equal(null);
  });

  it('does not draw a turn again while another one grows', async () => {
    const panel = await openPanel('History');
    const [first, , , , , last] = panel.shadowRoot!.querySelectorAll('[part~=agent-message] p');
    const part: Part = { id: 'more', kind: 'text', text: 'More', done: false };
    await changeTurn(panel, { status: 'running', parts: [...panel.state.turns.at(-1)!.parts, part] });
    const now = panel.shadowRoot!.querySelectorAll('[part~=agent-message] p');
    expect(now[0]).to.equal(first);
    expect(now[5]).to.equal(last);
  });

  it('speaks the language that is asked for, and English where nobody taught it', async () => {
    const german = await openPanel('Approval', { locale: 'de-AT' });
    expect(partOf(german, 'approve').textContent!.trim()).to.equal('Freigeben');
    expect(partOf(german, 'panel').lang).to.equal('de-AT');
    const unknown = await openPanel('Approval', { locale: 'tlh' });
    expect(partOf(unknown, 'approve').textContent!.trim()).to.equal('Approve');
    expect(partOf(unknown, 'panel').lang).to.match(/^en\b/);
  });

  it('offers to try again only what can be tried again', async () => {
    const lost = await openPanel('Unreachable');
    partOf(lost, 'retry').click();
    expect(actsOf(lost)).to.deep.equal(['retry']);
    const forbidden = await openPanel('Unreachable');
    await changeTurn(forbidden, { error: { code: 'forbidden', message: 'No', retryable: false } });
    expect(forbidden.shadowRoot!.querySelector('[part~=retry]')).to.equal(null);
  });

  it('lets a person try again who has signed in meanwhile', async () => {
    const signedOut = await openPanel('Sign in');
    partOf(signedOut, 'retry').click();
    expect(actsOf(signedOut)).to.deep.equal(['retry']);
  });

  it('tells when a limit ends, and waits until then', async () => {
    const panel = await openPanel('Rate limited');
    expect(partOf(panel, 'notice').textContent).to.contain('You can try again in 0:42.');
    partOf(panel, 'retry').click();
    expect(actsOf(panel)).to.deep.equal([]);
  });

  it('keeps the paragraphs of an answer apart', async () => {
    const panel = await openPanel('Finished');
    await changeTurn(panel, { parts: [{ id: 'text', kind: 'text', text: 'One.\n\nTwo.', done: true }] });
    const [first, second] = [...partOf(panel, 'text').querySelectorAll('p')].map((p) => p.getBoundingClientRect());
    expect(second!.top - first!.bottom).to.equal(12);
  });

  it('marks a growing answer as busy until it is finished', async () => {
    const panel = await openPanel('Streaming');
    expect(partOf(panel, 'agent-message').getAttribute('aria-busy')).to.equal('true');
    await changeTurn(panel, { status: 'finished' });
    expect(partOf(panel, 'agent-message').getAttribute('aria-busy')).to.equal('false');
  });

  it('never moves the focus by itself, whatever happens in a conversation', async () => {
    const panel = await openPanel('Empty');
    const input = partOf(panel, 'input');
    input.focus();
    for (const { state } of galleryStates) {
      panel.state = state;
      await panel.updateComplete;
      await painted();
      expect(panel.shadowRoot!.activeElement).to.equal(input);
    }
  });

  it('stands still where the person wants less motion', async () => {
    await emulateMedia({ reducedMotion: 'reduce' });
    for (const moving of ['Streaming', 'Sending', 'Tools', 'Progress without a total', 'Reconnecting']) {
      const panel = await openPanel(moving);
      await painted();
      expect(panel.shadowRoot!.getAnimations(), moving).to.deep.equal([]);
    }
    await emulateMedia({ reducedMotion: 'no-preference' });
  });

  it('can be used by the keyboard alone, in the order that one sees', async () => {
    const panel = await openPanel('Tools');
    const order: string[] = [];
    partOf(panel, 'new-conversation').focus();
    for (let index = 0; index < 7; index += 1) {
      const focused = panel.shadowRoot!.activeElement!;
      order.push(focused.getAttribute('part') ?? focused.localName);
      await sendKeys({ press: 'Tab' });
    }
    expect(order).to.deep.equal(['new-conversation', 'log', 'summary', 'summary', 'summary', 'summary', 'input']);
    expect(panel.shadowRoot!.activeElement).to.equal(partOf(panel, 'send'));
  });

  it('unfolds what a tool was given and gave by the keyboard', async () => {
    const panel = await openPanel('Tools');
    const call = partOf<HTMLDetailsElement>(panel, 'tool-call');
    call.querySelector('summary')!.focus();
    await sendKeys({ press: 'Enter' });
    expect(call.open).to.equal(true);
    await painted();
    expect(call.textContent).to.contain('Customer').and.to.contain('Orders');
  });
});

describe('feedback', () => {
  it('sends a thumb at once, and stars and a comment after it', async () => {
    const panel = await openPanel('Finished');
    partOf(panel, 'thumb').click();
    await panel.updateComplete;
    const form = partOf<HTMLFormElement>(panel, 'feedback-form');
    form.querySelector<HTMLInputElement>('[value="4"]')!.click();
    partOf<HTMLTextAreaElement>(panel, 'comment').value = 'Quick!';
    partOf(panel, 'send-feedback').click();
    await waitUntil(() => panel.shadowRoot!.activeElement?.matches('.thanks') ?? false);
    expect(panel.acts).to.deep.equal([
      ['rate', 'turn-1', { rating: 5, label: 'thumbs-up' }],
      ['rate', 'turn-1', { rating: 4, label: 'thumbs-up', comment: 'Quick!' }],
    ]);
    expect(panel.shadowRoot!.activeElement!.textContent).to.equal('Thank you for your feedback.');
  });

  it('tells when a rating was not sent, and sends it again', async () => {
    const panel = await openPanel('Rating not sent');
    partOf(panel, 'feedback').querySelector<HTMLElement>('.quiet')!.click();
    expect(panel.acts).to.deep.equal([['rate', 'turn-1', { rating: 1, label: 'thumbs-down' }]]);
  });

  it('is not asked for where there is nothing to rate', async () => {
    const panel = await openPanel('Stopped');
    for (const text of ['', ' \n', '## ', '**']) {
      // oxlint-disable-next-line no-await-in-loop -- One after the other.
      await changeTurn(panel, { parts: [{ id: 'text', kind: 'text', text, done: true, cut: true }] });
      expect(panel.shadowRoot!.querySelector('[part~=feedback]'), JSON.stringify(text)).to.equal(null);
    }
    await changeTurn(panel, { parts: [{ id: 'text', kind: 'text', text: '## 👍', done: true }] });
    expect(partOf(panel, 'feedback')).to.be.instanceOf(HTMLElement);
  });

  it('is not asked for while an answer grows', async () => {
    const panel = await openPanel('Streaming');
    expect(panel.shadowRoot!.querySelector('[part~=feedback]')).to.equal(null);
  });
});
