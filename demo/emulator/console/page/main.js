import { act } from './actions.js';
import { createApprovals, isOpen } from './approvals.js';
import { byId, say } from './dom.js';
import { createFeed } from './feed.js';
import { createFeedback } from './feedback.js';
import { countOf, timeOf } from './format.js';
import { createRequests } from './requests.js';
import { createRuns } from './runs.js';
import { createState } from './state.js';
import { createTabs } from './tabs.js';
import { createTokens } from './tokens.js';
import { createUsage } from './usage.js';

const state = createState();
const pause = byId('pause');
let isPaused = false;
let isWaiting = false;

const words = { connecting: 'connecting', live: 'live', lost: 'no connection' };
const feed = createFeed({
  state,
  line: (now) => {
    byId('line').dataset['state'] = now;
    say(byId('line-text'), words[now]);
  },
  changed: () => {
    // Seen where the page itself is not.
    const open = state.approvals().filter(isOpen).length;
    document.title = `${open > 0 ? `(${open}) ` : ''}Emulator console`;
    draw();
  },
});

const tabs = createTabs(byId('tabs'), byId('panels'), [
  createRuns(state, feed.look),
  createApprovals(state),
  createTokens(state),
  createFeedback(state),
  createRequests(state),
  createUsage(state),
]);

/** At most once a frame, and not while it is paused: what came meanwhile shows afterwards. */
const draw = () => {
  if (isPaused || isWaiting) return;
  isWaiting = true;
  requestAnimationFrame(() => {
    isWaiting = false;
    if (isPaused) return;
    say(byId('streams'), countOf(state.streams(), 'open stream'));
    tabs.draw();
  });
};

const tick = () => {
  if (state.now() > 0) say(byId('time'), timeOf(state.now()));
};

pause.addEventListener('click', () => {
  isPaused = !isPaused;
  pause.setAttribute('aria-pressed', String(isPaused));
  draw();
});
byId('cut').addEventListener(
  'click',
  () => void act('cut-streams', {}, ({ cut }) => `${countOf(Number(cut), 'stream')} cut.`),
);
for (const button of document.querySelectorAll('[data-minutes]')) {
  const minutes = Number(/** @type {HTMLElement} */ (button).dataset['minutes']);
  button.addEventListener(
    'click',
    () =>
      void act('advance-clock', { milliseconds: minutes * 60_000 }, ({ now }) => `It is ${timeOf(Number(now))} there.`),
  );
}
setInterval(tick, 500);
tabs.draw();
feed.connect();
