import { expect } from '@open-wc/testing';
import { drop, deny, finish, hang, say, stall } from '../../demo/emulator/script.js';
import type { ZabyAgent } from '../../src/element/index.js';
import { createConversation } from '../../src/core/index.js';
import { embedAgent, openAgent, transcript } from '../support/agent.js';
import { hostAgent } from '../support/hosting.js';

/** Impatient, so that what takes minutes is over at once. */
const policy = { reconnectAttempts: 2, backoffBase: 10, backoffMaximum: 20, heartbeatTimeout: 400, tokenTimeout: 300 };

describe('the life of an element', () => {
  it('that is removed while it loads begins when it is put back, with what was asked before', async () => {
    const hosted = await hostAgent([say('Hello.'), finish()]);
    const element = document.createElement('zaby-agent');
    Object.assign(element, { tokenUrl: hosted.tokenUrl, apiOrigin: hosted.apiOrigin, storage: 'none' });
    let ready = 0;
    element.addEventListener('zaby-ready', () => (ready += 1));
    document.body.append(element);
    const asked = element.sendMessage('Hello');
    await element.updateComplete;
    element.remove();
    // Whatever was under way has happened when a later import is done.
    await new Promise((resolve) => setTimeout(resolve));
    await import('../../src/element/conversation-ui.js');
    await new Promise((resolve) => setTimeout(resolve));
    expect(ready).to.equal(0);
    document.body.append(element);
    const turn = await asked;
    expect([turn?.question, turn?.status]).to.deep.equal(['Hello', 'finished']);
    expect(ready).to.equal(1);
    element.remove();
  });

  it('tells that it was opened or closed, whoever did it and how', async () => {
    const hosted = await hostAgent([say('Hello.'), finish()]);
    const agent = await embedAgent(hosted, { attributes: { mode: 'floating' } });
    const element = agent.element as ZabyAgent;
    const heard: string[] = [];
    for (const name of ['zaby-open', 'zaby-close'] as const) element.addEventListener(name, () => heard.push(name));
    element.setAttribute('open', '');
    element.open = false;
    element.show();
    element.hide();
    expect(heard).to.deep.equal(['zaby-open', 'zaby-close', 'zaby-open', 'zaby-close']);
    agent.close();
  });

  it('shows a conversation of the page, shares it with another, and never ends it', async () => {
    const hosted = await hostAgent([say('Hello.'), finish()]);
    const conversation = createConversation({ ...hosted, storage: 'none' });
    const first = await embedAgent(hosted, { properties: { conversation } });
    const second = await embedAgent(hosted, { properties: { conversation } });
    await first.send('Hello');
    await second.until(() => transcript(second).length === 2);
    first.close();
    await second.send('Again');
    expect(transcript(second)).to.deep.equal(['user: Hello', 'agent: Hello.', 'user: Again', 'agent: Hello.']);
    second.close();
    await new Promise((resolve) => setTimeout(resolve));
    await conversation.send('And again');
    expect(conversation.state.turns).to.have.length(3);
    conversation.dispose();
  });

  it('starts although its token address is none', async () => {
    const agent = await openAgent([say('Hello.')], { attributes: { 'token-url': 'http://' } });
    await agent.send('Hello');
    expect((await agent.part('notice')).innerText).to.contain('A session could not be started.');
    expect((await agent.part('composer')).querySelector('textarea')?.value).to.equal('Hello');
  });
});

describe('a line that is gone for good', () => {
  it('is given up in words, and Retry goes on with the same answer', async () => {
    const hosted = await hostAgent([
      say('The first half. '),
      deny(503, { on: 'aiui', times: 8 }),
      deny(503, { on: 'events', times: 8 }),
      drop(),
      say('The second half.'),
    ]);
    const conversation = createConversation({ ...hosted, storage: 'none', policy });
    const agent = await embedAgent(hosted, { properties: { conversation } });
    await agent.send('Tell me');
    expect(transcript(agent)).to.deep.equal(['user: Tell me', 'agent: The first half.']);
    const ended = () => conversation.state.turns.at(-1)?.status;
    for (let presses = 0; presses < 10 && ended() !== 'finished'; presses += 1) {
      expect((await agent.part('notice')).innerText).to.match(/problem right now|cannot be reached/);
      const end = agent.next('zaby-run-end');
      // oxlint-disable-next-line no-await-in-loop -- As often as a person would.
      await agent.press('Retry');
      // oxlint-disable-next-line no-await-in-loop
      await end;
      // oxlint-disable-next-line no-await-in-loop
      await agent.element.updateComplete;
    }
    expect(transcript(agent)).to.deep.equal(['user: Tell me', 'agent: The first half. The second half.']);
    expect(await agent.runs()).to.have.length(1);
    conversation.dispose();
  });

  it('that is only silent is opened anew', async () => {
    const hosted = await hostAgent([say('Before. '), stall(), say('After.')]);
    const conversation = createConversation({ ...hosted, storage: 'none', policy });
    const agent = await embedAgent(hosted, { properties: { conversation } });
    await agent.send('Go on');
    expect(transcript(agent)).to.deep.equal(['user: Go on', 'agent: Before. After.']);
    conversation.dispose();
  });

  it('to the token endpoint is given up too, and the question comes back', async () => {
    const hosted = await hostAgent({ scripts: [[say('Hello.')]], faults: [hang('token', 9)] });
    const conversation = createConversation({
      apiOrigin: hosted.apiOrigin,
      tokenUrl: '/api/broken-token/never',
      storage: 'none',
      policy,
    });
    const agent = await embedAgent(hosted, { properties: { conversation } });
    const error = agent.next<{ code: string; url: string }>('zaby-error');
    await agent.send('Hello');
    expect((await agent.part('notice')).innerText).to.contain('A session could not be started.');
    expect((await agent.part('composer')).querySelector('textarea')?.value).to.equal('Hello');
    const { detail } = await error;
    expect([detail.code, detail.url]).to.deep.equal(['token-unavailable', '/api/broken-token/never']);
    conversation.dispose();
  });
});
