/** In px: what takes less of the window is a bar of the browser's, not a keyboard. */
const smallestKeyboard = 100;

/**
 * Ends a panel where the on-screen keyboard begins, and gives what ends that.
 *
 * Some browsers lay the keyboard over the window, and move what can be seen of it instead (CSSOM View, "VisualViewport"): half of the
 * panel would lie below, and the header above the screen. Who has zoomed in sees a part on purpose; then nothing moves.
 */
export const fitScreen = ({ style }: HTMLElement): (() => void) => {
  const view = globalThis.visualViewport;
  const set = (top: string, end: string, height: string, padding: string): void => {
    style.insetBlock = `${top} ${end}`.trim();
    style.blockSize = height;
    style.paddingBlockEnd = padding;
  };
  const fit = (): void => {
    if (!view || view.scale > 1.01) return;
    const { height, offsetTop } = view;
    // Above the keyboard there is no edge of the screen to keep clear of.
    if (document.documentElement.clientHeight - height > smallestKeyboard)
      set(`${offsetTop}px`, 'auto', `${height}px`, '0');
    else set('', '', '', '');
  };
  fit();
  view?.addEventListener('resize', fit);
  view?.addEventListener('scroll', fit);
  return () => {
    view?.removeEventListener('resize', fit);
    view?.removeEventListener('scroll', fit);
    set('', '', '', '');
  };
};
