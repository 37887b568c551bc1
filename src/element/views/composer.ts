import { css, html, nothing } from 'lit';
import { attach } from './attach.js';
import type { ViewContext } from './context.js';
import { clock } from './countdown.js';
import { icons } from './icons.js';

export interface ComposerModel {
  readonly draft: string;
  readonly placeholder: string;
  /** An answer is on its way: Send is Stop. */
  readonly busy: boolean;
  /** Wall clock, ms: what is sent before then would be refused. */
  readonly closedUntil?: number | undefined;
}

/** Enter that ends a composition is not an Enter: `isComposing` says so, and Safari, which ends it first, only by the key code. */
const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229;

/** Where `field-sizing` is unknown, the height follows the text by hand (through the CSSOM, which content policies allow). */
const grow = (field: HTMLTextAreaElement): void => {
  if (CSS.supports('field-sizing', 'content')) return;
  field.style.blockSize = 'auto';
  field.style.blockSize = `${field.scrollHeight + 2}px`;
};

/** Where the person writes. Enter sends, Shift+Enter breaks the line, and while an answer is on its way Send is Stop. */
export const composer = (
  { draft, placeholder, busy, closedUntil = 0 }: ComposerModel,
  { strings, actions, notes, now, ticker }: ViewContext,
) => {
  const inputId = notes.id('composer');
  const isEmpty = draft.trim() === '';
  const left = (): number => closedUntil - now();

  const send = (text: string): void => {
    if (text.trim() === '') return;
    if (busy) {
      actions.announce(strings.busy);
      return;
    }
    if (left() > 0) {
      actions.announce(strings.retryIn(clock(left())));
      return;
    }
    actions.send(text);
  };

  // At every rendering, because the field changes by itself too; never needlessly, because that would move the cursor.
  const fill = (element: Element): void => {
    const field = element as HTMLTextAreaElement;
    if (field.value !== draft) field.value = draft;
  };

  /** Draws once more when the time is over. */
  const reopen = (element: Element): (() => void) | void => {
    if (left() <= 0) return;
    const stop = ticker.add(element, () => {
      if (left() > 0) return;
      stop();
      notes.change(inputId, {});
    });
    return stop;
  };

  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || isComposing(event)) return;
    event.preventDefault();
    if (!event.repeat) send((event.currentTarget as HTMLTextAreaElement).value);
  };

  const input = (event: Event): void => {
    const field = event.currentTarget as HTMLTextAreaElement;
    grow(field);
    actions.setDraft(field.value);
  };

  const click = (event: MouseEvent): void => {
    if (!busy) send(draft);
    // The second half of a double click on Send must not stop what the first half started.
    else if (event.detail < 2) actions.stop();
  };

  const name = busy ? strings.stop : strings.send;
  return html`<div class="composer" part="composer">
    <label class="visually-hidden" for=${inputId}>${strings.message}</label>
    <textarea
      class="composer-input"
      id=${inputId}
      part="input"
      rows="1"
      dir=${draft ? 'auto' : nothing}
      enterkeyhint="send"
      placeholder=${placeholder}
      @input=${input}
      @keydown=${press}
      ${attach(fill)}
    ></textarea>
    <button
      class=${busy ? 'icon-button send stop' : 'icon-button send'}
      part=${busy ? 'send stop' : 'send'}
      type="button"
      aria-label=${name}
      title=${name}
      aria-disabled=${!busy && (isEmpty || left() > 0) ? 'true' : 'false'}
      @click=${click}
      ${attach(reopen)}
    >
      ${busy ? icons.stop : icons.send}
    </button>
  </div>`;
};

export const composerStyles = css`
  .field,
  .composer-input {
    display: block;
    inline-size: 100%;
    margin: 0;
    field-sizing: content;
    resize: none;
    overflow-wrap: anywhere;
  }

  .field {
    min-block-size: 58px;
    max-block-size: 160px;
    padding: 8px 10px;
    border: 1px solid var(--zaby-border-strong);
    border-radius: calc(var(--zaby-radius) * 0.75);
    background: var(--zaby-surface);
  }

  .composer {
    display: flex;
    align-items: flex-end;
    gap: 6px;
    margin-inline: calc(12px * var(--zaby-density));
    margin-block-end: calc(12px * var(--zaby-density));
    padding: calc(5px * var(--zaby-density));
    border: 1px solid var(--zaby-border-strong);
    border-radius: calc(var(--zaby-radius) * 1.5);
    background: var(--zaby-surface);
    transition: border-color 120ms;
  }

  .composer:focus-within {
    border-color: var(--zaby-accent-text);
    outline: 1px solid var(--zaby-accent-text);
  }

  .composer-input {
    flex: 1;
    min-block-size: 36px;
    max-block-size: 160px;
    padding-block: 7px;
    padding-inline: 10px 2px;
    border: 0;
    outline: none;
    background: none;
    line-height: 22px;
  }

  /* iOS zooms the page into any smaller field. */
  @media (pointer: coarse) {
    .composer-input,
    .field {
      font-size: max(16px, 1em);
    }
  }

  .composer-input::placeholder {
    color: var(--zaby-text-muted);
    opacity: 1;
  }

  .send,
  .send:hover {
    border-radius: calc(var(--zaby-radius) * 1.05);
    background: var(--zaby-accent-fill);
    color: var(--zaby-on-accent);
  }

  .send[aria-disabled='true'] {
    background: var(--zaby-surface-raised);
    color: var(--zaby-text-muted);
  }

  .send.stop {
    background: var(--zaby-text);
    color: var(--zaby-surface);
  }

  /* Fingers get 44 px without a larger drawing. */
  .send::after {
    content: '';
    position: absolute;
    inline-size: 44px;
    block-size: 44px;
  }
`;
