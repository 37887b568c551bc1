import { type TemplateResult, css, html } from 'lit';
import type { ApprovalPart, Turn } from '../../core/index.js';
import type { Decision } from '../controllers/notes.js';
import { nameOf, subjectOf } from './approval-subject.js';
import { readArguments } from './argument-form.js';
import { attach } from './attach.js';
import type { ViewContext } from './context.js';
import { inWords } from './untrusted.js';

/** Moves focus when the next rendering is done, so that it lands on what the person's own click brought about. */
export const focusSoon = (card: Element, selector: string): void => {
  setTimeout(() => {
    const target = card.querySelector<HTMLElement>(selector);
    target?.focus({ preventScroll: true });
    // A field is met where it is; else the buttons are what comes next.
    const next = target?.closest('.arguments') ? target : card.querySelector('.approval-body')?.lastElementChild;
    next?.scrollIntoView({ block: 'nearest' });
  });
};

export const cardOf = (event: Event): Element => (event.currentTarget as Element).closest('.approval')!;

/** What the buttons of one card share. */
interface Choice {
  readonly key: string;
  readonly name: string;
  readonly part: ApprovalPart;
  readonly turn: Turn;
  readonly context: ViewContext;
  readonly decide: (event: MouseEvent, decision: Decision) => void;
}

/** Whether the person is changing the arguments. */
export const isEditing = ({ id, status }: ApprovalPart, turn: Turn, { notes }: ViewContext): boolean =>
  status === 'pending' && notes.of(turn.id).editing === id;

/** The arguments as they would be approved: changed ones that were not sent are not lost. */
export const nowOf = ({ editedArgs }: ApprovalPart, args: unknown) => ({
  ...(args as object),
  ...(editedArgs as object),
});

/** What a click counts for, before anything is sent. */
const decider =
  (approvalId: string, key: string, part: ApprovalPart, turn: Turn, context: ViewContext): Choice['decide'] =>
  (event, decision) => {
    const { strings, actions, notes } = context;
    // The second half of a double click was never meant for the button that appeared under it.
    if (part.status === 'sending' || event.detail > 1) return;
    const card = cardOf(event);
    const verdict = context.guard!.judge(key, event);
    if (verdict === 'confirm') {
      notes.change(turn.id, { confirming: part.id });
      actions.announce(strings.approvalConfirm);
    }
    if (verdict !== 'decides') return;
    notes.change(turn.id, { decisions: { ...notes.of(turn.id).decisions, [part.id]: decision } });
    if (decision.approved) actions.approve(approvalId, decision.editedArgs);
    else actions.reject(approvalId, decision.reason);
    focusSoon(card, '.result');
  };

/** The decision is sent and nobody knows whether it arrived: the same one, once more. */
const againButton = (decision: Decision, { key, decide, context: { strings, guard } }: Choice): TemplateResult =>
  html`<div class="decision" ${attach(guard!.watch(key))}>
    <button
      class="button large"
      part="check-again"
      type="button"
      @click=${(event: MouseEvent) => decide(event, decision)}
    >
      ${strings.checkAgain}
    </button>
  </div>`;

/** A rejection may say why; Enter in the reason only breaks the line. */
const rejectionForm = ({ key, name, part, turn, context, decide }: Choice): TemplateResult => {
  const { strings, notes, guard } = context;
  const reasonId = notes.id(key, 'reason');
  const back = (event: MouseEvent): void => {
    notes.change(turn.id, { rejecting: '' });
    focusSoon(cardOf(event), '[part~=reject]');
  };
  const reject = (event: MouseEvent): void => {
    const reason = cardOf(event).querySelector<HTMLTextAreaElement>('.rejection textarea')?.value.trim() ?? '';
    decide(event, { approved: false, ...(reason !== '' && { reason }) });
  };
  return html`<div class="rejection">
    <label class="label" for=${reasonId}>${strings.rejectReason}</label>
    <textarea class="field" id=${reasonId} part="input reason" rows="2" dir="auto"></textarea>
    <div class="decision" ${attach(guard!.watch(key))}>
      <button class="button large" part="back" type="button" @click=${back}>${strings.back}</button>
      <button
        class="button large danger"
        part="confirm-reject"
        type="button"
        aria-label=${strings.rejectWhat(name)}
        aria-disabled=${part.status === 'sending' ? 'true' : 'false'}
        @click=${reject}
      >
        ${strings.reject}
      </button>
    </div>
  </div>`;
};

/** Reject first: what is met first by the keyboard does no harm. */
const firstButtons = ({ key, name, part, turn, context, decide }: Choice): TemplateResult => {
  const { strings, notes, guard } = context;
  const disabled = part.status === 'sending' ? 'true' : 'false';
  const { toolName, args } = subjectOf(part, turn);
  const editing = isEditing(part, turn, context);
  const approve = (event: MouseEvent): void => {
    if (!editing) return decide(event, { approved: true });
    const card = cardOf(event);
    const { problems, ...answer } = readArguments(
      card,
      args as Record<string, unknown>,
      nowOf(part, args),
      part.request.argsSchema,
      context,
    );
    notes.change(turn.id, { problems });
    if (problems.length === 0) decide(event, { approved: true, ...answer });
    else focusSoon(card, '[aria-invalid=true]');
  };
  const askReason = (event: MouseEvent): void => {
    if (part.status === 'sending') return;
    notes.change(turn.id, { rejecting: part.id });
    focusSoon(cardOf(event), '.rejection textarea');
  };
  return html`<div class="decision" ${attach(guard!.watch(key))}>
    <button
      class="button large"
      part="reject"
      type="button"
      aria-label=${strings.rejectWhat(name)}
      aria-disabled=${disabled}
      @click=${askReason}
    >
      ${strings.reject}
    </button>
    <button
      class="button large primary"
      part="approve"
      type="button"
      aria-label=${editing ? `${strings.approveEdited}: ${inWords(toolName ?? '')}` : strings.approveWhat(name)}
      aria-disabled=${disabled}
      @click=${approve}
    >
      ${editing ? strings.approveEdited : strings.approve}
    </button>
  </div>`;
};

/** Approve and Reject, or what takes their place. */
export const approvalButtons = (part: ApprovalPart, turn: Turn, context: ViewContext): TemplateResult => {
  const { strings, notes } = context;
  const { approvalId } = part.request;
  if (approvalId === undefined) return html`<p class="muted">${strings.approvalNoButtons}</p>`;

  const key = `${turn.id}/${part.id}`;
  const decide = decider(approvalId, key, part, turn, context);
  const choice: Choice = { key, name: nameOf(part, turn, strings), part, turn, context, decide };
  const { decisions, rejecting } = notes.of(turn.id);
  const sent = decisions?.[part.id];
  if (part.status === 'unconfirmed' && sent) return againButton(sent, choice);
  return rejecting === part.id ? rejectionForm(choice) : firstButtons(choice);
};

export const approvalButtonsStyles = css`
  .decision {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 8px;
  }

  .rejection {
    display: grid;
    gap: 6px;
  }

  .rejection .decision {
    margin-block-start: 4px;
  }

  .button.danger {
    border-color: var(--zaby-danger);
    color: var(--zaby-danger);
  }
`;
