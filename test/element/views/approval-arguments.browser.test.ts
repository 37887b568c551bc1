import { aTimeout, expect, waitUntil } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import type { GalleryPanel } from '../../../demo/pages/gallery-panel.js';
import type { ApprovalPart, Part } from '../../../src/core/index.js';
import { actsOf, changeTurn, middleOf, openPanel, painted, partOf } from './open-panel.js';

/** Longer than the time in which a click on a new card does not count. */
const read = (): Promise<void> => aTimeout(750);

const press = async (panel: GalleryPanel, part: string): Promise<void> => {
  partOf(panel, part).scrollIntoView({ block: 'nearest' });
  // Until the browser has told that nothing covers the button where it is now.
  await read();
  await sendMouse({ type: 'click', position: middleOf(partOf(panel, part)) });
  await panel.updateComplete;
  await painted();
};

const setApproval = (panel: GalleryPanel, change: Partial<ApprovalPart>): Promise<void> =>
  changeTurn(panel, {
    parts: panel.state.turns
      .at(-1)!
      .parts.map((part): Part => (part.kind === 'approval' ? { ...part, ...change } : part)),
  });

const fields = (panel: GalleryPanel): HTMLElement[] => [
  ...partOf(panel, 'approval-form').querySelectorAll<HTMLElement>('.form-field'),
];

const field = (panel: GalleryPanel, name: string): HTMLInputElement => {
  const found = fields(panel).find(({ innerText }) => innerText.trim().startsWith(name));
  const control = found?.querySelector<HTMLInputElement>('input, textarea');
  if (!control) throw new Error(`No field "${name}"`);
  return control;
};

/** Types in place of what the field holds. */
const write = async (control: HTMLInputElement, text: string): Promise<void> => {
  control.focus();
  control.select();
  await sendKeys(text === '' ? { press: 'Backspace' } : { type: text });
};

const open = async (): Promise<GalleryPanel> => {
  const panel = await openPanel('Approval, may be changed');
  panel.style.blockSize = '900px';
  await press(panel, 'edit-arguments');
  return panel;
};

const proposal = {
  orderId: 1042,
  amount: 49.9,
  method: 'card',
  notify: true,
  reason: 'The left pole arrived bent.',
  lines: [{ item: 'Trekking poles' }],
};

