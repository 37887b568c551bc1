import type { SizingStrings } from './strings.js';

/** The English words that only come with what changes the size. */
export const enSizing: SizingStrings = {
  width: 'Width of the chat',
  height: 'Height of the chat',
  expand: 'Expand',
  collapse: 'Collapse',
};
