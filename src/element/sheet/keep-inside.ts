const focusable = 'button, textarea, input, select, summary, a[href], [tabindex="0"]';

/** Where Tab stops, in order, with what the page has put into slots. */
const stopsIn = (panel: Element): HTMLElement[] =>
  [...panel.querySelectorAll<HTMLElement>(`${focusable}, slot`)]
    .flatMap((found) =>
      found instanceof HTMLSlotElement
        ? found.assignedElements().flatMap((each) => [each, ...each.querySelectorAll('*')] as HTMLElement[])
        : found,
    )
    .filter((each) => each.matches(`:is(${focusable}):not([tabindex="-1"], :disabled)`) && each.checkVisibility());

/** Keeps Tab inside a panel that covers the page, and gives what lets it out again. */
export const keepInside = (panel: HTMLElement): (() => void) => {
  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'Tab') return;
    const stops = stopsIn(panel);
    const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
    if (event.composedPath()[0] !== from) return;
    event.preventDefault();
    to?.focus();
  };
  panel.addEventListener('keydown', press);
  return () => panel.removeEventListener('keydown', press);
};
