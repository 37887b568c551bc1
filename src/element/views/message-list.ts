import { css, html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { keyed } from 'lit/directives/keyed.js';
import { type ConversationState, type Turn, activeTurn, pendingApprovals } from '../../core/index.js';
import type { ScrollMode } from '../controllers/scroll.js';
import { attach } from './attach.js';
import type { ViewContext } from './context.js';
import { emptyState } from './empty-state.js';
import { icons } from './icons.js';
import { chapterSize } from '../controllers/nearby.js';
import { canRest, turnAtRest, turnView } from './turn.js';

export interface MessageListModel {
  readonly state: ConversationState;
  readonly greeting: string;
  readonly starters: readonly string[];
  readonly feedback: boolean;
  readonly hidden: ReadonlySet<string>;
  readonly scrollMode: ScrollMode;
}

/** The key that goes to a waiting approval, as `aria-keyshortcuts` spells it. */
export const approvalKey = 'Alt+Shift+A';

/** Brings the waiting approval into view and puts the focus on it. */
export const goToApproval = (root: ParentNode): void => {
  const card = root.querySelector<HTMLElement>(".approval:is([data-status='pending'], [data-status='unconfirmed'])");
  card?.scrollIntoView({ block: 'nearest' });
  card?.focus({ preventScroll: true });
};

/** Turns are drawn so many at a time: what is skipped costs a comparison, not a rendering. */
const batchSize = 10;

/** The turns in batches, and those in chapters, which the browser skips as a whole. Turns only come and go at the end. */
const chapters = (
  { state: { turns }, feedback, hidden }: MessageListModel,
  busy: boolean,
  context: ViewContext,
): unknown[] => {
  const { strings, notes, answers } = context;
  const { nearby } = context.scroll;
  const untouched = notes.of('');

  const batch = (some: readonly Turn[], drawn: boolean): unknown => {
    const last = some.at(-1) === turns.at(-1) && some.at(-1);
    const draw = (turn: Turn): unknown => {
      const noted = notes.of(turn.id);
      if (!drawn && noted === untouched && canRest(turn)) return turnAtRest(turn, context);
      const settings = { isLast: turn === last, busy, feedback, hidden };
      return guard([turn, noted, turn === last, busy, feedback, hidden, context], () =>
        turnView(turn, settings, context),
      );
    };
    const depends = drawn
      ? [context, last, busy, feedback, hidden, ...some.map(({ id }) => notes.of(id))]
      : [strings, answers];
    return guard([...depends, ...some], () =>
      some.map((turn) => html`<div class="turn" part="turn">${draw(turn)}</div>`),
    );
  };

  const count = Math.ceil(turns.length / batchSize);
  nearby.arrange(count, answers !== undefined);
  const batches = Array.from({ length: count }, (_, index) => {
    const drawn = nearby.draws(index);
    return drawn === undefined
      ? nothing
      : html`<div class="batch">${batch(turns.slice(index * batchSize, (index + 1) * batchSize), drawn)}</div>`;
  });
  return Array.from({ length: Math.ceil(count / chapterSize) }, (_, index) => {
    const some = batches.slice(index * chapterSize, (index + 1) * chapterSize);
    const isNewest = (index + 2) * chapterSize >= count;
    return some[0] === nothing ? nothing : html`<div class=${isNewest ? 'chapter' : 'chapter far'}>${some}</div>`;
  });
};

const hasForm = ({ parts }: Turn): boolean =>
  parts.some((part) => part.kind === 'block' && part.block.kind === 'prompt-form');

/** The transcript. It announces nothing itself: the announcer does, once for each answer. */
export const messageList = (model: MessageListModel, context: ViewContext) => {
  const { state, greeting, starters, hidden, scrollMode } = model;
  const { strings, scroll } = context;
  const { turns, conversationId } = state;
  const last = turns.at(-1);
  const busy = activeTurn(state) !== undefined;
  const waits = last && pendingApprovals(last).some(({ id }) => !hidden.has(`${last.id}/${id}`));
  // Not by `:has()`: each element that an answer adds would style the whole log anew.
  const beside = waits || (!scroll.following && turns.some(hasForm));
  scroll.arrange(scrollMode, conversationId, last?.id);
  const unseen = scroll.unseen(turns);
  return html`<div class="log-area">
    <div class="log" part="log" role="log" aria-live="off" aria-label=${strings.transcript} tabindex="0" ${attach(scroll.scroller)}>
      <div class=${last ? (scroll.roomy ? 'turns roomy' : 'turns') : 'turns bare'} ${attach(scroll.content)}>
        ${
          last
            ? // Another conversation shares no element with this one.
              keyed(
                conversationId,
                guard([turns, context, context.changes(), busy, model.feedback, hidden], () =>
                  chapters(model, busy, context),
                ),
              )
            : state.restoring
              ? nothing
              : emptyState(greeting, starters, context)
        }
      </div>
    </div>
    <div class=${beside ? 'over-log beside' : 'over-log'} ${attach(() => scroll.rendered())}>
      ${
        waits
          ? html`<button
            class=${scroll.following ? 'button pill at-focus' : 'button pill'}
            part="go-to-approval"
            type="button"
            aria-keyshortcuts=${approvalKey}
            @click=${(event: Event) => goToApproval((event.currentTarget as Element).closest('.log-area')!)}
          >
            ${icons.shield}${strings.goToApproval}
          </button>`
          : nothing
      }
      ${
        // A request that waits is the latest there is.
        scroll.following || waits
          ? nothing
          : html`<button class="button pill" part="new-messages" type="button" @click=${() => scroll.toEnd()}>
            ${icons.down}${strings.newMessages(unseen)}
          </button>`
      }
    </div>
  </div>`;
};

export const messageListStyles = css`
  .log-area {
    position: relative;
    display: flex;
    flex-direction: column;
    flex: 1;
    min-block-size: 0;
  }

  .log {
    position: relative;
    flex: 1;
    min-block-size: 0;
    overflow: hidden auto;
    overflow-anchor: none;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--zaby-border-strong) transparent;
  }

  .log:focus-visible {
    outline-offset: -2px;
  }

  .turns {
    min-block-size: 100%;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    max-inline-size: 720px;
    inline-size: 100%;
    margin-inline: auto;
    padding-block: calc(12px * var(--zaby-density));
  }

  .bare {
    align-content: end;
  }

  .chapter,
  .empty {
    padding: calc(8px * var(--zaby-density)) calc(20px * var(--zaby-density));
  }

  .chapter {
    contain-intrinsic-block-size: auto 9000px;
  }

  /* Skipped while it is not on the screen. It also clips, focus rings for one: hence a padding of its own. */
  .far {
    content-visibility: auto;
  }

  .turn + .turn,
  .batch + .batch {
    margin-block-start: calc(28px * var(--zaby-density));
  }

  .chapter + .chapter {
    margin-block-start: calc(12px * var(--zaby-density));
  }

  .roomy > :last-child > :last-child > :last-child {
    min-block-size: calc(var(--room) - 32px * var(--zaby-density));
    align-content: start;
  }

  .over-log {
    position: absolute;
    inset-inline: 0;
    inset-block-end: 10px;
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 6px;
    pointer-events: none;
  }

  /* Nothing of ours covers the buttons of a card that waits, or the fields of a form. */
  .over-log.beside {
    position: static;
    padding-inline: 12px;
  }

  .beside .pill:not(.at-focus),
  .beside .pill:focus-visible {
    margin-block: 6px;
  }

  .pill {
    min-block-size: 32px;
    border-radius: calc(var(--zaby-radius) * 1.5);
    box-shadow: 0 4px 12px rgb(0 0 0 / 14%);
    font-size: 0.8667em;
    pointer-events: auto;
  }

  .pill svg {
    inline-size: 16px;
    block-size: 16px;
  }

  /* While the person is at the end, the card is before them; the keyboard still has the short way. */
  .at-focus:not(:focus-visible) {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    min-block-size: 0;
    padding: 0;
    border: 0;
    overflow: hidden;
    clip-path: inset(50%);
  }
`;
