import { expect } from '@open-wc/testing';
import { ask, finish, say } from '../../demo/emulator/script.js';
import { openAgent, transcript } from '../support/agent.js';

describe('a conversation on the page', () => {
  it('shows what was asked and what was answered', async () => {
    const agent = await openAgent([say('The answer is forty-two.'), finish()]);
    await agent.send('What is the answer?');
    expect(transcript(agent)).to.deep.equal(['user: What is the answer?', 'agent: The answer is forty-two.']);
    expect(await agent.tokenRequests()).to.equal(1);
  });

  it('waits for the person before a tool is used', async () => {
    const refund = ask({
      tool: 'refund',
      title: 'Refund order 1042',
      onApprove: [say('It is refunded.')],
      onReject: [say('It is not refunded.')],
    });
    const agent = await openAgent([refund, finish()]);
    await agent.send('Refund my order');
    const ended = agent.next('zaby-run-end');
    await agent.decide('Approve');
    await ended;
    expect(transcript(agent)).to.deep.equal(['user: Refund my order', 'agent: It is refunded.']);
    expect((await agent.approvals()).map(({ decision }) => decision)).to.deep.equal(['approved']);
  });

  for (const mode of ['pin-to-bottom', 'pin-to-question', 'none'])
    it(`shows a question that the page sends, wherever the person stands, ${mode}`, async () => {
      const long = say(Array.from({ length: 40 }, (_, index) => `Paragraph ${index}.`).join('\n\n'));
      const agent = await openAgent({ scripts: [[long], [say('Short.')]] }, { attributes: { 'scroll-mode': mode } });
      agent.element.style.blockSize = '420px';
      await agent.send('Tell me all');
      const log = await agent.part('log');
      await agent.until(() => {
        log.scrollTop = 0;
        return agent.element.shadowRoot!.querySelector('[part~=new-messages]') !== null;
      });
      const ended = agent.next('zaby-run-end');
      agent.element.sendMessage('And in short?');
      await ended;
      const asked = (): DOMRect => [...log.querySelectorAll('[part~=user-message]')].at(-1)!.getBoundingClientRect();
      const { top, bottom } = log.getBoundingClientRect();
      await agent.until(() => asked().top >= top && asked().bottom <= bottom, 'the question is out of sight');
      if (mode === 'pin-to-question') await agent.until(() => asked().top - top < 40, 'the question is not at the top');
    });

  it('leaves another agent on the page alone', async () => {
    const first = await openAgent([say('I am the first.'), finish()]);
    const second = await openAgent([say('I am the second.'), finish()]);
    await Promise.all([first.send('Who are you?'), second.send('And you?')]);
    expect(transcript(first)).to.deep.equal(['user: Who are you?', 'agent: I am the first.']);
    expect(transcript(second)).to.deep.equal(['user: And you?', 'agent: I am the second.']);
  });
});
