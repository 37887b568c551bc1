import { expect } from '@open-wc/testing';
import { finish, say } from '../../demo/emulator/script.js';
import { openAgent, transcript } from '../support/agent.js';

/** Counts what is called from now on. */
const count = <Name extends string>(
  target: Record<Name, (...input: never[]) => unknown>,
  name: Name,
): (() => number) => {
  const original = target[name];
  let calls = 0;
  target[name] = function (this: unknown, ...input) {
    calls += 1;
    return original.apply(this, input);
  };
  return () => calls;
};

describe('an answer in many small pieces', () => {
  it('is drawn at most once a frame, and is all there when it has ended', async () => {
    const words = Array.from({ length: 400 }, (_, index) => `w${index}`).join(' ');
    const agent = await openAgent([say(words, { pace: 1 }), finish()]);
    const drawn = count(agent.element as never, 'updated');
    let events = 0;
    agent.element.addEventListener('zaby-run-event', () => (events += 1));
    let frames = 0;
    let waiting = true;
    const tick = (): void => {
      frames += 1;
      if (waiting) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    const start = performance.now();
    await agent.send('Say many words');
    waiting = false;
    await agent.element.updateComplete;
    expect(transcript(agent)).to.deep.equal(['user: Say many words', `agent: ${words}`]);
    // A busy machine gives few frames; then it is drawn by the clock. A few come before and after.
    expect(drawn()).to.be.at.most(frames + (performance.now() - start) / 100 + 6);
    expect(events).to.be.greaterThan(400);
  });
});
