import { css } from 'lit';

/**
 * The design tokens that everything needs, the launcher too. Every token is declared once, with the sentence that documents it.
 *
 * A page sets them on the element: `zaby-agent { --zaby-accent: teal; }`. Colours that depend on others are computed from
 * the relative luminance (WCAG 2.2, "contrast ratio"), so that any accent keeps its text readable.
 */
export const tokens = css`
  :host {
    --zaby-accent: light-dark(#3b5bdb, #4263eb); /* Buttons, the launcher and the person's own messages; any colour but currentcolor */
    --zaby-surface: light-dark(#ffffff, #15171c); /* The background of the panel; keep it near white or near black */
    --zaby-text: light-dark(#14171d, #eceef2); /* Text */
    --zaby-font: system-ui, sans-serif; /* Text */
    --zaby-font-size: 15px; /* The base of the type scale */
    --zaby-launcher-size: 56px; /* The floating button */
    --zaby-offset: 20px; /* Distance of the floating parts from the edges of the page */
    --zaby-offset-block: var(--zaby-offset); /* The same from the upper or lower edge alone */
    --zaby-offset-inline: var(--zaby-offset); /* The same from the side alone */
    --zaby-layer: 2147483000; /* The z-index of the floating parts */

    /* What every screen can show: what lies outside of sRGB would be cut off there, and be of another luminance than was reckoned with. */
    --zaby-accent-fill: color(from var(--zaby-accent) srgb clamp(0, r, 1) clamp(0, g, 1) clamp(0, b, 1) / 1); /* The accent as a background: opaque, so that what shines through cannot make text unreadable */

    /* Black or white, whichever reads better on the accent: 0.179 is the luminance at which both have the same contrast. 1.1 of each is white or more. */
    --zaby-on-accent: color(
      from var(--zaby-accent-fill) xyz-d65 clamp(0, (0.179 - y) * 100000, 1.1) clamp(0, (0.179 - y) * 100000, 1.1)
        clamp(0, (0.179 - y) * 100000, 1.1)
    ); /* Text and icons on the accent */
  }

  :host([color-scheme='light']) {
    color-scheme: light;
  }

  :host([color-scheme='dark']) {
    color-scheme: dark;
  }
`;
