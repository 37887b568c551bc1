import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import {
  deny,
  drop,
  duplicate,
  end,
  finish,
  gap,
  garbage,
  heartbeats,
  replay,
  say,
  stall,
  swap,
} from '../../demo/emulator/script.js';
import type { Site } from '../support/site.js';
import { visit } from './visitor.js';
import { useSite } from './use-site.js';

describe('a bad connection', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready));

  it('that is cut half way costs no word, and not a word is said about it', async () => {
    const agent = site.addAgent({
      scripts: [[say('The answer is '), drop({ into: 20 }), say('forty-two.'), finish()]],
    });
    const visitor = await visit(browser, site, agent);
    await visitor.send('What is the answer?');
    await visitor.sees('forty-two.');
    await visitor.hears('zaby-run-end');
    assert.deepEqual(await visitor.transcript(), ['user: What is the answer?', 'agent: The answer is forty-two.']);
    assert.doesNotMatch(await visitor.reads(), /Connection lost/);
    assert.deepEqual(await visitor.heard('zaby-error'), []);
    await visitor.leave();
  });

  it('that repeats, swaps, forgets and garbles what it carries still tells the story once', async () => {
    const agent = site.addAgent({
      dialect: 'mixed',
      scripts: [
        [
          say('One '),
          duplicate(2),
          heartbeats(3),
          say('two '),
          garbage(),
          gap(1),
          say('three '),
          swap(),
          say('four five '),
          replay(),
          drop({ reset: true }),
          say('six '),
          end(),
          say('seven.'),
        ],
      ],
    });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Count');
    await visitor.sees('seven.');
    await visitor.hears('zaby-run-end');
    assert.deepEqual(await visitor.transcript(), ['user: Count', 'agent: One two three four five six seven.']);
    await visitor.leave();
  });

  it('that is gone for a while says so, and goes on by itself when it is back', async () => {
    const agent = site.addAgent({ scripts: [[say('Before. '), stall(), say('After.')]] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Go on');
    await visitor.sees('Before.');
    await visitor.page.setOfflineMode(true);
    await visitor.page.waitForFunction(() => !navigator.onLine);
    await visitor.page.setOfflineMode(false);
    await visitor.sees('After.');
    await visitor.hears('zaby-run-end');
    assert.deepEqual(await visitor.transcript(), ['user: Go on', 'agent: Before. After.']);
    assert.deepEqual(await visitor.heard('zaby-error'), []);
    await visitor.leave();
  });

  it('that is gone before the question was taken gives it back, and Retry asks once', async () => {
    const agent = site.addAgent({ scripts: [[say('Here I am.')]], faults: [deny(503, { on: 'runs', times: 3 })] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Are you there?');
    await visitor.sees('The assistant has a problem right now. Try again in a moment.');
    assert.equal(await visitor.draft(), 'Are you there?');
    await visitor.press('Retry');
    await visitor.sees('Here I am.');
    assert.equal(await visitor.draft(), '');
    assert.deepEqual(await visitor.transcript(), ['user: Are you there?', 'agent: Here I am.']);
    assert.equal(site.platform.emulator.runs({ deploymentId: agent.deploymentId }).length, 1);
    await visitor.leave();
  });

  it('that the platform refuses in the middle keeps the half that was said', async () => {
    const agent = site.addAgent({
      scripts: [[say('The first half. '), deny(400, { on: 'aiui' }), drop(), say('The second half.')]],
    });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Tell me');
    await visitor.sees('This message could not be accepted.');
    assert.match(await visitor.reads(), /The first half\./);
    await visitor.leave();
  });

  it('that waits its turn is told how long, and is not asked before', async () => {
    const agent = site.addAgent({
      scripts: [[say('At last.')]],
      faults: [deny(429, { on: 'runs', retryAfter: 300 })],
    });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Now!');
    await visitor.sees('Too many messages in a short time.');
    await visitor.sees(/You can try again in (5:00|4:\d\d)/);
    assert.equal(await visitor.draft(), 'Now!');
    await visitor.press('Retry');
    assert.equal(site.platform.emulator.requests({ deploymentId: agent.deploymentId, name: 'runs' }).length, 1);
    await visitor.leave();
  });
});
