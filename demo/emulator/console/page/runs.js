import { createApprovalList, isOpen } from './approvals.js';
import { createList, make, say } from './dom.js';
import { createEvents } from './events.js';
import { countOf, shortId, statusWords, timeOf } from './format.js';

/** @typedef {import('./state.js').RunRow} RunRow */

/**
 * The runs, and the events of the one that is looked at: the newest, until somebody chooses another.
 *
 * @param {import('./state.js').State} state
 * @param {(runId: string | undefined) => void} look
 * @returns {import('./tabs.js').View}
 */
export const createRuns = (state, look) => {
  /** @type {string | undefined} */
  let chosen;
  /** @type {string | undefined} */
  let shown;
  const follow = make('input', { type: 'checkbox', id: 'follow', checked: true });
  const list = make('ol', { class: 'runs' });
  const empty = make('p', { class: 'empty' }, 'No runs yet. Ask the agent something.');
  const heading = make('h2', {});
  const facts = make('p', { class: 'facts' });
  const answer = make('p', { class: 'answer' });
  const approvals = createApprovalList();
  const events = createEvents();
  const detail = make(
    'section',
    { class: 'detail', 'aria-label': 'The run' },
    heading,
    facts,
    approvals.element,
    answer,
    events.element,
  );
  const panel = make(
    'section',
    { class: 'split' },
    make('div', { class: 'side' }, make('label', { class: 'follow' }, follow, 'Follow the newest'), list, empty),
    detail,
  );

  /** @param {RunRow} first */
  const createRun = ({ id }) => {
    const status = make('span', { class: 'status' });
    const message = make('span', { class: 'message' });
    const about = make('span', { class: 'soft' });
    const button = make(
      'button',
      { type: 'button', class: 'run' },
      message,
      make('span', { class: 'run-facts' }, status, about),
    );
    button.addEventListener('click', () => {
      chosen = id;
      follow.checked = false;
      draw();
    });
    return {
      element: make('li', {}, button),
      /** @param {RunRow} run */
      update: (run) => {
        status.dataset['status'] = run.status;
        say(status, statusWords(run.status));
        say(message, run.message === '' ? '(no words)' : run.message);
        say(about, `${timeOf(run.createdAt)} · ${run.userId}`);
      },
    };
  };
  const drawList = createList(list, createRun);

  const drawDetail = (/** @type {RunRow | undefined} */ run) => {
    detail.hidden = run === undefined;
    if (!run) return;
    say(heading, run.message === '' ? '(no words)' : run.message);
    const { input, output } = run.tokens;
    say(
      facts,
      `${statusWords(run.status)} · ${run.agent} · ${run.userId} · ${countOf(run.events, 'event')} · ${input} + ${output} tokens · run ${shortId(run.id)} · session ${shortId(run.sessionId)}`,
    );
    facts.title = `${run.id}\n${run.sessionId}`;
    answer.hidden = run.output === '';
    say(answer, run.output);
    approvals.draw(state.approvals().filter((approval) => approval.runId === run.id && isOpen(approval)));
    events.draw(state.log());
  };

  const draw = () => {
    const runs = state.runs().toReversed();
    empty.hidden = runs.length > 0;
    if (follow.checked) chosen = runs[0]?.id;
    if (chosen !== shown) {
      shown = chosen;
      events.reset();
      look(chosen);
    }
    drawList(runs);
    for (const [index, item] of [...list.children].entries()) {
      const button = item.firstElementChild;
      if (runs[index]?.id === shown) button?.setAttribute('aria-current', 'true');
      else button?.removeAttribute('aria-current');
    }
    drawDetail(runs.find(({ id }) => id === shown));
  };
  follow.addEventListener('change', draw);

  return { name: 'runs', title: 'Runs', panel, count: () => state.runs().length, draw };
};
