import type { DirectiveResult } from 'lit/directive.js';
import type { Ticker } from '../controllers/ticker.js';
import { attach } from './attach.js';

/** Fills its element with a text that depends on the clock: read anew each second, without rendering anything else. */
export const ticking = (ticker: Ticker, read: () => string): DirectiveResult =>
  attach((element) => {
    const show = (): void => {
      const text = read();
      if (element.textContent !== text) element.textContent = text;
    };
    show();
    return ticker.add(element, show);
  });
