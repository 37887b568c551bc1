import { enAnswers } from './en-answers.js';
import { enConversation } from './en-conversation.js';
import { enSizing } from './en-sizing.js';
import type { Strings } from './strings.js';

/** English: the complete list, and what stands in wherever another language has no word. */
export const en: Strings = { ...enConversation, ...enSizing, ...enAnswers };
