import { expect } from '@open-wc/testing';
import { finish, say } from '../../demo/emulator/script.js';
import { answerText, createConversation } from '../../src/core/index.js';
import { hostAgent, readBack } from '../support/hosting.js';

describe('a conversation in a page', () => {
  it('asks an agent at another origin with a token from its own server', async () => {
    const agent = await hostAgent([say('The answer is forty-two.'), finish()]);
    const conversation = createConversation({ tokenUrl: agent.tokenUrl, apiOrigin: agent.apiOrigin, storage: 'none' });
    const turn = await conversation.send('What is the answer?');
    expect([turn.status, answerText(turn)]).to.deep.equal(['finished', 'The answer is forty-two.']);
    expect((await readBack(agent).runs()).map(({ status }) => status)).to.deep.equal(['COMPLETED']);
    expect(await readBack(agent).tokenRequests()).to.equal(1);
    conversation.dispose();
  });
});
