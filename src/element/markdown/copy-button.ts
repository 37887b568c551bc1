import { type TemplateResult, html, nothing } from 'lit';
import type { MarkdownContext } from './context.js';

/** How long the button says that it copied, in ms. */
const copiedFor = 2000;

/** The way of plain HTTP, and of a frame without the permission: what is selected is copied. */
const copySelected = (text: string, button: HTMLElement): boolean => {
  const area = document.createElement('textarea');
  area.className = 'visually-hidden';
  area.value = text;
  button.after(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  button.focus({ preventScroll: true });
  // At least there is something to copy by hand.
  if (!copied) getSelection()?.selectAllChildren(button.closest('.copied')!.querySelector('code, table')!);
  return copied;
};

/** A button that copies a text and says so. It stands in something of the class `copied`, with the `code` or `table` that is meant. `titleId`: the title of that. */
export const copyButton = (
  label: string,
  text: () => string,
  { strings, announce }: Pick<MarkdownContext, 'strings' | 'announce'>,
  titleId?: string,
): TemplateResult => {
  const copy = async (event: Event): Promise<void> => {
    const button = event.currentTarget as HTMLElement;
    const copied = await (async () => navigator.clipboard.writeText(text()))().then(
      () => true,
      () => copySelected(text(), button),
    );
    announce?.(copied ? strings.copied : strings.copyFailed);
    if (!copied) return;
    button.textContent = strings.copied;
    setTimeout(() => {
      button.textContent = label;
    }, copiedFor);
  };
  return html`<button type="button" class="copy" part="copy" aria-describedby=${titleId ?? nothing} .textContent=${label} @click=${copy}></button>`;
};
