import type { Page } from 'puppeteer-core';
import type { ConversationState, Turn } from '../../../src/core/index.js';
import { createState } from '../../../src/core/reduce.js';
import { type Exchange, exchanges } from '../answer.js';
import type { Contestant } from './contestants.js';

const turn = ({ question, answer }: Exchange, index: number): Turn => ({
  id: `turn${index}`,
  question,
  askedAt: index,
  requestId: `request${index}`,
  runId: `run${index}`,
  status: 'finished',
  parts: [{ kind: 'text', id: `text:m${index}`, text: answer, done: true }],
});

/** Where a contestant finds what it kept, and how it spells it. */
const record = ({ path }: Contestant, messages: number): [key: string, text: string] => {
  const all = exchanges(messages);
  if (path !== 'module' && path !== 'classic') return ['bench', JSON.stringify(all)];
  const state: ConversationState = { ...createState('conversation'), turns: all.map(turn) };
  return ['zaby:/token:anon:0', JSON.stringify({ version: 1, state })];
};

/** Puts so many messages into the storage of the tab, before the page of a contestant is opened in it. */
export const keep =
  (contestant: Contestant, messages: number) =>
  (page: Page): Promise<void> =>
    page.evaluate((key, text) => sessionStorage.setItem(key, text), ...record(contestant, messages));

/** The last words of the last of so many messages. */
export const lastOf = (messages: number): string => `This was answer ${messages / 2}.`;
