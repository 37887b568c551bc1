import { expect, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { clock } from '../../../src/element/views/countdown.js';
import { actsOf, changeTurn, openPanel, partOf, stateNamed } from './open-panel.js';

const minute = 60_000;

describe('a notice', () => {
  it('counts down to the next try where the platform asks for patience', async () => {
    const panel = await openPanel('Waiting for its turn');
    const words = () => partOf(panel, 'notice').innerText;
    expect(words()).to.contain('Too many messages in a short time.');
    expect(words()).to.contain('Next try in 0:07.');
    expect(panel.shadowRoot!.querySelector('[part~=typing]')).to.equal(null);
    panel.clock += 4000;
    await waitUntil(() => words().includes('Next try in 0:03.'), 'a second later', { timeout: 4000 });
    panel.clock += 4000;
    await waitUntil(() => !words().includes('Next try'), 'at its end', { timeout: 4000 });
  });

  it('counts nothing down while the page is offline: the answer goes on when it is back', async () => {
    const panel = await openPanel('Offline');
    await changeTurn(panel, { reconnect: { attempt: 3, nextAt: panel.clock + 6000 } });
    expect(partOf(panel, 'notice').innerText.trim()).to.equal('You are offline. The answer goes on when you are back.');
  });

  it('does not stand in for a wait that is over before it is read', async () => {
    const panel = await openPanel('Sending');
    for (const wait of [500, 1999, 2000]) {
      // oxlint-disable-next-line no-await-in-loop -- One after the other.
      await changeTurn(panel, { reconnect: { attempt: 1, nextAt: panel.clock + wait, code: 'server' } });
      expect(panel.shadowRoot!.querySelector('[part~=notice]'), `${wait} ms`).to.equal(null);
      expect(partOf(panel, 'typing')).to.be.instanceOf(HTMLElement);
    }
    await changeTurn(panel, { reconnect: { attempt: 1, nextAt: panel.clock + 2900, code: 'server' } });
    expect(partOf(panel, 'notice').innerText).to.contain('Next try in 0:03.');
  });

  it('tells when a used-up quota is there again, and nothing is sent before', async () => {
    const panel = await openPanel({ ...stateNamed('Quota used up'), draft: 'Where is my order?' });
    expect(partOf(panel, 'notice').innerText).to.contain('The limit for this assistant is reached.');
    expect(partOf(panel, 'notice').innerText).to.contain('You can try again in 1:05:00.');
    expect(panel.shadowRoot!.querySelector('[part~=retry]')).to.equal(null);
    expect(partOf(panel, 'send').ariaDisabled).to.equal('true');
    partOf(panel, 'input').focus();
    await sendKeys({ press: 'Enter' });
    partOf(panel, 'send').click();
    expect(actsOf(panel)).to.deep.equal([]);
    expect(panel.acts.at(-1)).to.deep.equal(['announce', 'You can try again in 1:05:00.']);
    panel.clock += 65 * minute;
    await waitUntil(() => partOf(panel, 'send').ariaDisabled === 'false', 'open again', { timeout: 4000 });
    await sendKeys({ press: 'Enter' });
    expect(actsOf(panel)).to.deep.equal(['send']);
  });

  it('at the end of a turn says once that something is missing', async () => {
    const panel = await openPanel('Some of it missing');
    const { parts } = panel.state.turns.at(-1)!;
    const notices = () => panel.shadowRoot!.querySelectorAll('[part~=notice]').length;
    const notice = parts.find(({ kind }) => kind === 'notice')!;
    await changeTurn(panel, { status: 'incomplete', parts: [parts[0]!, notice] });
    expect(notices()).to.equal(1);
    expect(partOf(panel, 'notice').innerText).to.contain('may be incomplete');
    await changeTurn(panel, { parts: [parts[0]!, notice, { ...parts[0]!, id: 'after' }] });
    expect(notices(), 'one in the middle says where').to.equal(2);
  });

  it('of a part that is missing offers to fetch the answer anew, in the last answer and when it has ended', async () => {
    const panel = await openPanel('Some of it missing');
    expect(partOf(panel, 'notice').innerText).to.contain('Some of this answer is missing.');
    partOf(panel, 'retry').click();
    expect(actsOf(panel)).to.deep.equal(['retry']);
    await changeTurn(panel, { status: 'running' });
    expect(panel.shadowRoot!.querySelector('[part~=retry]')).to.equal(null);
    const [first] = stateNamed('Some of it missing').turns;
    panel.state = { ...panel.state, turns: [first!, { ...first!, id: 'next', parts: [] }] };
    await panel.updateComplete;
    expect(panel.shadowRoot!.querySelector('[part~=retry]')).to.equal(null);
  });

  it('of an approval says that it was not sent because the page is offline, and its buttons stay', async () => {
    const panel = await openPanel('Approval, not sent');
    expect(partOf(panel, 'approval-result').innerText).to.contain('You are offline: your decision was not sent.');
    expect(partOf(panel, 'approve').ariaDisabled).to.equal('false');
  });
});

describe('a tool call that needs an approval', () => {
  it('says that it waits for the person, and afterwards that it works', async () => {
    const panel = await openPanel('Approval, with its call');
    expect(partOf(panel, 'tool-call').innerText).to.contain('Waiting for your approval');
    const parts = panel.state.turns[0]!.parts.map((part) =>
      part.kind === 'approval' ? { ...part, status: 'approved' as const } : part,
    );
    await changeTurn(panel, { status: 'running', parts });
    expect(partOf(panel, 'tool-call').innerText).to.contain('Working');
  });
});

describe('a text that is longer than anybody reads', () => {
  it('shows its beginning, and more at each press until all is there', async () => {
    const panel = await openPanel('Long text');
    const text = () => partOf(panel, 'text').textContent!;
    const lines = () => text().match(/A line of a book/g)?.length ?? 0;
    const more = partOf(panel, 'show-more');
    expect(more.innerText).to.match(/^Show more \(180,0\d\d characters left\)$/);
    await waitUntil(() => lines() > 14_600, undefined, { timeout: 9000 });
    expect(text().slice(-80)).to.match(/\b(?:A|line|of|a|book|that|never|ends\.)\s+Show more/);
    expect(lines()).to.be.below(14_800);
    more.click();
    await waitUntil(() => lines() === 20_000, undefined, { timeout: 9000 });
    expect(panel.shadowRoot!.querySelector('[part~=show-more]')).to.equal(null);
  });

  it('is cut between characters, never in one', async () => {
    const panel = await openPanel('Long text');
    await changeTurn(panel, { parts: [{ id: 'faces', kind: 'text', text: `x${'🙂'.repeat(300_000)}`, done: true }] });
    const text = () => partOf(panel, 'text').textContent!;
    await waitUntil(() => text().length > 499_900, undefined, { timeout: 9000 });
    expect(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/.test(text())).to.equal(false);
  });
});

describe('a span of time', () => {
  const spans: [number, string][] = [
    [-5, '0:00'],
    [1, '0:01'],
    [59_001, '1:00'],
    [59.5 * minute, '59:30'],
    [60 * minute, '1:00:00'],
    [60 * minute + 1, '1:00:01'],
    [25 * 60 * minute + 65_000, '25:01:05'],
  ];
  for (const [ms, words] of spans) it(`of ${ms} ms reads ${words}`, () => expect(clock(ms)).to.equal(words));
});
