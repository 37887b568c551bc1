import { expect, waitUntil } from '@open-wc/testing';
import { finish, say } from '../../demo/emulator/script.js';
import { defaultEnv } from '../../src/core/env.js';
import { type ConversationOptions, type Env, answerText, createConversation } from '../../src/core/index.js';
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

  it('goes on with what another tab of the browser does', async () => {
    const agent = await hostAgent([say('The answer is forty-two.'), finish()]);
    // A frame is another tab to the storage: each document is told of what the others write.
    const frame = document.createElement('iframe');
    frame.src = '/';
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
    document.body.append(frame);
    await loaded;
    const settings: ConversationOptions = {
      tokenUrl: agent.tokenUrl,
      apiOrigin: agent.apiOrigin,
      storage: 'local',
      storageKey: crypto.randomUUID(),
    };
    const here = createConversation(settings);
    const elsewhere = createConversation({
      ...settings,
      env: Object.assign(Object.create(defaultEnv) as Env, { storage: () => frame.contentWindow!.localStorage }),
    });
    await elsewhere.send('What is the answer?');
    await waitUntil(() => here.state.turns[0]?.status === 'finished', 'The other tab was not heard');
    expect(answerText(here.state.turns[0]!)).to.equal('The answer is forty-two.');
    await elsewhere.logout();
    await waitUntil(() => here.state.turns.length === 0, 'What was wiped there is still here');
    for (const conversation of [here, elsewhere]) conversation.dispose();
    frame.remove();
  });
});
