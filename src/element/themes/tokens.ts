import { css } from 'lit';

/**
 * The design tokens that everything needs, the launcher too. Every token is declared once, with the sentence that documents it.
 *
 * A page sets them on the element: `zaby-agent { --zaby-accent: teal; }`. Colours that depend on others are computed from
 * the relative luminance (WCAG 2.2, "contrast ratio"), so that any accent keeps its text readable.
 */
export const tokens = css`
  :host {
    color-scheme: light dark;
    --zaby-accent: light-dark(#3b5bdb, #4263eb); /* Buttons, the launcher and the person's own messages */
    --zaby-surface: light-dark(#ffffff, #15171c); /* The background of the panel; keep it near white or near black */
    --zaby-text: light-dark(#14171d, #eceef2); /* Text */
    --zaby-font: ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; /* Text */
    --zaby-font-size: 15px; /* The base of the type scale */
    --zaby-launcher-size: 56px; /* The floating button */
    --zaby-offset: 20px; /* Distance of the floating parts from the edges of the page */
    --zaby-layer: 2147483000; /* The z-index of the floating parts */

    /* Black or white, whichever reads better on the accent: 0.179 is the luminance at which both have the same contrast. */
    --zaby-on-accent: color(
      from var(--zaby-accent) xyz-d65 calc(0.9505 * clamp(0, (0.179 - y) * 100000, 1)) clamp(0, (0.179 - y) * 100000, 1)
        calc(1.089 * clamp(0, (0.179 - y) * 100000, 1))
    ); /* Text and icons on the accent */
  }

  :host([color-scheme='light']) {
    color-scheme: light;
  }

  :host([color-scheme='dark']) {
    color-scheme: dark;
  }
`;
