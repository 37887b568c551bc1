import { css, html, nothing } from 'lit';
import type { Strings } from '../locales/index.js';
import type { Activity } from './activity.js';
import type { LauncherNews } from './launcher.js';

export interface LauncherNewsModel {
  readonly open: boolean;
  readonly unread: number;
  /** What the agent does, while a turn is worked on. */
  readonly activity?: Activity | undefined;
  /** An approval waits for the person. */
  readonly approval: boolean;
}

const arc = 'M12 1a11 11 0 0 1 0 22 11 11 0 0 1 0-22';

/** Turns while nobody knows how long it takes; else it shows how much is done. */
const ring = (share: number | undefined) =>
  share === undefined
    ? html`<svg class="ring turning" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 1a11 11 0 0 1 11 11" /></svg>`
    : html`<svg class="ring" viewBox="0 0 24 24" aria-hidden="true"><path d=${arc} opacity="0.3" /><path d=${arc} pathLength="100" stroke-dasharray="${Math.round(share * 100)} 200" /></svg>`;

/** Says from outside what goes on inside; loaded with the conversation, since before there is nothing to say. */
export const launcherNews = (
  { open, unread, activity, approval }: LauncherNewsModel,
  strings: Strings,
): LauncherNews => ({
  words: [
    approval && strings.approvalWaits,
    unread > 0 && strings.newMessages(unread),
    activity && !approval && (activity.since === undefined ? strings.answering : activity.text),
  ]
    .map((words) => (words ? `, ${words}` : ''))
    .join(''),
  marks: open
    ? nothing
    : html`${activity ? ring(activity.share) : nothing}
      ${approval || unread > 0 ? html`<span class="badge" part="badge" aria-hidden="true">${approval ? '!' : unread}</span>` : nothing}`,
});

export const launcherNewsStyles = css`
  .launcher .ring {
    position: absolute;
    inset: 3px;
    inline-size: auto;
    block-size: auto;
    stroke-width: 1.25;
  }

  .turning {
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
