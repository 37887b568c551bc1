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

  :host([mode='floating']) {
    position: fixed;
    inset-block-end: max(var(--zaby-offset), env(safe-area-inset-bottom));
    inset-inline-end: var(--zaby-offset);
    z-index: var(--zaby-layer);
    inline-size: auto;
    block-size: auto;
  }

  :host([mode='page']) {
    block-size: 100%;
    min-block-size: 320px;
  }

  /* It would stand on every sheet of the page's own text. */
  @media print {
    :host([mode='floating']) {
      display: none;
    }
  }
`;
