import { act } from './actions.js';
import { createList, make, makeButton, say } from './dom.js';
import { shortId, statusWords, timeOf } from './format.js';

/** @typedef {import('./state.js').ApprovalRow} ApprovalRow */

/** @param {ApprovalRow} approval */
export const isOpen = ({ decision, isOver }) => decision === undefined && !isOver;

/** @param {ApprovalRow} approval */
const outcome = ({ decision, decidedBy, decidedAt, reason, isOver }) => {
  if (decision === undefined) return isOver ? 'Never decided: the run is over.' : 'Waits for a decision.';
  const by = decidedBy === undefined ? '' : ` by ${decidedBy}`;
  const at = decidedAt === undefined ? '' : ` at ${timeOf(decidedAt)}`;
  return `${statusWords(decision)}${by}${at}${reason === undefined ? '' : `: ${reason}`}`;
};

/** @param {ApprovalRow} first */
const createCard = (first) => {
  const { runId, approvalId, tool, title } = first;
  const reason = make('input', {
    type: 'text',
    placeholder: 'Reason (optional)',
    'aria-label': `Reason for rejecting ${tool}`,
  });
  /** @param {'approved' | 'rejected'} decision */
  const decide = (decision) =>
    void act(
      'decide',
      {
        runId,
        approvalId,
        decision,
        ...(decision === 'rejected' && reason.value.trim() !== '' && { reason: reason.value.trim() }),
      },
      () => `${tool}: ${decision}.`,
    );
  const buttons = make(
    'div',
    { class: 'decide' },
    makeButton('Approve', () => decide('approved'), { class: 'approve', 'aria-label': `Approve ${tool}` }),
    makeButton('Reject', () => decide('rejected'), { class: 'reject', 'aria-label': `Reject ${tool}` }),
    reason,
  );
  const result = make('p', { class: 'outcome', tabindex: -1 });
  const args = make('pre', {});
  const element = make(
    'li',
    { class: 'card' },
    make(
      'p',
      { class: 'card-title' },
      make('code', {}, tool),
      ' ',
      make('span', { class: 'soft', title: runId }, `run ${shortId(runId)}`),
    ),
    title !== undefined && make('p', {}, title),
    args,
    result,
    buttons,
  );
  return {
    element,
    /** @param {ApprovalRow} approval */
    update: (approval) => {
      say(args, approval.args ?? '');
      args.hidden = approval.args === undefined;
      say(result, outcome(approval));
      if (!isOpen(approval) && !buttons.hidden) {
        // The focus must not fall off the page with the button.
        const hadFocus = buttons.contains(document.activeElement);
        buttons.hidden = true;
        if (hadFocus) result.focus();
      }
      element.classList.toggle('open', isOpen(approval));
    },
  };
};

/** A list of approvals, with buttons on those that are open. */
export const createApprovalList = () => {
  const list = make('ul', { class: 'cards' });
  const draw = createList(list, createCard);
  return { element: list, draw };
};

/** @param {import('./state.js').State} state @returns {import('./tabs.js').View} */
export const createApprovals = (state) => {
  const { element, draw } = createApprovalList();
  const empty = make('p', { class: 'empty' }, 'No agent has asked for permission yet.');
  const panel = make('section', {}, element, empty);
  const open = () => state.approvals().filter(isOpen).length;
  return {
    name: 'approvals',
    title: 'Approvals',
    panel,
    count: open,
    isUrgent: () => open() > 0,
    draw: () => {
      const approvals = state.approvals();
      empty.hidden = approvals.length > 0;
      draw(approvals.toReversed().toSorted((one, other) => Number(isOpen(other)) - Number(isOpen(one))));
    },
  };
};
