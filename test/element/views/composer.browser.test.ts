import { expect } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { actsOf, middleOf, openPanel, painted, partOf } from './open-panel.js';

const enter = (change: KeyboardEventInit & { keyCode?: number } = {}): KeyboardEvent =>
  new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true, cancelable: true, ...change });

describe('the composer', () => {
  it('sends with Enter and breaks the line with Shift+Enter', async () => {
    const panel = await openPanel('Empty');
    const input = partOf<HTMLTextAreaElement>(panel, 'input');
    input.focus();
    await sendKeys({ type: 'one' });
    await sendKeys({ down: 'Shift' });
    await sendKeys({ press: 'Enter' });
    await sendKeys({ up: 'Shift' });
    await sendKeys({ type: 'two' });
    expect(input.value).to.equal('one\ntwo');
    await sendKeys({ press: 'Enter' });
    expect(panel.acts.at(-1)).to.deep.equal(['send', 'one\ntwo']);
  });

  it('does not send what is only white space', async () => {
    const panel = await openPanel('Empty');
    partOf(panel, 'input').focus();
    await sendKeys({ type: '   ' });
    await sendKeys({ press: 'Enter' });
    expect(actsOf(panel)).to.not.include('send');
  });

  it('leaves Enter to an input method that is composing, in every order browsers know', async () => {
    const panel = await openPanel('Writing');
    const input = partOf<HTMLTextAreaElement>(panel, 'input');
    input.dispatchEvent(enter({ isComposing: true }));
    // Safari ends the composition first; only the key code still tells.
    input.dispatchEvent(enter({ keyCode: 229 }));
    expect(actsOf(panel)).to.deep.equal([]);
    input.dispatchEvent(enter());
    expect(actsOf(panel)).to.deep.equal(['send']);
  });

  it('sends once while Enter is held down', async () => {
    const panel = await openPanel('Writing');
    partOf(panel, 'input').dispatchEvent(enter({ repeat: true }));
    expect(actsOf(panel)).to.deep.equal([]);
  });

  it('grows with the text and shrinks with it', async () => {
    const panel = await openPanel('Empty');
    const input = partOf(panel, 'input');
    const before = input.offsetHeight;
    panel.state = { ...panel.state, draft: 'one\ntwo\nthree' };
    await panel.updateComplete;
    expect(input.offsetHeight).to.be.greaterThan(before + 30);
    panel.state = { ...panel.state, draft: '' };
    await panel.updateComplete;
    expect(input.offsetHeight).to.equal(before);
  });

  it('keeps the keys that are typed from the hotkeys of the page', async () => {
    const panel = await openPanel('Empty');
    const heard: string[] = [];
    const listen = (event: Event): void => void heard.push(event.type);
    for (const type of ['keydown', 'keypress', 'keyup']) document.addEventListener(type, listen);
    partOf(panel, 'input').focus();
    await sendKeys({ type: 'g?' });
    expect(heard).to.deep.equal([]);
    partOf(panel, 'send').focus();
    await sendKeys({ press: 'x' });
    expect(heard).to.include('keydown');
    for (const type of ['keydown', 'keypress', 'keyup']) document.removeEventListener(type, listen);
  });

  it('is Stop while an answer is on its way, and then Enter keeps the text', async () => {
    const panel = await openPanel('Streaming');
    const button = partOf(panel, 'send');
    expect(button.getAttribute('aria-label')).to.equal('Stop');
    partOf(panel, 'input').focus();
    await sendKeys({ press: 'Enter' });
    expect(actsOf(panel)).to.deep.equal([]);
    await sendKeys({ press: 'Tab' });
    expect(panel.shadowRoot!.activeElement).to.equal(button);
    await sendKeys({ press: 'Enter' });
    expect(actsOf(panel)).to.deep.equal(['stop']);
  });

  it('does not take the second half of a double click on Send for Stop', async () => {
    const panel = await openPanel('Streaming');
    partOf(panel, 'send').dispatchEvent(new MouseEvent('click', { detail: 2, bubbles: true }));
    expect(actsOf(panel)).to.deep.equal([]);
  });

  it('sends with the mouse too', async () => {
    const panel = await openPanel('Writing');
    await painted();
    await sendMouse({ type: 'click', position: middleOf(partOf(panel, 'send')) });
    expect(actsOf(panel)).to.deep.equal(['send']);
  });

  it('asks a suggestion when it is pressed', async () => {
    const panel = await openPanel('Empty', { starters: ['Where is my order?'] });
    partOf(panel, 'starter').click();
    expect(panel.acts).to.deep.equal([['send', 'Where is my order?']]);
  });

  it('takes no focus by itself', async () => {
    await openPanel('Streaming');
    expect(document.activeElement).to.equal(document.body);
  });
});
