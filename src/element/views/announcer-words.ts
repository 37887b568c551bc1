import { type ApprovalPart, type ConversationState, type Turn, answerText } from '../../core/index.js';
import type { AnnouncerWords } from '../controllers/announcer.js';
import { activityOf } from './activity.js';
import { nameOf } from './approval-subject.js';
import type { ViewContext } from './context.js';
import { approvalKey } from './message-list.js';
import { endingOf, troubleOf } from './notice.js';

/** Ten minutes of reading aloud, in characters. More than that is for the person to walk through. */
const sayable = 10_000;

/** What is said aloud. An answer that is very long, or in a closed panel, is told of and not read. */
export const announcerWords = (
  state: ConversationState,
  open: boolean,
  { strings, plain, now, answers }: ViewContext,
): AnnouncerWords => ({
  answering: strings.announceAnswering,
  // Steps are for who has the conversation before them.
  work: (turn) => {
    const { text, since } = activityOf(turn, strings);
    return open && since !== undefined ? text : '';
  },
  now: now(),
  trouble: (turn) => troubleOf(turn, strings, now()),
  answer: (turn) => {
    const text = answerText(turn);
    if (text === '') return '';
    return open && text.length <= sayable ? strings.announceAnswer(plain(text)) : strings.announceNewAnswer;
  },
  ended: (turn) => endingOf(turn, strings),
  approval: (part) => {
    const name = nameOf(part, turnOf(state, part), strings);
    return open ? strings.announceApproval(name, approvalKey) : strings.announceApprovalClosed(name);
  },
  // Nobody has decided on a card that was not drawn.
  decided: (part) => answers?.approvalResult(part, turnOf(state, part), strings) ?? '',
});

const turnOf = (state: ConversationState, part: ApprovalPart): Turn =>
  state.turns.find(({ parts }) => parts.includes(part))!;
