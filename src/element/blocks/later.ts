import { html, nothing, render } from 'lit';
import { Directive, type ElementPart, directive } from 'lit/directive.js';
import type { BlockContext, BlockRenderer } from './context.js';
import type { Figures } from './figures.js';
import { frame } from './frame.js';
import { codeBlock } from './simple.js';

let figures: Figures | undefined;
let loading = false;
/** What stands in for a figure so long, and how it is drawn once the file has come, or was lost. */
const waiting = new Map<Element, (lost: boolean) => void>();

/** A file that did not arrive is asked for again with the next figure, and when the network is back. */
const load = async (): Promise<void> => {
  if (loading) return;
  loading = true;
  try {
    ({ figures } = await import('./figures.js'));
    removeEventListener('online', load);
  } catch {
    addEventListener('online', load);
  }
  loading = false;
  for (const [element, show] of waiting) {
    if (element.isConnected) show(!figures);
    else waiting.delete(element);
  }
  if (figures) waiting.clear();
};

/** The style sheet of figures comes with them. Once the element stands in its tree. */
const dress = (element: Element): void => {
  queueMicrotask(() => {
    const root = element.getRootNode() as Document | ShadowRoot;
    const sheet = figures?.styles.styleSheet;
    if (sheet && root.adoptedStyleSheets?.includes(sheet) === false) root.adoptedStyleSheets.push(sheet);
  });
};

type Draw = (figures: Figures) => unknown;

class Later extends Directive {
  /** Lit's own notes on what it drew hang on this node: another one begins afresh. */
  #end: Comment | undefined;

  render(_draw: Draw, _plain: (lost: boolean) => unknown): unknown {
    return nothing;
  }

  override update({ element }: ElementPart, [draw, plain]: [Draw, (lost: boolean) => unknown]): unknown {
    const put = (drawn: unknown): void => {
      if (!this.#end) element.replaceChildren((this.#end = new Comment()));
      render(drawn, element as HTMLElement, { renderBefore: this.#end });
    };
    const show = (lost: boolean): void => {
      if (figures) dress(element);
      try {
        put(figures ? draw(figures) : plain(lost));
      } catch {
        this.#end = undefined;
        put(plain(false));
      }
    };
    show(false);
    if (!figures) {
      waiting.set(element, show);
      void load();
    }
    return nothing;
  }
}

/** Fills the element it stands on with what comes with the figures; `plain` stands there until then, and where their file is lost. */
export const later = directive(Later);

/** The data as they came, so that nothing is lost with the file that would have drawn them. */
const raw: BlockRenderer = (block, context) => {
  const code = JSON.stringify(block.data, undefined, 2).slice(0, 20_000);
  return codeBlock({ ...block, data: { code, language: 'json' } }, context);
};

/** A block that comes with the figures: title and description until they are here, the bare data where they are lost. */
export const lazy =
  (name: 'chart' | 'metricsCard' | 'timeline' | 'jsonBlock'): BlockRenderer =>
  (block, context: BlockContext) =>
    html`<div class="block" ${later(
      (loaded) => loaded[name](block, context),
      (lost) => (lost ? raw(block, context) : frame(block)),
    )}></div>`;
