import { css } from 'lit';

/**
 * Every design token, declared once, each with the sentence that documents it.
 *
 * A page sets them on the element: `zaby-agent { --zaby-accent: teal; }`. Colours that depend on others are computed from
 * the relative luminance (WCAG 2.2, "contrast ratio"), so that any accent keeps its text readable.
 */
export const tokens = css`
  :host {
    color-scheme: light dark;
    --zaby-accent: light-dark(#3b5bdb, #4263eb); /* Buttons, the launcher and the person's own messages */
    --zaby-surface: light-dark(#ffffff, #15171c); /* The background of the panel; keep it near white or near black */
    --zaby-surface-raised: light-dark(#f5f6f8, #1e2128); /* Cards, fields and hovered controls */
    --zaby-code-surface: light-dark(#f5f6f8, #1b1e24); /* The background of code */
    --zaby-text: light-dark(#14171d, #eceef2); /* Text */
    --zaby-text-muted: light-dark(#596070, #a4abb8); /* Text of second rank: labels, hints, times */
    --zaby-border: light-dark(#e3e6eb, #2d3139); /* Hairlines between things */
    --zaby-border-strong: light-dark(#858c9a, #747d8d); /* The edge of fields, at least 3:1 */
    --zaby-danger: light-dark(#b42318, #ff9d92); /* Failures and destructive actions, as text and icons */
    --zaby-success: light-dark(#116b3c, #6ddb9d); /* What went well, as text and icons */
    --zaby-warning: light-dark(#8a4b05, #f4bd6a); /* What needs a person, as text and icons */
    --zaby-radius: 12px; /* Corners of cards; smaller things take a part of it */
    --zaby-font: ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; /* Text */
    --zaby-font-mono: ui-monospace, 'SF Mono', SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace; /* Code and exact values */
    --zaby-font-size: 15px; /* The base of the type scale */
    --zaby-shadow: 0 0 0 1px light-dark(rgb(16 24 40 / 6%), rgb(255 255 255 / 8%)), 0 12px 40px -8px light-dark(rgb(16 24 40 / 24%), rgb(0 0 0 / 64%)); /* Lifts the floating panel off the page */
    --zaby-launcher-size: 56px; /* The floating button */
    --zaby-panel-inline-size: 400px; /* Width of the floating panel */
    --zaby-panel-block-size: 640px; /* Height of the floating panel, where the page has the room */
    --zaby-offset: 20px; /* Distance of the floating parts from the edges of the page */
    --zaby-layer: 2147483000; /* The z-index of the floating parts */

    /* Black or white, whichever reads better on the accent: 0.179 is the luminance at which both have the same contrast. */
    --zaby-on-accent: color(
      from var(--zaby-accent) xyz-d65 calc(0.9505 * clamp(0, (0.179 - y) * 100000, 1)) clamp(0, (0.179 - y) * 100000, 1)
        calc(1.089 * clamp(0, (0.179 - y) * 100000, 1))
    ); /* Text and icons on the accent */
    --zaby-accent-text: light-dark(
      color(from var(--zaby-accent) xyz-d65 calc(x * min(1, 0.15 / y)) calc(y * min(1, 0.15 / y)) calc(z * min(1, 0.15 / y))),
      color(
        from var(--zaby-accent) xyz-d65 calc(x + (0.9505 - x) * clamp(0, (0.32 - y) / (1 - y), 1))
          calc(y + (1 - y) * clamp(0, (0.32 - y) / (1 - y), 1)) calc(z + (1.089 - z) * clamp(0, (0.32 - y) / (1 - y), 1))
      )
    ); /* The accent as text, links, icons and the focus ring, darkened or lightened until it reads on the surface */
  }

  :host([color-scheme='light']) {
    color-scheme: light;
  }

  :host([color-scheme='dark']) {
    color-scheme: dark;
  }
`;