describe('the arguments of an approval', () => {
  it('are named and explained by the schema, with the name they really have', async () => {
    const panel = await openPanel('Approval, explained by a schema');
    const words = partOf(panel, 'approval-arguments').innerText.replaceAll(/\s+/g, ' ');
    expect(words).to.contain('Order orderId 1042').and.to.contain('Amount 49.9 In euros, at most what was paid');
  });

  it('cannot be changed where nobody says that they may be', async () => {
    const panel = await openPanel('Approval, explained by a schema');
    expect(panel.shadowRoot!.querySelector('[part~=edit-arguments]')).to.equal(null);
  });

  it('are changed in fields that fit them, and approved so', async () => {
    const panel = await open();
    expect(panel.shadowRoot!.activeElement).to.equal(field(panel, 'Order'));
    expect(partOf(panel, 'approve').innerText).to.equal('Approve with changes');
    await write(field(panel, 'Amount'), '20');
    field(panel, 'Tell the customer').click();
    await write(field(panel, 'Lines'), '[]');
    await press(panel, 'approve');
    expect(panel.acts).to.deep.equal([
      ['approve', 'approval-1', { ...proposal, amount: 20, notify: false, lines: [] }],
    ]);
  });

  it('that were not changed after all are approved as proposed', async () => {
    const panel = await open();
    await press(panel, 'approve');
    expect(panel.acts).to.deep.equal([['approve', 'approval-1', undefined]]);
  });

  it('are not sent while they are wrong: the field says why, and has the focus', async () => {
    const panel = await open();
    await write(field(panel, 'Amount'), '60');
    await press(panel, 'approve');
    expect(actsOf(panel)).to.deep.equal([]);
    const amount = field(panel, 'Amount');
    await waitUntil(() => panel.shadowRoot!.activeElement === amount);
    expect(amount.getAttribute('aria-invalid')).to.equal('true');
    const problem = panel.shadowRoot!.getElementById(amount.getAttribute('aria-describedby')!.split(' ').at(-1)!);
    expect(problem!.innerText).to.contain('49.9');
    expect(amount.value).to.equal('60');
  });

  it('must be there, and stay what they are', async () => {
    const panel = await open();
    await write(field(panel, 'Order'), '');
    await write(field(panel, 'Lines'), '{"item":1}');
    await press(panel, 'approve');
    expect(actsOf(panel)).to.deep.equal([]);
    expect(fields(panel).filter((each) => each.querySelector('.problem'))).to.have.length(2);
  });

  it('go back to what was proposed, and the focus to where it was', async () => {
    const panel = await open();
    await write(field(panel, 'Amount'), '20');
    await press(panel, 'edit-arguments');
    expect(panel.shadowRoot!.querySelector('[part~=approval-form]')).to.equal(null);
    expect(panel.shadowRoot!.activeElement).to.equal(partOf(panel, 'edit-arguments'));
    await press(panel, 'approve');
    expect(panel.acts).to.deep.equal([['approve', 'approval-1', undefined]]);
  });

  it('keep what was written while somebody thinks about rejecting, and a reason is none of them', async () => {
    const panel = await open();
    await write(field(panel, 'Amount'), '20');
    await press(panel, 'reject');
    await waitUntil(() => panel.shadowRoot!.activeElement?.matches('[part~=reason]') ?? false);
    await sendKeys({ type: 'too much' });
    await press(panel, 'back');
    expect(field(panel, 'Amount').value).to.equal('20');
    await press(panel, 'reject');
    await sendKeys({ type: 'too late' });
    await press(panel, 'confirm-reject');
    expect(panel.acts).to.deep.equal([['reject', 'approval-1', 'too late']]);
  });

  for (const scheme of ['light', 'dark'])
    it(`are accessible while they are changed and wrong, and fit into 320 px: ${scheme}`, async () => {
      const panel = await open();
      panel.setAttribute('color-scheme', scheme);
      panel.style.inlineSize = '320px';
      await write(field(panel, 'Amount'), '60');
      await press(panel, 'approve');
      await expect(panel).to.be.accessible();
      const log = partOf(panel, 'log');
      expect(log.scrollWidth).to.be.at.most(log.clientWidth);
    });

  it('are not approved by Enter in a field', async () => {
    const panel = await open();
    await write(field(panel, 'Amount'), '20');
    await sendKeys({ press: 'Enter' });
    expect(actsOf(panel)).to.deep.equal([]);
  });

  it('are kept as changed when they could not be sent', async () => {
    const panel = await open();
    await write(field(panel, 'Amount'), '20');
    await press(panel, 'approve');
    const editedArgs = { ...proposal, amount: 20 };
    await setApproval(panel, { editedArgs });
    await setApproval(panel, { status: 'pending', error: { code: 'network', message: '', retryable: true } });
    expect(field(panel, 'Amount').value).to.equal('20');
    await press(panel, 'approve');
    expect(panel.acts.at(-1)).to.deep.equal(['approve', 'approval-1', editedArgs]);
  });

  it('are sent again as changed when nothing confirmed them', async () => {
    const panel = await open();
    await write(field(panel, 'Amount'), '20');
    await press(panel, 'approve');
    await setApproval(panel, { status: 'unconfirmed', editedArgs: { ...proposal, amount: 20 } });
    await press(panel, 'check-again');
    expect(panel.acts.at(-1)).to.deep.equal(['approve', 'approval-1', { ...proposal, amount: 20 }]);
  });

  it('show what was approved and what had been proposed', async () => {
    const panel = await openPanel('Approval, changed and approved');
    const words = partOf(panel, 'approval-arguments').innerText.replaceAll(/\s+/g, ' ');
    expect(words).to.contain('20 Proposed: 49.9').and.to.contain('voucher Proposed: card');
    expect(words).to.not.contain('1042 Proposed');
    expect(partOf(panel, 'approval-result').innerText).to.contain('Approved by Ada').and.to.contain('May 4, 2026');
  });
});

describe('the risk of an approval', () => {
  it('is told in words', async () => {
    for (const [state, words] of [
      ['Approval, explained by a schema', 'High risk'],
      ['Approval, low risk', 'Low risk'],
      ['Approval, a risk of its own', 'Risk: Irreversible'],
    ] as const)
      // oxlint-disable-next-line no-await-in-loop -- One after the other.
      expect(partOf(await openPanel(state), 'approval').innerText).to.contain(words);
  });
});
