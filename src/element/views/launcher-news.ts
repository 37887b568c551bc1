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

/** Shows how much is done; turns while nobody knows. */
const ring = (share: number | undefined) =>
  html`<svg class=${share === undefined ? 'ring turning' : 'ring'} viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="11" opacity="0.3" /><circle cx="12" cy="12" r="11" pathLength="100" stroke-dasharray="${Math.round((share ?? 0.25) * 100)} 200" /></svg>`;

/** Says from outside what goes on inside; loaded with what draws answers, since before the first there is nothing to say. */
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
    transform: rotate(-90deg);
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
