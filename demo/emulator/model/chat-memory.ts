import { isObject } from '../json.js';
import type { Exchange, Question } from '../program.js';
import type { ChatMessage } from './chat-shapes.js';

/** How much of a conversation the model is told again, newest first. */
const MAX_EXCHANGES = 30;
const MAX_CHARACTERS = 60_000;

const recent = (history: readonly Exchange[]): Exchange[] => {
  const kept: Exchange[] = [];
  let length = 0;
  for (const exchange of history.slice(-MAX_EXCHANGES).toReversed()) {
    length += exchange.message.length + exchange.answer.length;
    if (length > MAX_CHARACTERS) break;
    kept.unshift(exchange);
  }
  return kept;
};

/** What the person said; of a form the values, for its id alone says nothing to a model. */
const wordsOf = ({ message, input }: Pick<Question, 'message' | 'input'>): string => {
  const form = isObject(input) ? input['form'] : undefined;
  if (!isObject(form)) return message;
  return `(The form ${JSON.stringify(form['blockId'])} was filled in: ${JSON.stringify(form['values'] ?? {})})`;
};

/** The conversation as a model is told it: who it is, what was said before, the question. */
export const toMessages = (question: Question, instructions: string): ChatMessage[] => [
  { role: 'system', content: instructions },
  ...recent(question.history).flatMap(({ message, answer }): ChatMessage[] => [
    { role: 'user', content: message },
    // Many servers refuse two messages of the same side in a row.
    { role: 'assistant', content: answer === '' ? '(There was no answer.)' : answer },
  ]),
  { role: 'user', content: wordsOf(question) },
];
