import { html } from 'lit';

/** Icons: strokes in the colour of the text, 24 units wide, unseen by screen readers. */
export const icons = {
  close: html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="m6.5 6.5 11 11m0-11-11 11" /></svg>`,
  down: html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 5v14m-6-6 6 6 6-6" /></svg>`,
  send: html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 19V5m-6 6 6-6 6 6" /></svg>`,
  stop: html`<svg viewBox="0 0 24 24" aria-hidden="true"><rect x="7" y="7" width="10" height="10" rx="1.5" fill="currentColor" /></svg>`,
  compose: html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 5H7a2.5 2.5 0 0 0-2.5 2.5V17A2.5 2.5 0 0 0 7 19.5h9.5A2.5 2.5 0 0 0 19 17v-5M17.7 4.3a1.7 1.7 0 0 1 2.4 2.4L12.5 14.3 9.5 15l.7-3Z" /></svg>`,
  chevron: html`<svg class="chevron" viewBox="0 0 24 24" aria-hidden="true"><path d="m9 6 6 6-6 6" /></svg>`,
  check: html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="m5.5 12.5 4 4 9-9" /></svg>`,
  working: html`<svg class="working" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="7.5" opacity="0.3" /><path d="M12 4.5a7.5 7.5 0 0 1 7.5 7.5" /></svg>`,
  dash: html`<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="7.5" /><path d="M9 12h6" /></svg>`,
  alert: html`<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="8" /><path d="M12 8v4.5m0 3.2v.1" /></svg>`,
  shield: html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 3.5 5 6v5.5c0 4.3 2.9 7.5 7 9 4.1-1.5 7-4.7 7-9V6ZM12 8.5v4m0 3v.1" /></svg>`,
  thought: html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 4.5 13.8 10l5.7 2-5.7 2L12 19.5 10.2 14l-5.7-2 5.7-2Z" /></svg>`,
  good: html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M7.5 11v8.5H5A1.5 1.5 0 0 1 3.5 18v-5.5A1.5 1.5 0 0 1 5 11ZM7.5 11l3.7-6.7a2 2 0 0 1 2.5 2.6L13 10h5a2 2 0 0 1 2 2.5l-1.3 5.2a2.4 2.4 0 0 1-2.3 1.8H7.5" /></svg>`,
  star: html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="m12 4.5 2.3 4.9 5.2.7-3.8 3.7.9 5.3-4.6-2.6-4.6 2.6.9-5.3-3.8-3.7 5.2-.7Z" /></svg>`,
};
