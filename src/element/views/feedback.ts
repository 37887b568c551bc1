import { type TemplateResult, css, html, nothing } from 'lit';
import type { Feedback, FeedbackInput, Turn } from '../../core/index.js';
import type { ViewContext } from './context.js';
import { icons } from './icons.js';

const thumb = (turn: Turn, input: FeedbackInput, name: string, context: ViewContext): TemplateResult => {
  const pressed = turn.feedback?.label === input.label;
  return html`<button
    class=${input.label === 'thumbs-up' ? 'icon-button' : 'icon-button down'}
    part="thumb"
    type="button"
    aria-label=${name}
    title=${name}
    aria-pressed=${pressed ? 'true' : 'false'}
    @click=${() => {
      context.actions.rate(turn.id, input);
      context.notes.change(turn.id, { feedback: 'asking' });
    }}
  >
    ${icons.good}
  </button>`;
};

/** What was sent before: the next one repeats it, because the last one wins. */
const inputOf = ({ rating, label, comment }: Partial<Feedback> = {}): FeedbackInput => ({
  ...(rating !== undefined && { rating }),
  ...(label !== undefined && { label }),
  ...(comment !== undefined && { comment }),
});

const readForm = (form: HTMLFormElement): { rating?: number; comment?: string } => {
  const data = new FormData(form);
  const rating = Number(data.get('rating') ?? Number.NaN);
  const comment = String(data.get('comment') ?? '').trim();
  return { ...(rating >= 1 && rating <= 5 && { rating }), ...(comment !== '' && { comment }) };
};

/** Asks for 1 to 5 and a comment, after the thumb was sent; each is optional. */
const moreForm = (turn: Turn, { strings, actions, notes }: ViewContext): TemplateResult => {
  const close = (form: Element): void => {
    const row = form.closest('.feedback');
    notes.change(turn.id, { feedback: 'done' });
    setTimeout(() => row?.querySelector<HTMLElement>('.thanks')?.focus({ preventScroll: true }));
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    actions.rate(turn.id, { ...inputOf(turn.feedback), ...readForm(form) });
    close(form);
  };
  const commentId = notes.id(turn.id, 'comment');
  return html`<form class="more card" part="feedback-form" @submit=${submit}>
    <fieldset>
      <legend class="label">${strings.rateMore}</legend>
      <div class="stars">
        ${[1, 2, 3, 4, 5].map(
          (count) => html`<label class="icon-button star" title=${strings.stars(count)}>
            <input class="visually-hidden" type="radio" name="rating" value=${count} aria-label=${strings.stars(count)} />${icons.star}
          </label>`,
        )}
      </div>
    </fieldset>
    <label class="label" for=${commentId}>${strings.comment}</label>
    <textarea class="field" id=${commentId} part="input comment" name="comment" rows="2" maxlength="2000" dir="auto"></textarea>
    <div class="more-buttons">
      <button class="button quiet" type="button" @click=${(event: Event) => close(event.currentTarget as Element)}>${strings.skip}</button>
      <button class="button primary" part="send-feedback" type="submit">${strings.sendFeedback}</button>
    </div>
  </form>`;
};

/** Two thumbs under an answer, and room for more once one was pressed. */
export const feedback = (turn: Turn, context: ViewContext): TemplateResult => {
  const { strings, notes, actions } = context;
  const step = notes.of(turn.id).feedback;
  const failed = turn.feedback?.status === 'failed';
  const again = (): void => {
    actions.rate(turn.id, inputOf(turn.feedback));
  };
  return html`<div class="feedback" part="feedback" role="group" aria-label=${strings.rateAnswer}>
    <div class="thumbs">
      ${thumb(turn, { rating: 5, label: 'thumbs-up' }, strings.goodAnswer, context)}
      ${thumb(turn, { rating: 1, label: 'thumbs-down' }, strings.badAnswer, context)}
      ${
        failed
          ? html`<span class="small">${strings.feedbackFailed}</span>
            <button class="button quiet" type="button" @click=${again}>${strings.retry}</button>`
          : nothing
      }
      ${
        turn.feedback && !failed && step !== 'asking'
          ? html`<span class="thanks small muted" tabindex="-1">${strings.thanks}</span>`
          : nothing
      }
    </div>
    ${step === 'asking' ? moreForm(turn, context) : nothing}
  </div>`;
};

export const feedbackStyles = css`
  .thumbs {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px;
    min-block-size: 32px;
    margin-inline-start: -7px;
  }

  .down svg {
    scale: 1 -1;
  }

  .thumbs [aria-pressed='true'] {
    color: var(--zaby-accent-text);
  }

  .thumbs [aria-pressed='true'] svg {
    fill: currentcolor;
    fill-opacity: 0.25;
  }

  .thanks {
    margin-inline-start: 6px;
    border-radius: 4px;
  }

  .more {
    margin-block-start: 6px;
  }

  .stars {
    display: flex;
    margin-block-start: 4px;
    margin-inline-start: -6px;
  }

  .star {
    cursor: pointer;
  }

  .star:has(input:focus-visible) {
    outline: 2px solid var(--zaby-accent-text);
    outline-offset: -2px;
  }

  /* Every star up to the chosen one. */
  .stars:has(:checked) .star:has(~ .star :checked) svg,
  .star:has(:checked) svg {
    fill: currentcolor;
    color: var(--zaby-accent-text);
  }

  .more-buttons {
    display: flex;
    justify-content: flex-end;
    gap: 8px;
  }

  @media (forced-colors: active) {
    .thumbs [aria-pressed='true'] {
      border: 2px solid Highlight;
    }
  }
`;
