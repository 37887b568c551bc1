import { expect } from '@open-wc/testing';
import { say } from '../../demo/emulator/script.js';
import type { Conversation } from '../../src/core/index.js';
import { openAgent } from '../support/agent.js';

describe('the debug attribute', () => {
  const { debug } = console;
  let printed: string[] = [];
  beforeEach(() => {
    printed = [];
    console.debug = (...words: unknown[]) => printed.push(words.join(' '));
  });
  afterEach(() => {
    console.debug = debug;
  });

  it('prints what the conversation does while it is set, and no word of it', async () => {
    const agent = await openAgent([say('Your balance is 4711.')]);
    await agent.send('My password is hunter2');
    expect(printed).to.deep.equal([]);
    agent.element.setAttribute('debug', '');
    await agent.send('And again');
    const text = printed.join('\n');
    expect(text).to.match(/zaby-agent \d+ call POST http\S+\/runs 200 \d+/);
    expect(text).to.match(/zaby-agent \d+ turn finished/);
    expect(text).to.not.match(/hunter2|again|4711|eyJ/);
  });

  it('is not needed for the trail, which a page gets with zaby-ready', async () => {
    const agent = await openAgent([say('Your balance is 4711.')]);
    const ready = agent.next<{ conversation: Conversation }>('zaby-ready');
    // Made anew, since the first was ready before anybody listened.
    agent.element.setAttribute('storage-key', crypto.randomUUID());
    const { conversation } = (await ready).detail;
    await agent.send('My password is hunter2');
    const report = conversation.diagnostics.export();
    expect(report.turns.map(({ status }) => status)).to.deep.equal(['finished']);
    expect(JSON.stringify(report)).to.not.match(/hunter2|4711|eyJ/);
  });
});
