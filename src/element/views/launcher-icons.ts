import { html } from 'lit';

/** The launcher's own icons, apart from the rest so that a closed widget stays small. */
export const launcherIcons = {
  chat: html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M20 11.5a7.5 7.5 0 0 1-11 6.6L4 19.5l1.4-4.6A7.5 7.5 0 1 1 20 11.5Z" /></svg>`,
  fold: html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="m6 9.5 6 6 6-6" /></svg>`,
};
