import { css, html } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { ApprovalPart, Turn } from '../../core/index.js';
import { nameOf } from './approval-subject.js';
import type { ViewContext } from './context.js';

interface Decision {
  readonly approved: boolean;
  readonly reason?: string;
}

/** Moves focus when the next rendering is done, so that it lands on what the person's own click brought about. */
const focusSoon = (within: Element, selector: string): void => {
  setTimeout(() => within.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true }));
};

/** Approve and Reject, and what a click on them counts for. */
export const approvalButtons = (part: ApprovalPart, turn: Turn, context: ViewContext) => {
  const { strings, actions, notes, guard } = context;
  const { approvalId } = part.request;
  if (approvalId === undefined) return html`<p class="muted">${strings.approvalNoButtons}</p>`;

  const key = `${turn.id}/${part.id}`;
  const mine = notes.of(turn.id);
  const name = nameOf(part, turn, strings);
  const busy = part.status === 'sending';
  const disabled = busy ? 'true' : 'false';

  const decide = (event: MouseEvent, decision: Decision): void => {
    // The second half of a double click was never meant for the button that appeared under it.
    if (busy || event.detail > 1) return;
    const card = (event.currentTarget as Element).closest('.approval');
    const verdict = guard.judge(key, event);
    if (verdict === 'confirm') {
      notes.change(turn.id, { confirming: part.id });
      actions.announce(strings.approvalConfirm);
    }
    if (verdict !== 'decides' || !card) return;
    notes.change(turn.id, { decisions: { ...mine.decisions, [part.id]: decision } });
    if (decision.approved) actions.approve(approvalId);
    else actions.reject(approvalId, decision.reason);
    focusSoon(card, '.result');
  };

  const last = mine.decisions?.[part.id];
  if (part.status === 'unconfirmed' && last) {
    return html`<div class="decision" ${ref(guard.watch(key))}>
      <button class="button large" part="check-again" type="button" @click=${(event: MouseEvent) => decide(event, last)}>
        ${strings.checkAgain}
      </button>
    </div>`;
  }

  if (mine.rejecting === part.id) {
    const reasonId = notes.id(key, 'reason');
    const reasonOf = (event: Event): string =>
      (event.currentTarget as Element).closest('.rejection')!.querySelector('textarea')!.value.trim();
    return html`<div class="rejection">
      <label class="label" for=${reasonId}>${strings.rejectReason}</label>
      <textarea class="field" id=${reasonId} part="input reason" rows="2" dir="auto"></textarea>
      <div class="decision" ${ref(guard.watch(key))}>
        <button
          class="button large"
          type="button"
          @click=${(event: MouseEvent) => {
            const card = (event.currentTarget as Element).closest('.approval')!;
            notes.change(turn.id, { rejecting: '' });
            focusSoon(card, '[part~=reject]');
          }}
        >
          ${strings.back}
        </button>
        <button
          class="button large danger"
          part="confirm-reject"
          type="button"
          aria-label=${strings.rejectWhat(name)}
          aria-disabled=${disabled}
          @click=${(event: MouseEvent) => {
            const reason = reasonOf(event);
            decide(event, { approved: false, ...(reason !== '' && { reason }) });
          }}
        >
          ${strings.reject}
        </button>
      </div>
    </div>`;
  }

  return html`<div class="decision" ${ref(guard.watch(key))}>
    <button
      class="button large"
      part="reject"
      type="button"
      aria-label=${strings.rejectWhat(name)}
      aria-disabled=${disabled}
      @click=${(event: MouseEvent) => {
        if (busy || !event.isTrusted) return;
        const card = (event.currentTarget as Element).closest('.approval')!;
        notes.change(turn.id, { rejecting: part.id });
        focusSoon(card, 'textarea');
      }}
    >
      ${strings.reject}
    </button>
    <button
      class="button large primary"
      part="approve"
      type="button"
      aria-label=${strings.approveWhat(name)}
      aria-disabled=${disabled}
      @click=${(event: MouseEvent) => decide(event, { approved: true })}
    >
      ${strings.approve}
    </button>
  </div>`;
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
