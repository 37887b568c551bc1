export { enLauncher } from './en-launcher.js';
export { findLocale, registerLocale } from './registry.js';
export type { LauncherStrings, StringOverrides, Strings } from './strings.js';
