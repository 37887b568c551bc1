import { css } from 'lit';

/** Where the element stands in the page: filling its own box, or floating in a corner. */
export const layout = css`
  :host {
    display: block;
    block-size: 560px;
  }

  :host([hidden]) {
    display: none;
  }

  /* A page's rules for whatever stands in its body win over ours, unless we insist: with them the button would stand in its text. */
  :host([mode='floating']) {
    --from-block: max(var(--zaby-offset-block), env(safe-area-inset-bottom));
    --from-inline: max(var(--zaby-offset-inline), env(safe-area-inset-left), env(safe-area-inset-right));
    --beside-launcher: calc(var(--from-block) + var(--zaby-launcher-size) + 12px);
    --panel-block: auto var(--beside-launcher);
    --at-block: auto var(--from-block);
    --at-inline: auto var(--from-inline);
    position: fixed !important;
    inset-block: var(--at-block) !important;
    inset-inline: var(--at-inline) !important;
    z-index: var(--zaby-layer) !important;
    inline-size: auto !important;
    block-size: auto !important;
  }

  :host([mode='floating']:is([placement='top-start'], [placement='top-end'])) {
    --from-block: max(var(--zaby-offset-block), env(safe-area-inset-top));
    --panel-block: var(--beside-launcher) auto;
    --at-block: var(--from-block) auto;
  }

  :host([mode='floating']:is([placement='top-start'], [placement='bottom-start'])) {
    --at-inline: var(--from-inline) auto;
  }

  /* In a row beside the page's content, which has the rest. */
  :host([mode='panel']) {
    position: sticky;
    inset-block-start: 0;
    flex: none;
    inline-size: fit-content;
    max-inline-size: 100%;
    block-size: 100dvh;
  }

  :host([mode='page']) {
    block-size: 100%;
    min-block-size: 320px;
  }

  /* It would stand on every sheet of the page's own text. */
  @media print {
    :host([mode='floating']) {
      display: none !important;
    }
  }
`;
