import { createPlural } from './plural.js';
import type { LauncherStrings } from './strings.js';

const plural = createPlural('en');

/** The launcher's words in English, apart from the rest so that a closed widget stays small. */
export const enLauncher: LauncherStrings = {
  openChat: 'Open chat',
  closeChat: 'Close chat',
  unread: (count) => plural(count, 'new message', 'new messages'),
  approvalWaits: 'an approval is waiting for you',
  answering: 'the assistant is answering',
};
