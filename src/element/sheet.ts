import { coverPage } from './sheet/cover-page.js';
import { fitScreen } from './sheet/fit-screen.js';
import { keepInside } from './sheet/keep-inside.js';

/**
 * Makes the panel of a floating element the only thing on a small screen, and gives what ends it: what lies behind cannot be reached, Tab
 * stays inside (WCAG 2.2, 2.4.3; ARIA dialog pattern), and the panel ends where the on-screen keyboard begins.
 */
export const beSheet = (element: HTMLElement, panel: HTMLElement): (() => void) => {
  const ends = [coverPage(element), keepInside(panel), fitScreen(panel)];
  return () => {
    for (const end of ends) end();
  };
};
