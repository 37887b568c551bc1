import { html } from 'lit';
import type { MarkdownContext } from './context.js';
import { drawTemplate } from './draw-inline.js';
import { inSight } from './in-sight.js';

/**
 * Draws the source of a finished fenced block, such as a formula or a diagram; registered for the word behind the fence.
 *
 * The node it gives, or promises, shows in place of the code, which stays a button away. Where it gives none, fails, or takes more
 * than ten seconds (`signal` tells), the code is what shows.
 */
export type FenceRenderer = (
  source: string,
  context: { readonly language: string; readonly signal: AbortSignal },
) => Node | undefined | Promise<Node | undefined>;

/** How long the page may take, in ms. */
const patience = 10_000;

let drawings = 0;
/** What stands in the page's own tree, by the slot that shows it. */
const placed = new Map<HTMLSlotElement, { readonly root: Node; readonly holder: Element }>();

/**
 * Shows a node of the page's own. It stands among the children of the element, where the page's style sheets, ids and frameworks
 * reach it and ours do not; a slot shows it here.
 */
const place = (figure: Element, drawn: Node, name: string): void => {
  for (const [slot, { root, holder }] of placed) {
    if (slot.getRootNode() === root) continue;
    holder.remove();
    placed.delete(slot);
  }
  const root = figure.getRootNode();
  let shown = drawn;
  if (root instanceof ShadowRoot) {
    const slot = document.createElement('slot');
    const holder = document.createElement('div');
    slot.name = holder.slot = `drawing-${++drawings}`;
    holder.append(drawn);
    root.host.append(holder);
    placed.set(slot, { root, holder });
    shown = slot;
  }
  const box = html`<div class="drawing" part="drawing" tabindex="0" role="group" aria-label=${name}>${shown}</div>`;
  figure.append(...drawTemplate(box));
  figure.classList.add('drawn');
};

const drawByPage = async (
  code: HTMLElement,
  language: string,
  draw: FenceRenderer,
  failed: MarkdownContext['failed'],
): Promise<boolean> => {
  const patient = new AbortController();
  const { signal } = patient;
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const drawn = await Promise.race([
      draw(code.textContent, { language, signal }),
      new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => {
          reject(new DOMException('It took too long', 'TimeoutError'));
          patient.abort();
        }, patience);
      }),
    ]);
    const figure = code.isConnected && code.closest('figure');
    if (!drawn || !figure) return false;
    place(figure, drawn, language);
    return true;
  } catch (cause) {
    failed?.(language, cause);
    return false;
  } finally {
    clearTimeout(timer);
  }
};

/** The function of the page's own for a language. */
export const rendererOf = (
  language: string | undefined,
  { renderers }: Pick<MarkdownContext, 'renderers'>,
): FenceRenderer | undefined => {
  const word = language?.toLowerCase() ?? '';
  return renderers && Object.hasOwn(renderers, word) ? renderers[word] : undefined;
};

/** Call once when nothing more comes: lets the page draw what stands in a `code` element, or colours it. Never throws. */
export const finishCode = async (
  code: HTMLElement,
  language: string | undefined,
  context: Pick<MarkdownContext, 'renderers' | 'failed'>,
): Promise<void> => {
  if (language === undefined) return;
  const renderer = rendererOf(language, context);
  if (renderer && (await drawByPage(code, language, renderer, context.failed))) return;
  try {
    await inSight(code);
    const { highlight } = await import('./highlight.js');
    highlight(code, language.toLowerCase());
  } catch {
    // The file did not arrive: it stays black and white, and the next block asks again.
  }
};
