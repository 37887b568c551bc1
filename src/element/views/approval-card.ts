import { type TemplateResult, css, html, nothing } from 'lit';
import type { ApprovalPart, ApprovalStatus, Turn } from '../../core/index.js';
import type { Strings } from '../locales/index.js';
import { argumentForm } from './argument-form.js';
import { approvalButtons, cardOf, focusSoon, isEditing, nowOf } from './approval-buttons.js';
import { approvalResult } from './approval-result.js';
import { subjectOf } from './approval-subject.js';
import type { ViewContext } from './context.js';
import { clock } from './countdown.js';
import { isRecord } from './data-text.js';
import { icons } from './icons.js';
import { labelledValues } from './labelled-values.js';
import { ticking } from './ticking.js';
import { exact, inWords } from './untrusted.js';

const open: ReadonlySet<ApprovalStatus> = new Set(['pending', 'sending', 'unconfirmed']);

const resultIcons = {
  sending: icons.working,
  approved: icons.check,
  rejected: icons.close,
  expired: icons.dash,
  decided: icons.dash,
  unconfirmed: icons.alert,
  undecided: icons.dash,
};

const resultIcon = ({ status, error }: ApprovalPart) =>
  status !== 'pending' ? resultIcons[status] : error ? icons.alert : nothing;

const expiry = (
  { request, status }: ApprovalPart,
  { strings, now, ticker }: ViewContext,
): TemplateResult | typeof nothing => {
  const at = Date.parse(request.expiresAt ?? '');
  if (status !== 'pending' || Number.isNaN(at)) return nothing;
  // Clocks differ by hours: the card only tells, the platform decides whether it is too late.
  return html`<span class="expiry" ${ticking(ticker, () => (at > now() ? strings.approvalExpiresIn(clock(at - now())) : strings.approvalTimePassed))}></span>`;
};

/** What programs tell each other, such as `tool_call`: no words for a person. */
const isCode = (text: string): boolean => /^[a-z]+(?:[_:-][a-z]+)+$/.test(text);

const agentWords = ({ request }: ApprovalPart, { strings }: ViewContext): TemplateResult | typeof nothing => {
  const words = [request.title, request.description, request.reason].filter(
    (text) => text !== undefined && text !== '' && !isCode(text),
  );
  if (words.length === 0) return nothing;
  return html`<div class="approval-words">
    <p class="label">${strings.approvalWords}</p>
    ${[...new Set(words)].map((text) => html`<p dir="auto">${exact(text!)}</p>`)}
  </div>`;
};

const action = (toolName: string | undefined, strings: Strings): TemplateResult => {
  if (toolName === undefined) return html`<span class="muted">${strings.approvalUnknownTool}</span>`;
  const words = inWords(toolName);
  return html`<strong>${exact(words)}</strong>${words === toolName ? nothing : html` <code>${exact(toolName)}</code>`}`;
};

/** How risky it is, where anybody said: a word of ours `above`, where it stays in sight; any other may be long. */
const riskLine = ({ request: { risk = '' } }: ApprovalPart, { strings }: ViewContext, above: boolean) => {
  const level = risk.toLowerCase();
  const known = Object.entries(strings.risk).find(([name]) => name === level)?.[1];
  return risk === '' || above !== (known !== undefined)
    ? nothing
    : html`<p class="risk small" data-risk=${level}>${icons.alert}${known ?? html`<span>${strings.riskOther} ${exact(risk)}</span>`}</p>`;
};

/** The arguments, what was approved instead of them, and a form to change them where the platform takes that. */
const argumentsOf = (part: ApprovalPart, turn: Turn, args: unknown, context: ViewContext) => {
  const { strings, notes } = context;
  const { argsSchema, argsEditable } = part.request;
  const { problems = [] } = notes.of(turn.id);
  const editing = isEditing(part, turn, context);
  const canEdit = argsEditable && part.status === 'pending' && isRecord(args);
  const edit = (event: Event): void => {
    notes.change(turn.id, { editing: editing ? '' : part.id, problems: [] });
    focusSoon(cardOf(event), editing ? '.edit' : '.arguments :is(input, select, textarea)');
  };
  const isSent = /^(?:sending|approved|unconfirmed)$/.test(part.status);
  return html`<div part="approval-arguments">
      <p class="label">${strings.approvalArguments}</p>
      ${args === undefined ? html`<p class="muted">${strings.approvalNoArguments}</p>` : labelledValues(args, context, { schema: argsSchema, edited: isSent ? part.editedArgs : undefined })}
      ${canEdit ? html`<button class="unfold edit" part="edit-arguments" type="button" @click=${edit}>${editing ? strings.approvalKeep : strings.approvalEdit}</button>` : nothing}
    </div>
    ${canEdit && editing ? argumentForm(args, nowOf(part, args), argsSchema, notes.id(turn.id, part.id, 'arguments'), problems, context) : nothing}`;
};

