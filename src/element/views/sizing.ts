import { css, html, nothing } from 'lit';
import type { SizingStrings } from '../locales/strings.js';

/** What the person changes the size with. */
export interface SizingViews {
  readonly button: unknown;
  readonly edges: unknown;
}

/** An edge of the panel that can be moved; in px of the page. */
export interface Edge {
  readonly axis: 'width' | 'height';
  readonly size: number;
  readonly smallest: number;
  readonly largest: number;
}

export interface SizingModel {
  readonly edges: readonly Edge[];
  readonly expanded: boolean;
  /** The id of the panel. */
  readonly panelId: string;
}

export interface SizingContext {
  readonly strings: SizingStrings;
  readonly drag: (event: PointerEvent, edge: Edge) => void;
  readonly press: (event: KeyboardEvent, edge: Edge) => void;
  readonly toggle: () => void;
  /** Back to the size that the page gives. */
  readonly forget: () => void;
}

const arrows = (isExpanded: boolean) =>
  html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${
    isExpanded ? 'M19 5 14 10m0-4v4h4M5 19l5-5m0 4v-4h-4' : 'M14 10 19 5m-5 0h5v5M10 14l-5 5m5 0H5v-5'
  } /></svg>`;

/** A window splitter (ARIA Authoring Practices) for each edge; and the button, for who cannot drag (WCAG 2.2, 2.5.7). */
export const sizingViews = (
  { edges, expanded, panelId }: SizingModel,
  { strings, drag, press, toggle, forget }: SizingContext,
): SizingViews => {
  const name = expanded ? strings.collapse : strings.expand;
  return {
    button: html`<button class="icon-button" part="expand" type="button" aria-label=${name} title=${name} @click=${toggle}>
      ${arrows(expanded)}
    </button>`,
    edges: edges.map(
      (edge) => html`<div
        class="edge ${edge.axis}"
        part="edge"
        role="separator"
        tabindex="0"
        aria-orientation=${edge.axis === 'width' ? 'vertical' : 'horizontal'}
        aria-label=${strings[edge.axis]}
        aria-controls=${panelId || nothing}
        aria-valuemin=${Math.round(edge.smallest)}
        aria-valuemax=${Math.round(edge.largest)}
        aria-valuenow=${Math.round(edge.size)}
        @pointerdown=${(event: PointerEvent) => drag(event, edge)}
        @keydown=${(event: KeyboardEvent) => press(event, edge)}
        @dblclick=${forget}
      ></div>`,
    ),
  };
};

export const sizingStyles = css`
  .edge {
    position: absolute;
    display: grid;
    place-items: center;
    touch-action: none;
    user-select: none;
    -webkit-user-select: none;
  }

  .edge.width {
    inset-block: 0;
    inset-inline-start: 0;
    inline-size: 10px;
    cursor: ew-resize;
  }

  .edge.height {
    inset-inline: 0;
    inset-block-start: 0;
    block-size: 10px;
    cursor: ns-resize;
  }

  /* The corner that it stands in stays where it is; the other edges move. */
  :host(:is([placement='top-start'], [placement='bottom-start'])) .edge.width {
    inset-inline: auto 0;
  }

  :host(:is([placement='top-start'], [placement='top-end'])) .edge.height {
    inset-block: auto 0;
  }

  @media (pointer: coarse) {
    .edge.width {
      inline-size: 24px;
    }

    .edge.height {
      block-size: 24px;
    }
  }

  .edge::after {
    content: '';
    inline-size: 4px;
    block-size: 40px;
    max-inline-size: 100%;
    border-radius: 2px;
    background: var(--zaby-border-strong);
    opacity: 0;
    transition: opacity 120ms;
  }

  .edge.height::after {
    inline-size: 40px;
    block-size: 4px;
  }

  .edge:is(:hover, :focus-visible, :active)::after {
    opacity: 1;
  }

  .edge:focus-visible {
    outline-offset: -2px;
  }

  @media (hover: none) {
    .edge::after {
      opacity: 0.7;
    }
  }

  @media (forced-colors: active) {
    .edge::after {
      forced-color-adjust: none;
      background: CanvasText;
    }
  }
`;
