import { expect } from '@open-wc/testing';
import { ask, finish, say } from '../../demo/emulator/script.js';
import { embedAgent, transcript } from '../support/agent.js';
import { hostAgent } from '../support/hosting.js';

describe('an agent that is reached in another way', () => {
  it('answers by the direct edge stream', async () => {
    const hosted = await hostAgent([say('The answer is forty-two.'), finish()]);
    const { apiOrigin, deploymentId } = hosted;
    const agent = await embedAgent(hosted, { attributes: { 'runtime-url': `${apiOrigin}/edge/${deploymentId}` } });
    await agent.send('What is the answer?');
    expect(transcript(agent)).to.deep.equal(['user: What is the answer?', 'agent: The answer is forty-two.']);
    expect((await agent.requests('edge')).length).to.equal(1);
  });

  it('answers as an AG-UI endpoint, without any token, and waits for the person', async () => {
    const refund = ask({ tool: 'refund', title: 'Refund order 1042', onApprove: [say('It is refunded.')] });
    const hosted = await hostAgent([refund, finish()]);
    const { apiOrigin, deploymentId } = hosted;
    const agent = await embedAgent(hosted, {
      attributes: { 'agent-url': `${apiOrigin}/agents/${deploymentId}`, 'token-url': false, 'api-origin': false },
    });
    await agent.send('Refund my order');
    const ended = agent.next('zaby-run-end');
    await agent.decide('Approve');
    await ended;
    expect(transcript(agent)).to.deep.equal(['user: Refund my order', 'agent: It is refunded.']);
    expect(await agent.tokenRequests()).to.equal(0);
  });
});
