import type { ErrorCode } from '../../core/index.js';
import type { BlockStrings } from '../blocks/index.js';
import type { MarkdownStrings } from '../markdown/index.js';

/** Every word the widget says of its own accord. Functions where a word depends on a number or a name. */

/** The words of the launcher, which is on the page before the rest is loaded. */
export interface LauncherStrings {
  readonly openChat: string;
  readonly closeChat: string;
  /** On the button that sends the words beside the launcher away. */
  readonly dismiss: string;
  /** On a button that asks for the files again. */
  readonly lost: string;
}

/** The words of what changes the size, which few pages need. */
export interface SizingStrings {
  /** Names the edge by which the width is changed. */
  readonly width: string;
  readonly height: string;
  /** On the button that makes the panel large. */
  readonly expand: string;
  /** On the same button, when it is. */
  readonly collapse: string;
}

/** All words: ours here, and those that Markdown and blocks ask for. */
export interface Strings extends LauncherStrings, SizingStrings, MarkdownStrings, BlockStrings {
  /** Stands in the header and names the panel. */
  readonly heading: string;
  readonly statusReady: string;
  readonly statusAnswering: string;
  /** Nothing is answered yet: the question waits to be sent again. */
  readonly statusWaiting: string;
  readonly statusApproval: string;
  readonly statusReconnecting: string;
  readonly statusOffline: string;
  readonly newConversation: string;
  readonly transcript: string;
  readonly you: string;
  readonly agent: string;
  readonly greeting: string;
  readonly starters: string;
  readonly message: string;
  readonly placeholder: string;
  readonly stop: string;
  readonly busy: string;
  readonly sentForm: string;
  readonly newMessages: (count: number) => string;
  readonly goToApproval: string;
  /** Follow the launcher's own words. */
  readonly approvalWaits: string;
  readonly answering: string;

  readonly thinking: string;
  readonly thoughtFor: (seconds: number) => string;
  /** Which of how many, in a line that says what is being done. */
  readonly step: (number: number, total: number) => string;
  /** Names many steps that stand in one line. */
  readonly steps: (count: number) => string;
  readonly stepsFailed: (count: number) => string;
  readonly toolRunning: string;
  readonly toolDone: string;
  readonly toolFailed: string;
  readonly toolUnanswered: string;
  readonly toolArguments: string;
  readonly toolResult: string;
  readonly showAll: (characters: number) => string;
  readonly showLess: string;
  readonly showMore: (left: number) => string;
  readonly empty: string;

  readonly approval: string;
  readonly approvalPast: string;
  readonly approvalTool: string;
  /** The same, while it is open. */
  readonly approvalWill: string;
  readonly approvalUnknownTool: string;
  readonly approvalArguments: string;
  readonly approvalNoArguments: string;
  readonly approvalWords: string;
  readonly approvalEdit: string;
  /** On the button that ends changing the input. */
  readonly approvalKeep: string;
  /** Names the fields in which the input is changed. */
  readonly approvalChanges: string;
  readonly approveEdited: string;
  /** Before a value that was changed. */
  readonly proposed: string;
  readonly risk: Readonly<Record<'low' | 'medium' | 'high' | 'critical', string>>;
  /** Before a risk in the platform's own words. */
  readonly riskOther: string;
  readonly approve: string;
  readonly reject: string;
  readonly approveWhat: (what: string) => string;
  readonly rejectWhat: (what: string) => string;
  readonly rejectReason: string;
  readonly back: string;
  readonly checkAgain: string;
  readonly approvalConfirm: string;
  readonly approvalExpiresIn: (time: string) => string;
  readonly approvalTimePassed: string;
  readonly approvalSending: string;
  readonly approvalApproved: (by?: string) => string;
  readonly approvalRejected: (by?: string) => string;
  readonly approvalReasonGiven: (reason: string) => string;
  readonly approvalExpired: string;
  readonly approvalDecided: (by?: string) => string;
  readonly approvalUnconfirmed: string;
  readonly approvalUndecided: string;
  readonly approvalStopped: string;
  readonly approvalNoButtons: string;
  readonly approvalFailed: (why: string) => string;
  readonly approvalOffline: string;

  readonly retry: string;
  readonly retryIn: (time: string) => string;
  readonly nextTryIn: (time: string) => string;
  readonly reconnecting: string;
  readonly offline: string;
  readonly stopped: string;
  readonly cancelled: string;
  readonly missingEvents: string;
  readonly reload: string;
  readonly errors: Readonly<Record<ErrorCode, string>>;
  readonly requestId: (id: string) => string;

  readonly rateAnswer: string;
  readonly goodAnswer: string;
  readonly badAnswer: string;
  readonly rateMore: string;
  readonly stars: (count: number) => string;
  readonly comment: string;
  readonly sendFeedback: string;
  readonly thanks: string;
  readonly feedbackFailed: string;
  readonly skip: string;

  readonly announceAnswering: string;
  readonly announceAnswer: (text: string) => string;
  readonly announceNewAnswer: string;
  readonly announceApproval: (what: string, key: string) => string;
  /** While the panel is closed, where no key leads to the request. */
  readonly announceApprovalClosed: (what: string) => string;
}

/** A host's own words; what it leaves out stays as it is. */
export type StringOverrides = { readonly [Key in keyof Strings]?: Strings[Key] };
