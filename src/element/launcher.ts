import { frame } from './themes/frame.js';
import { layout } from './themes/layout.js';
import { tokens } from './themes/tokens.js';
import { launcherViewStyles } from './views/launcher.js';

/** The door to what is on the page before anyone opens the conversation. Small; it knows neither the panel nor the core. */
export {
  type LauncherContext,
  type LauncherModel,
  type LauncherNews,
  launcher as renderLauncher,
  lost as renderLost,
} from './views/launcher.js';
export { enLauncher } from './locales/en-launcher.js';

export const launcherStyles = [tokens, layout, frame, launcherViewStyles];
