import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { demoAgent } from '../../demo/emulator/index.js';
import { modelAgent } from '../../demo/emulator/model/index.js';
import {
  call,
  cutAfter,
  delta,
  end,
  type FakeModel,
  type ModelAnswer,
  startFakeModel,
  stream,
  words,
} from '../emulator/fake-model.js';
import type { HostedAgent } from '../support/host.js';
import type { Site } from '../support/site.js';
import { visit } from './visitor.js';
import { useSite } from './use-site.js';

const lookUp = stream(
  delta({ reasoning_content: 'I need the order first.' }),
  words('Let me look at '),
  words('your **order**.'),
  call(0, { id: 'look', name: 'find_order', args: '{"order":' }),
  call(0, { args: '"10482"}' }),
  end('tool_calls'),
);
const wantRefund = stream(
  words('It can be returned.'),
  call(0, { id: 'pay', name: 'refund_order', args: '{"order":"10482","amount":59}' }),
  end('tool_calls'),
);

describe('an agent that answers from a model', () => {
  let browser: Browser;
  let site: Site;
  const models: FakeModel[] = [];

  useSite((ready) => ({ browser, site } = ready));
  after(async () => {
    for (const model of models) await model.close();
  });

  const addAgent = async (...answers: readonly ModelAnswer[]): Promise<[HostedAgent, FakeModel]> => {
    const model = await startFakeModel(...answers);
    models.push(model);
    const settings = { baseUrl: model.baseUrl, apiKey: 'sk-of-the-journey', model: 'test-model' };
    return [site.addAgent(modelAgent(demoAgent(), settings)), model];
  };

  it('thinks, uses a tool, asks before another, and answers when it is let', async () => {
    const [agent, model] = await addAgent(lookUp, wantRefund, stream(words('Done: *59 EUR* are on their way.'), end()));
    const visitor = await visit(browser, site, agent);
    await visitor.send('I want my money back for order 10482');
    await visitor.sees('Let me look at your order.');
    await visitor.sees('It can be returned.');
    await visitor.sees('Your approval is needed');
    await visitor.sees('Refund 59 EUR');
    await visitor.decide(/^Approve/);
    await visitor.sees('Done: 59 EUR are on their way.');
    assert.deepEqual(JSON.parse(model.calls[2]?.body.messages.at(-1).content), {
      refund: 'R-10482',
      status: 'issued',
      amount: 59,
      to: 'card',
    });
    assert.equal((await visitor.hears('zaby-run-end')).detail?.['status'], 'finished');
    await visitor.leave();
  });

  it('is told no, and why', async () => {
    const [agent, model] = await addAgent(wantRefund, stream(words('As you wish.'), end()));
    const visitor = await visit(browser, site, agent);
    await visitor.send('Refund it');
    await visitor.press(/^Reject/);
    await visitor.focuses(/^textarea Reason/);
    await visitor.page.keyboard.type('changed my mind');
    await visitor.decide(/^Reject/);
    await visitor.sees('As you wish.');
    const told = JSON.parse(model.calls[1]?.body.messages.at(-1).content);
    assert.deepEqual(told, { status: 'rejected', reason: 'changed my mind' });
    await visitor.leave();
  });

  it('fails with a sentence, keeps what it had said, and answers when it is tried again', async () => {
    const [agent] = await addAgent(cutAfter(words('The answer is ')), stream(words('The answer is 42.'), end()));
    const visitor = await visit(browser, site, agent);
    await visitor.send('What is the answer?');
    await visitor.sees('The line to the model broke off in the middle of its answer.');
    await visitor.press(/^(Retry|Try again)/);
    await visitor.sees('The answer is 42.');
    await visitor.page.close();
  });
});