/** When it was decided, as far as the platform said. */
const decidedWhen = ({ decidedAt = '' }: ApprovalPart, { locale }: ViewContext) => {
  const at = new Date(decidedAt);
  return Number.isNaN(at.getTime())
    ? nothing
    : html` · <span class="muted small when">${at.toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' })}</span>`;
};

/**
 * Asks the person to allow something. Drawn from approval events only, across the full width of the panel, where no
 * content of the agent's can be: the tool and its exact input first, the agent's own words second and named as such.
 */
export const approvalCard = (part: ApprovalPart, turn: Turn, context: ViewContext) => {
  const { strings, notes } = context;
  const { toolName, args } = subjectOf(part, turn);
  const titleId = notes.id(turn.id, part.id, 'title');
  const isOpen = open.has(part.status);
  const result = approvalResult(part, turn, strings);
  const confirming = part.status === 'pending' && notes.of(turn.id).confirming === part.id;
  return html`<section class="approval" part="approval" role="group" tabindex="-1" aria-labelledby=${titleId} data-status=${part.status}>
    <div class="approval-band">
      ${icons.shield}
      <h3 id=${titleId}>${isOpen ? strings.approval : strings.approvalPast}</h3>
      ${expiry(part, context)}${riskLine(part, context, true)}
    </div>
    <div class="approval-body">
      <div>
        <p class="label">${isOpen ? strings.approvalWill : strings.approvalTool}</p>
        <p class="approval-action" part="approval-action">${action(toolName, strings)}</p>
        ${riskLine(part, context, false)}
      </div>
      ${argumentsOf(part, turn, args, context)}
      ${agentWords(part, context)}
      <p class=${result === '' ? 'visually-hidden result' : 'result'} part="approval-result" tabindex="-1">
        ${resultIcon(part)}<span>${result}${decidedWhen(part, context)}</span>
      </p>
      ${part.status === 'rejected' && part.reason ? html`<p class="muted" dir="auto">${strings.approvalReasonGiven(part.reason)}</p>` : nothing}
      ${confirming ? html`<p class="result warning">${icons.alert}<span>${strings.approvalConfirm}</span></p>` : nothing}
      ${isOpen ? approvalButtons(part, turn, context) : nothing}
    </div>
  </section>`;
};

export const approvalCardStyles = css`
  .approval {
    margin-inline: -12px;
    border: 1px solid color-mix(in oklab, var(--zaby-warning) 55%, var(--zaby-surface));
    border-radius: var(--zaby-radius);
    overflow: clip;
    background: var(--zaby-surface);
    box-shadow: 0 1px 2px rgb(16 24 40 / 6%);
  }

  /* How risky it is stays in sight at the buttons of a long card. */
  .approval-band {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
    padding: calc(10px * var(--zaby-density)) calc(14px * var(--zaby-density));
    background: color-mix(in oklab, var(--zaby-warning) 10%, var(--zaby-surface));
    color: var(--zaby-warning);
  }

  .approval-band h3 {
    flex: 1 1 auto;
    font-weight: 620;
  }

  .expiry {
    font-size: 0.8667em;
    font-variant-numeric: tabular-nums;
  }

  .approval:not([data-status='pending'], [data-status='sending'], [data-status='unconfirmed']) {
    border-color: var(--zaby-border);
    box-shadow: none;

    .approval-band {
      background: var(--zaby-surface-raised);
      color: var(--zaby-text-muted);
    }
  }

  .approval-body {
    display: grid;
    gap: calc(14px * var(--zaby-density));
    padding: calc(14px * var(--zaby-density));
  }

  .approval .label {
    margin-block-end: 2px;
    color: var(--zaby-text-muted);
    font-size: 0.8667em;
  }

  .approval-action {
    overflow-wrap: anywhere;
  }

  .approval-action strong {
    font-weight: 620;
  }

  .approval code {
    color: var(--zaby-text-muted);
    font: 0.8667em var(--zaby-font-mono);
  }

  .risk {
    display: flex;
    align-items: center;
    gap: 6px;
    color: var(--zaby-text-muted);
    font-weight: 550;
  }

  .approval :is(button, .field, summary) {
    scroll-margin-block-start: 64px;
  }

  .approval .edit {
    margin-block-start: 8px;
  }

  .when {
    white-space: nowrap;
  }

  .risk svg {
    inline-size: 16px;
    block-size: 16px;
  }

  [data-risk='medium'] {
    color: var(--zaby-warning);
  }

  :is([data-risk='high'], [data-risk='critical']) {
    color: var(--zaby-danger);
  }

  .approval-words {
    padding-inline-start: 12px;
    border-inline-start: 3px solid var(--zaby-border);
    overflow-wrap: anywhere;
  }

  .result {
    display: flex;
    gap: 8px;
    border-radius: 4px;
    font-weight: 550;
  }

  .result svg {
    margin-block-start: 1px;
  }

  [data-status='approved'] .result {
    color: var(--zaby-success);
  }

  [data-status='rejected'] .result,
  [data-status='pending'] .result {
    color: var(--zaby-danger);
  }

  [data-status] .result.warning,
  [data-status='unconfirmed'] .result {
    color: var(--zaby-warning);
  }
`;
