import { aTimeout, expect, waitUntil } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import type { GalleryPanel } from '../../../demo/pages/gallery-panel.js';
import type { ApprovalPart, Part } from '../../../src/core/index.js';
import { exact } from '../../../src/element/views/untrusted.js';
import { actsOf, changeTurn, middleOf, openPanel, painted, partOf, stateNamed } from './open-panel.js';

/** Longer than the time in which a click on a new card does not count. */
const read = (): Promise<void> => aTimeout(750);

const press = async (panel: GalleryPanel, part: string): Promise<void> => {
  partOf(panel, part).scrollIntoView({ block: 'nearest' });
  // The browser tells no sooner whether anything covers the button where it is now.
  await aTimeout(250);
  await sendMouse({ type: 'click', position: middleOf(partOf(panel, part)) });
  await panel.updateComplete;
};

const setApproval = (panel: GalleryPanel, change: Partial<ApprovalPart>): Promise<void> =>
  changeTurn(panel, {
    parts: panel.state.turns
      .at(-1)!
      .parts.map((part): Part => (part.kind === 'approval' ? { ...part, ...change } : part)),
  });

describe('an approval card', () => {
  it('is decided by a click of a person who had the time to read it', async () => {
    const panel = await openPanel('Approval');
    await read();
    await press(panel, 'approve');
    expect(panel.acts).to.deep.equal([['approve', 'approval-1', undefined]]);
  });

  it('says who ended the answer before anybody decided', async () => {
    const panel = await openPanel('Approval, not decided');
    expect(partOf(panel, 'approval-result').innerText.trim()).to.equal('Not decided. You stopped the answer.');
    await changeTurn(panel, { status: 'cancelled' });
    expect(partOf(panel, 'approval-result').innerText.trim()).to.equal('Not decided. The answer ended first.');
  });

  it('shows as the words of the agent only what is said to a person', async () => {
    const panel = await openPanel('Approval, without an id');
    const words = () => panel.shadowRoot!.querySelector<HTMLElement>('.approval-words')?.innerText;
    expect(words()).to.contain('Needs a person');
    const request = { toolName: 'refund_order', origin: 'interrupt', reason: 'tool_call' } as const;
    await setApproval(panel, { request });
    expect(words()).to.equal(undefined);
    await setApproval(panel, { request: { ...request, title: 'Refund', description: 'Überweisung' } });
    expect(words()).to.contain('Refund').and.to.contain('Überweisung').and.to.not.contain('tool_call');
  });

  it('is not decided in the first half second', async () => {
    const panel = await openPanel('Approval');
    await painted();
    await sendMouse({ type: 'click', position: middleOf(partOf(panel, 'approve')) });
    expect(actsOf(panel)).to.deep.equal([]);
  });

  it('is not decided by a click that a script made', async () => {
    const panel = await openPanel('Approval');
    await read();
    partOf(panel, 'approve').click();
    expect(actsOf(panel)).to.deep.equal([]);
  });

  it('asks for one more click where something covers it', async function () {
    // What takes no click is told by Chromium alone; elsewhere only what would take it.
    if (!('isVisible' in IntersectionObserverEntry.prototype)) this.skip();
    const panel = await openPanel('Approval');
    const cover = document.createElement('div');
    cover.style.cssText = 'position:fixed;inset:0;z-index:9;background:white;opacity:0.9;pointer-events:none';
    document.body.append(cover);
    await read();
    await press(panel, 'approve');
    expect(actsOf(panel)).to.deep.equal([]);
    expect(panel.shadowRoot!.textContent).to.contain('press once more to confirm');
    await read();
    await press(panel, 'approve');
    expect(actsOf(panel)).to.deep.equal(['approve']);
    cover.remove();
  });

  it('can be decided by the keyboard, and never by Enter in the composer', async () => {
    const panel = await openPanel('Approval');
    await read();
    partOf(panel, 'input').focus();
    await sendKeys({ press: 'Enter' });
    expect(actsOf(panel)).to.deep.equal([]);
    partOf(panel, 'approve').focus();
    await sendKeys({ press: 'Enter' });
    expect(actsOf(panel)).to.deep.equal(['approve']);
  });

  it('asks for a reason before it rejects, and sends it', async () => {
    const panel = await openPanel('Approval');
    await read();
    await press(panel, 'reject');
    await waitUntil(() => panel.shadowRoot!.activeElement?.matches('[part~=reason]') ?? false);
    await sendKeys({ type: 'too much' });
    await sendKeys({ press: 'Enter' });
    expect(actsOf(panel)).to.deep.equal([]);
    await read();
    await press(panel, 'confirm-reject');
    expect(panel.acts).to.deep.equal([['reject', 'approval-1', 'too much']]);
  });

  it('needs no reason, and lets the person go back', async () => {
    const panel = await openPanel('Approval');
    await read();
    await press(panel, 'reject');
    await press(panel, 'back');
    expect(partOf(panel, 'approve')).to.be.instanceOf(HTMLButtonElement);
    await press(panel, 'reject');
    await read();
    await press(panel, 'confirm-reject');
    expect(panel.acts).to.deep.equal([['reject', 'approval-1', undefined]]);
  });

  it('puts the focus on what came of it, and takes no button away under it', async () => {
    const panel = await openPanel('Approval');
    await read();
    await press(panel, 'approve');
    expect(partOf(panel, 'approve').getAttribute('aria-disabled')).to.equal('true');
    await waitUntil(() => panel.shadowRoot!.activeElement?.matches('[part~=approval-result]') ?? false);
    await setApproval(panel, { status: 'approved' });
    expect(panel.shadowRoot!.activeElement).to.equal(partOf(panel, 'approval-result'));
    expect(partOf(panel, 'approval-result').textContent).to.contain('Approved');
    expect(panel.shadowRoot!.querySelector('[part~=approve]')).to.equal(null);
  });

  it('names what is decided in its buttons, and has the harmless one first', async () => {
    const panel = await openPanel('Approval');
    const names = [...panel.shadowRoot!.querySelectorAll('.decision button')].map((button) =>
      button.getAttribute('aria-label'),
    );
    expect(names).to.deep.equal([
      'Reject: Refund order: order id 1042, amount 49.90 EUR',
      'Approve: Refund order: order id 1042, amount 49.90 EUR',
    ]);
  });

  it('shows the exact input before the agent’s own words', async () => {
    const panel = await openPanel('Approval');
    const card = partOf(panel, 'approval').textContent!;
    expect(card.indexOf('refund_order')).to.be.lessThan(card.indexOf('In the assistant’s own words'));
    expect(card.indexOf('The left pole arrived bent.')).to.be.lessThan(card.indexOf('In the assistant’s own words'));
    expect(card).to.contain('Expires in 4:32');
  });

  it('stands beside the agent’s messages, never inside one', async () => {
    const panel = await openPanel('Approval');
    expect(partOf(panel, 'approval').closest('[part~=message]')).to.equal(null);
  });

  it('shows what cannot be seen, and tells how long a folded value is', async () => {
    const panel = await openPanel('Approval, hostile input');
    const card = partOf(panel, 'approval-arguments').textContent!;
    expect(card).to.contain('alice\\u{202E}@example.com');
    expect(card).to.contain('zero\\u{200B}width \\u{E0041}');
    expect(card).to.match(/Show all \(7\d\d characters\)/);
  });

  it('has no buttons without an id', async () => {
    const panel = await openPanel('Approval, without an id');
    expect(panel.shadowRoot!.querySelectorAll('.approval button')).to.have.length(0);
    expect(partOf(panel, 'approval').textContent).to.contain('cannot be decided here');
  });

  it('has no buttons once it is decided', async () => {
    for (const name of ['approved', 'rejected', 'expired', 'decided elsewhere', 'not decided']) {
      const panel = await openPanel(`Approval, ${name}`);
      expect(panel.shadowRoot!.querySelectorAll('.approval button'), name).to.have.length(0);
      expect(partOf(panel, 'approval-result').textContent!.trim(), name).to.not.equal('');
    }
  });

  it('is reached by its key from the composer', async () => {
    const panel = await openPanel('Approval');
    partOf(panel, 'input').focus();
    for (const down of ['Alt', 'Shift', 'KeyA']) await sendKeys({ down });
    for (const up of ['KeyA', 'Shift', 'Alt']) await sendKeys({ up });
    expect(panel.shadowRoot!.activeElement).to.equal(partOf(panel, 'approval'));
  });

  it('sends the same decision again when nothing confirmed the first', async () => {
    const panel = await openPanel('Approval');
    await read();
    await press(panel, 'approve');
    await setApproval(panel, { status: 'unconfirmed' });
    await read();
    await press(panel, 'check-again');
    expect(actsOf(panel)).to.deep.equal(['approve', 'approve']);
  });

  it('begins in sight when it is longer than the transcript', async () => {
    const panel = await openPanel('Empty');
    panel.style.blockSize = '380px';
    panel.state = stateNamed('Approval');
    await panel.updateComplete;
    await painted();
    const log = partOf(panel, 'log').getBoundingClientRect();
    const card = partOf(panel, 'approval').getBoundingClientRect();
    expect(card.top).to.be.at.least(log.top);
    expect(card.bottom).to.be.greaterThan(log.bottom);
  });

  it('shows how risky it is beside the buttons of a long one', async () => {
    const panel = await openPanel('Approval, explained by a schema');
    panel.style.blockSize = '420px';
    await painted();
    partOf(panel, 'approve').scrollIntoView({ block: 'end' });
    await painted();
    const log = partOf(panel, 'log').getBoundingClientRect();
    const risk = panel.shadowRoot!.querySelector('.risk')!.getBoundingClientRect();
    expect(partOf(panel, 'approval').getBoundingClientRect().top).to.be.lessThan(log.top - 60);
    expect(risk.top).to.be.within(log.top, log.top + 60);
  });
});

