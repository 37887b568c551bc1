import { css, html, nothing } from 'lit';
import { type ConversationState, activeTurn } from '../../core/index.js';
import type { ScrollMode } from '../controllers/scroll.js';
import { attach } from './attach.js';
import { composer } from './composer.js';
import type { ViewContext } from './context.js';
import { headerView } from './header.js';
import { keepFocus } from './keep-focus.js';
import { goToApproval, messageList } from './message-list.js';
import type { SizingViews } from './sizing.js';

export interface PanelModel {
  readonly state: ConversationState;
  readonly open: boolean;
  /** The id of the panel, for the launcher's `aria-controls`. */
  readonly id: string;
  /** `floating` is a dialog beside the page that can be closed; all others are a region of it. */
  readonly mode: 'inline' | 'floating' | 'panel' | 'page';
  /** The panel covers the whole page, as a floating one does on a small screen: the focus stays inside. */
  readonly modal: boolean;
  readonly heading?: string | undefined;
  readonly greeting?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly starters: readonly string[];
  /** False where the host wants no ratings. */
  readonly feedback: boolean;
  readonly scrollMode: ScrollMode;
  /** The page's own word; else the language tells. */
  readonly dir?: string | undefined;
  /** Approvals the host shows itself, as `turn id/part id`. Keep its identity while it does not change. */
  readonly hidden: ReadonlySet<string>;
  /** What the person changes the size with, where that is here. */
  readonly sizing?: SizingViews | undefined;
}

/** Languages whose words begin at the right, among them some that only hosts have words for. */
const rightToLeft = /^(?:ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b/;

const isField = (target: EventTarget | undefined): boolean =>
  target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement || target instanceof HTMLSelectElement;

/** Typing is nobody else's business: outside, it would look as if it happened on the element, and trigger the page's hotkeys. */
const keepTyping = (event: KeyboardEvent): void => {
  if (isField(event.composedPath()[0])) event.stopPropagation();
};

/** The conversation: header, transcript, composer; and beside it the two regions that screen readers listen to. */
export const panel = (model: PanelModel, context: ViewContext) => {
  const { state, open, id, mode, modal } = model;
  const { strings, actions, announcer, notes } = context;
  const headingId = notes.id('heading');
  const floating = mode === 'floating';
  const focus = keepFocus();

  const press = (event: KeyboardEvent): void => {
    const element = event.currentTarget as HTMLElement;
    if (event.key === 'Escape' && floating && !event.isComposing) {
      event.stopPropagation();
      actions.close();
    } else if (event.code === 'KeyA' && event.altKey && event.shiftKey) {
      event.preventDefault();
      goToApproval(element);
    }
    keepTyping(event);
  };

  return html`<section
      class="frame panel"
      part="panel"
      id=${id}
      lang=${context.locale}
      role=${floating ? 'dialog' : 'region'}
      aria-modal=${modal ? 'true' : nothing}
      aria-labelledby=${headingId}
      ?hidden=${!open}
      @keydown=${press}
      @keypress=${keepTyping}
      @keyup=${keepTyping}
      ${attach(focus.before)}
    >
      <div class="words" dir=${model.dir || (rightToLeft.test(context.locale) ? 'rtl' : 'ltr')}>
      ${headerView({ state, heading: model.heading ?? strings.heading, headingId, closable: floating, tools: model.sizing?.button }, context)}
      ${messageList({ ...model, greeting: model.greeting ?? strings.greeting }, context)}
      <slot name="before-composer"></slot>
      ${composer(
        {
          draft: state.draft,
          placeholder: model.placeholder ?? strings.placeholder,
          busy: activeTurn(state) !== undefined,
          closedUntil: state.turns.at(-1)?.error?.retryAt,
        },
        context,
      )}
      <slot name="footer" ${attach(focus.after)}></slot>
      </div>
      ${model.sizing?.edges}
    </section>
    <div class="visually-hidden" role="status" aria-live="polite" aria-atomic="true" ${attach(announcer.polite)}></div>
    <div class="visually-hidden" role="alert" aria-live="assertive" aria-atomic="true" ${attach(announcer.assertive)}></div>`;
};

export const panelViewStyles = css`
  .panel {
    display: flex;
    flex-direction: column;
    inline-size: 100%;
    block-size: 100%;
    min-block-size: 0;
    border: 1px solid var(--zaby-border);
    border-radius: calc(var(--zaby-radius) * 1.25);
    overflow: clip;
    background: var(--zaby-surface);
  }

  /* The words have a direction of their own; the corner that the panel stands in is the page's. */
  .words {
    display: contents;
  }

  :host([mode='floating']) .panel {
    position: fixed;
    inset-block: var(--panel-block);
    inset-inline: var(--at-inline);
    inline-size: min(var(--zaby-panel-inline-size), 100vw - 2 * var(--from-inline));
    block-size: min(var(--zaby-panel-block-size), 100dvh - var(--beside-launcher) - var(--from-block));
    border: 0;
    box-shadow: var(--zaby-shadow);
    animation: rise 180ms cubic-bezier(0.2, 0.8, 0.2, 1);
  }

  :host([mode='page']) .panel,
  :host([mode='panel']) .panel {
    position: relative;
    border: 0;
    border-radius: 0;
  }

  :host([mode='panel']) .panel {
    inline-size: min(var(--zaby-panel-inline-size), 100vw);
    box-shadow: 0 0 0 1px var(--zaby-border);
  }

  @keyframes rise {
    from {
      opacity: 0;
      translate: 0 8px;
    }
  }

  /* A sheet, by the same measure as the element's own. */
  @media (width < 480px), (height < 440px) {
    :host([mode='floating']) .panel {
      inset: 0;
      inline-size: auto;
      block-size: auto;
      border-radius: 0;
      padding: env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom)
        env(safe-area-inset-left);
    }
  }

  @media (forced-colors: active) {
    :host([mode]) .panel {
      border: 1px solid CanvasText;
    }
  }
`;
