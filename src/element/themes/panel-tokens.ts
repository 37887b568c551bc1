import { css } from 'lit';

/** The design tokens of the conversation, beside those that everything needs. */
export const panelTokens = css`
  :host {
    --zaby-surface-raised: light-dark(#f5f6f8, #1e2128); /* Cards, fields and hovered controls */
    --zaby-code-surface: color-mix(in oklab, var(--zaby-text) 4%, var(--zaby-surface)); /* The background of code */
    --zaby-text-muted: light-dark(#596070, #a4abb8); /* Text of second rank: labels, hints, times */
    --zaby-border: light-dark(#e3e6eb, #2d3139); /* Hairlines between things */
    --zaby-border-strong: light-dark(#858c9a, #747d8d); /* The edge of fields, at least 3:1 */
    --zaby-success: light-dark(#116b3c, #6ddb9d); /* What went well, as text and icons */
    --zaby-warning: light-dark(#8a4b05, #f4bd6a); /* What needs a person, as text and icons */
    --zaby-danger: light-dark(#b42318, #ff9d92); /* Failures and destructive actions, as text and icons */
    --zaby-radius: 12px; /* Corners of cards; smaller things take a part of it */
    --zaby-density: 1; /* Room around and between things: 0.75 is narrow, 1.25 wide */
    --zaby-font-mono: ui-monospace, Consolas, monospace; /* Code and exact values */
    --zaby-shadow: 0 0 0 1px var(--zaby-border), 0 12px 40px -8px rgb(0 0 0 / 35%); /* Lifts the floating panel off the page */
    --zaby-panel-inline-size: 400px; /* Width of the floating panel */
    --zaby-panel-block-size: 640px; /* Height of the floating panel, where the page has the room */

    --zaby-accent-text: light-dark(oklch(from var(--zaby-accent-fill) min(l, 0.47) c h), oklch(from var(--zaby-accent-fill) max(l, 0.78) c h)); /* The accent as text, links, icons and the focus ring, darkened or lightened until it reads on a surface of a luminance of 0.82 and more, or 0.026 and less */
  }
`;
