import type { Exchange } from '../answer.js';

/** The messages that this page is opened with; each page keeps them as its like do, in the storage of the tab. */
export const kept = (): Exchange[] => JSON.parse(sessionStorage.getItem('bench') ?? '[]') as Exchange[];
