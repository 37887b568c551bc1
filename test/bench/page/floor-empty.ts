/** A page with an input and nothing behind it. */
import { enter } from './contestant.js';

enter({
  send: () => Promise.reject(new Error('Nobody answers here')),
  messages: () => undefined,
  input: () => document.querySelector('textarea'),
});