describe('text shown exactly', () => {
  const hidden = [
    ['a null', '\0'],
    ['a backspace', '\b'],
    ['an escape', '\u001B'],
    ['a carriage return', '\r'],
    ['a soft hyphen', '\u00AD'],
    ['a combining grapheme joiner', '\u034F'],
    ['an Arabic letter mark', '\u061C'],
    ['a Hangul filler', '\u3164'],
    ['a zero-width space', '\u200B'],
    ['a zero-width joiner', '\u200D'],
    ['a left-to-right mark', '\u200E'],
    ['a line separator', '\u2028'],
    ['a right-to-left override', '\u202E'],
    ['a word joiner', '\u2060'],
    ['an isolate', '\u2066'],
    ['a variation selector', '\uFE0F'],
    ['a byte order mark', '\uFEFF'],
    ['a private character', '\uE000'],
    ['a lone surrogate', '\uD800'],
    ['a tag letter', '\u{E0041}'],
    ['a supplementary variation selector', '\u{E0100}'],
  ] as const;

  for (const [name, character] of hidden) {
    it(`shows ${name}`, () => {
      const pieces = exact(`a${character}b`);
      expect(pieces).to.have.length(3);
      expect(pieces[1]).to.not.be.a('string');
    });
  }

  it('leaves line breaks, tabs and letters of every script alone', () => {
    const text = 'line\n\tAda, Привет, 你好, שלום, é, 👍';
    expect(exact(text).join('')).to.equal(text);
  });
});
