import type { LauncherStrings } from './strings.js';

/** The launcher's words in English, apart from the rest so that a closed widget stays small. */
export const enLauncher: LauncherStrings = {
  openChat: 'Open chat',
  closeChat: 'Close chat',
  dismiss: 'Dismiss',
  lost: 'Chat did not load. Try again',
};
