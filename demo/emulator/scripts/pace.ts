import { say as sayAtOnce, think as thinkAtOnce, type Step } from '../script.js';

/** Milliseconds between words: about as fast as a person reads along. */
const pace = 25;

export const say = (text: string): Step => sayAtOnce(text, { pace });

export const think = (text: string): Step => thinkAtOnce(text, { pace });
