import { type ApprovalPart, type ConversationState, type Turn, answerText } from '../../core/index.js';
import type { AnnouncerWords } from '../controllers/announcer.js';
import { approvalResult } from './approval-card.js';
import { nameOf } from './approval-subject.js';
import type { ViewContext } from './context.js';
import { approvalKey } from './message-list.js';
import { endingOf } from './notice.js';

/** What is said aloud. In a closed panel an answer is told of and not read. */
export const announcerWords = (
  state: ConversationState,
  open: boolean,
  { strings, plain }: ViewContext,
): AnnouncerWords => ({
  answering: strings.announceAnswering,
  answer: (turn) => {
    const text = answerText(turn);
    if (text === '') return '';
    return open ? strings.announceAnswer(plain(text)) : strings.announceNewAnswer;
  },
  ended: (turn) => endingOf(turn, strings),
  approval: (part) => strings.announceApproval(nameOf(part, turnOf(state, part), strings), approvalKey),
  decided: (part) => approvalResult(part, strings),
});

const turnOf = (state: ConversationState, part: ApprovalPart): Turn =>
  state.turns.find(({ parts }) => parts.includes(part))!;
