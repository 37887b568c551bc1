/** Neither seen nor reached anyway. */
const idle = 'head, script, style, link, template';

/** All that stands beside an element or beside what it is in, whatever shadow roots are in between. */
const besides = (element: Element, found = new Set<HTMLElement>()): Set<HTMLElement> => {
  for (const each of element.parentNode?.children ?? [])
    if (each !== element && each instanceof HTMLElement && !each.matches(idle)) found.add(each);
  const root = element.getRootNode();
  for (const around of [element.assignedSlot, element.parentElement ?? (root instanceof ShadowRoot ? root.host : null)])
    if (around && around !== document.body) besides(around, found);
  return found;
};

/** Gives back what another element on this page covers: the newer one is before the person. */
let uncover: (() => void) | undefined;

/**
 * Makes the page behind an element inert, and gives what undoes it.
 *
 * What the page had made inert itself stays so. What it adds later is its own answer to the open panel, such as a dialog above it, and
 * can be reached.
 */
export const coverPage = (element: Element): (() => void) => {
  uncover?.();
  const covered = [...besides(element)].filter(({ inert }) => !inert);
  for (const each of covered) each.inert = true;
  const end = (): void => {
    for (const each of covered.splice(0)) each.inert = false;
    if (uncover === end) uncover = undefined;
  };
  return (uncover = end);
};
