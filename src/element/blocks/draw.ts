import { noChange, render } from 'lit';
import { Directive, type ElementPart, directive } from 'lit/directive.js';
import type { UiBlock } from '../../core/index.js';
import type { BlockRenderer, BlockSettings } from './context.js';

/**
 * Draws a block into an element of its own: what fails in there fails alone, and what a person changes there (an order, a page) is drawn
 * again without the rest of the turn.
 */
class Drawn extends Directive {
  #block: UiBlock | undefined;
  #markdown: unknown;
  #kept: unknown;
  /** Lit's own notes on what it drew hang on this node: another one begins afresh. */
  #end: Comment | undefined;
  /** What drew a DOM node, which stays. */
  #owner: BlockRenderer | undefined;
  #draw = (): void => {};

  render(_block: UiBlock, _settings: BlockSettings, _renderers: readonly BlockRenderer[], _depends: boolean): unknown {
    return noChange;
  }

  override update(
    { element }: ElementPart,
    [block, settings, renderers, depends]: [UiBlock, BlockSettings, readonly BlockRenderer[], boolean],
  ): unknown {
    const isSame = block === this.#block && settings.markdown === this.#markdown;
    if (isSame && (!depends || this.#owner === renderers[0])) return noChange;
    if (block.id !== this.#block?.id) this.#kept = undefined;
    this.#block = block;
    this.#markdown = settings.markdown;
    this.#draw = () => {
      const context = { ...settings, kept: this.#kept, keep: this.#keep };
      for (const renderer of renderers) {
        this.#owner = undefined;
        if (!this.#end) element.replaceChildren((this.#end = new Comment()));
        try {
          const drawn = renderer(block, context);
          render(drawn, element as HTMLElement, { renderBefore: this.#end });
          if (drawn instanceof Node) this.#owner = renderer;
          return;
        } catch (cause) {
          this.#end = undefined;
          settings.failed?.(block.kind, cause);
        }
      }
    };
    this.#draw();
    return noChange;
  }

  readonly #keep = (kept: unknown): void => {
    this.#kept = kept;
    this.#draw();
  };
}

/**
 * Fills the element it stands on with what the first of the renderers draws that does not fail. `depends`: on more than the block and the
 * settings that stay, such as whether a run works.
 */
export const draw = directive(Drawn);
