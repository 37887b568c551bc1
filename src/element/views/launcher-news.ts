import { css, html, nothing } from 'lit';
import type { Strings } from '../locales/index.js';
import type { LauncherNews } from './launcher.js';

export interface LauncherNewsModel {
  readonly open: boolean;
  readonly unread: number;
  readonly running: boolean;
  /** An approval waits for the person. */
  readonly approval: boolean;
}

/** Says from outside what goes on inside; loaded with the conversation, since before there is nothing to say. */
export const launcherNews = (
  { open, unread, running, approval }: LauncherNewsModel,
  strings: Strings,
): LauncherNews => ({
  words: [
    approval && strings.approvalWaits,
    unread > 0 && strings.newMessages(unread),
    running && !approval && strings.answering,
  ]
    .map((words) => (words ? `, ${words}` : ''))
    .join(''),
  marks: open
    ? nothing
    : html`${running ? html`<svg class="ring" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 1a11 11 0 0 1 11 11" /></svg>` : nothing}
      ${approval || unread > 0 ? html`<span class="badge" part="badge" aria-hidden="true">${approval ? '!' : unread}</span>` : nothing}`,
});

export const launcherNewsStyles = css`
  .launcher .ring {
    position: absolute;
    inset: 3px;
    inline-size: auto;
    block-size: auto;
    stroke-width: 1.25;
    animation: turn 1.2s linear infinite;
  }

  .badge {
    position: absolute;
    inset-block-start: -3px;
    inset-inline-end: -3px;
    display: grid;
    place-items: center;
    min-inline-size: 22px;
    block-size: 22px;
    padding-inline: 5px;
    border: 2px solid var(--zaby-surface);
    border-radius: 11px;
    background: var(--zaby-danger);
    color: var(--zaby-surface);
    font-weight: 650;
    font-size: 12px;
    line-height: 1;
  }
`;
