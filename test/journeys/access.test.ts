import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Browser, SerializedAXNode } from 'puppeteer-core';
import { ask, say, wait } from '../../demo/emulator/script.js';
import { onlyInChromium } from '../support/browser.js';
import type { Site } from '../support/site.js';
import { useSite } from './use-site.js';
import { type Visitor, nextFrame, visit } from './visitor.js';

/** Rows of ACCESS.md that need the whole page or what only the browser's own tools can do. */

const find = (node: SerializedAXNode, role: string): SerializedAXNode | undefined =>
  node.role === role
    ? node
    : (node.children ?? []).map((child) => find(child, role)).find((found) => found !== undefined);

/** What a screen reader is given, one line each, as `role name`; without what only groups. */
const outline = ({ role, name, children = [] }: SerializedAXNode): string[] => [
  ...(role === 'generic' || role === 'none' || role === 'InlineTextBox' ? [] : [`${role} ${name ?? ''}`.trim()]),
  ...(role === 'StaticText' ? [] : children.flatMap(outline)),
];

const styleOf = (visitor: Visitor, selector: string) =>
  visitor.page.evaluate((wanted) => {
    const found = document.querySelector('#chat')?.shadowRoot?.querySelector(wanted);
    if (!found) throw new Error(`There is no ${wanted}`);
    const { borderTopStyle, borderTopWidth, borderTopColor, color, backgroundColor, outlineStyle, outlineWidth } =
      getComputedStyle(found);
    return { borderTopStyle, borderTopWidth, borderTopColor, color, backgroundColor, outlineStyle, outlineWidth };
  }, selector);

const refund = ask({ tool: 'refund', title: 'Refund 59 EUR', args: { order: 1042 }, onApprove: [say('Refunded.')] });

describe('access', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready));

  it('E12 a page of 320 × 256, as four times magnified, never scrolls sideways', async () => {
    const agent = site.addAgent({
      scripts: [[say('Averyveryveryveryveryveryverylongwordindeed. '.repeat(20)), refund]],
    });
    const visitor = await visit(browser, site, agent, { attributes: 'mode="floating"' });
    await visitor.page.setViewport({ width: 320, height: 256 });
    await visitor.press('Open chat');
    await visitor.send('Refund it');
    await visitor.sees('Your approval is needed');
    const sizes = await visitor.page.evaluate(() => {
      const log = document.querySelector('#chat')?.shadowRoot?.querySelector('[part~="log"]');
      const { scrollWidth, clientWidth } = document.documentElement;
      return [scrollWidth - clientWidth, (log?.scrollWidth ?? 1) - (log?.clientWidth ?? 0)];
    });
    assert.deepEqual(sizes, [0, 0]);
    await visitor.leave();
  });

  for (const [language, steps, text] of [
    ['Japanese', ['に', 'にほ', '日本'], '日本'],
    ['Korean', ['ㅎ', '하', '한'], '한'],
    ['Chinese', ['n', 'ni', '你'], '你'],
  ] as const)
    it(
      `E14 Enter that ends a composition in ${language} sends nothing, and the next one does`,
      onlyInChromium,
      async () => {
        const agent = site.addAgent({ scripts: [[say('Heard: {{message}}')]] });
        const visitor = await visit(browser, site, agent);
        await visitor.write('');
        const session = await visitor.page.createCDPSession();
        for (const step of steps)
          // oxlint-disable-next-line no-await-in-loop -- As it is typed.
          await session.send('Input.imeSetComposition', {
            text: step,
            selectionStart: step.length,
            selectionEnd: step.length,
          });
        await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Enter', windowsVirtualKeyCode: 229 });
        await session.send('Input.insertText', { text });
        await nextFrame(visitor.page);
        assert.equal(await visitor.draft(), text);
        assert.deepEqual(await visitor.transcript(), []);
        await visitor.key('Enter');
        await visitor.sees(`Heard: ${text}`);
        await visitor.leave();
      },
    );

  it('E15 keeps borders, focus and what is disabled where the person chose the colours', onlyInChromium, async () => {
    const agent = site.addAgent({ scripts: [[refund]] });
    const visitor = await visit(browser, site, agent);
    const session = await visitor.page.createCDPSession();
    await session.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: 'active' }] });
    await visitor.send('Refund it');
    await visitor.sees('Your approval is needed');
    for (const button of ['approve', 'reject']) {
      // oxlint-disable-next-line no-await-in-loop -- One after the other.
      const { borderTopStyle, borderTopWidth, color, backgroundColor } = await styleOf(visitor, `[part~="${button}"]`);
      assert.deepEqual([borderTopStyle, borderTopWidth], ['solid', '1px'], button);
      assert.notEqual(color, backgroundColor, button);
    }
    const card = await styleOf(visitor, '[part~="approval"]');
    assert.equal(card.borderTopStyle, 'solid');
    await visitor.page.focus('#chat >>> [part~="reject"]');
    await visitor.key('Tab');
    const focused = await styleOf(visitor, ':focus-visible');
    assert.equal(focused.outlineStyle, 'solid');
    assert.ok(parseFloat(focused.outlineWidth) >= 2, focused.outlineWidth);
    await visitor.page.emulateMediaFeatures([]);
    await visitor.leave();
  });

  it('E23 has Stop within two presses of Tab from where one writes', async () => {
    const agent = site.addAgent({ scripts: [[say('Once upon a time'), wait()]] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Tell me');
    await visitor.sees('Once upon a time');
    await visitor.key('Tab');
    if (!/Stop/.test(await visitor.focus())) await visitor.key('Tab');
    assert.match(await visitor.focus(), /^button Stop/);
    await visitor.key('Enter');
    await visitor.hears('zaby-run-end');
    await visitor.leave();
  });

  it('E27 tells a screen reader the same as ever of an approval that waits', onlyInChromium, async () => {
    const agent = site.addAgent({ scripts: [[say('May I?'), refund]] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Refund it');
    await visitor.sees('Your approval is needed');
    const tree = await visitor.page.accessibility.snapshot({ interestingOnly: false });
    const log = tree && find(tree, 'log');
    assert.ok(log);
    assert.deepEqual(
      outline(log).filter((line) => !/^(?:StaticText|paragraph|strong|code)/.test(line)),
      [
        'log Conversation',
        'heading You',
        'heading Assistant',
        'group',
        'DisclosureTriangle Refund Waiting for your approval',
        'group Your approval is needed',
        'heading Your approval is needed',
        'DescriptionList',
        'term Order',
        'definition',
        'button Reject: Refund: order 1042',
        'button Approve: Refund: order 1042',
      ],
    );
    await visitor.leave();
  });
});
