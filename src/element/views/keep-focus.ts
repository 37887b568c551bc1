/** What leads on through the transcript; the focus stays there when the last of it was pressed. */
const reading = '.show-more, .pill';

/**
 * Keeps the keyboard in the panel when what has the focus goes away, as Retry does once it is pressed: a browser would drop the focus
 * to the page (WCAG 2.2, 2.4.3). Two attachments for one rendering: what stands before all that may go, and what stands after it.
 */
export const keepFocus = () => {
  let held: Element | null | undefined;
  let card: Element | null | undefined;

  return {
    before: (panel: Element): void => {
      held = (panel.getRootNode() as ShadowRoot).activeElement;
      card = held?.closest('.approval');
    },
    after: (last: Element): void => {
      if (!held || held.isConnected) return;
      const isReading = held.matches(reading);
      // After everyone who knows a better place, such as the outcome of a decision.
      setTimeout(() => {
        if (document.activeElement !== document.body) return;
        // On a touch screen the composer would bring up the keyboard.
        const place = isReading || matchMedia('(pointer: coarse)').matches ? '.log' : '.composer-input';
        const next = card?.querySelector('.result') ?? last.closest('.panel')?.querySelector(place);
        (next as HTMLElement | null | undefined)?.focus({ preventScroll: true });
      });
    },
  };
};
