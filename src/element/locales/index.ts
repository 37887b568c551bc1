export { enLauncher } from './en-launcher.js';
export { findLocale, listeners, registerLocale } from './registry.js';
export type { LauncherStrings, StringOverrides, Strings } from './strings.js';
export { wantLocale } from './want.js';
