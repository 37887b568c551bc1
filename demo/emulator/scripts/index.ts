import type { AgentDefinition, Answer } from '../definition.js';
import { badDays } from './bad-days.js';
import { compare } from './compare.js';
import { conversation } from './conversation.js';
import { dashboard } from './dashboard.js';
import { longAnswer } from './long-answer.js';
import { refund } from './refund.js';
import { report } from './report.js';

/** The helper of a small shop for outdoor gear and coffee. What it says depends on a word in the message. */
export const demoAgent = (): AgentDefinition => {
  const scripts: Answer[] = [
    ...refund,
    ...report,
    ...compare,
    ...dashboard,
    ...badDays,
    ...longAnswer,
    ...conversation,
  ];
  return { scripts };
};
