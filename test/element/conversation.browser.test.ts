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

  it('leaves another agent on the page alone', async () => {
    const first = await openAgent([say('I am the first.'), finish()]);
    const second = await openAgent([say('I am the second.'), finish()]);
    await Promise.all([first.send('Who are you?'), second.send('And you?')]);
    expect(transcript(first)).to.deep.equal(['user: Who are you?', 'agent: I am the first.']);
    expect(transcript(second)).to.deep.equal(['user: And you?', 'agent: I am the second.']);
  });
});
