import type { DirectiveResult } from 'lit/directive.js';
import { attach } from './attach.js';

/** Fills its element with a text that depends on the clock: read anew each second while it is on the page, without rendering anything else. */
export const ticking = (read: () => string): DirectiveResult =>
  attach((element) => {
    const show = (): void => {
      element.textContent = read();
    };
    const timer = setInterval(() => (element.isConnected ? show() : clearInterval(timer)), 1000);
    show();
    return () => clearInterval(timer);
  });
