import type { ZabyEventMap } from './events.js';
import { ZabyAgent } from './zaby-agent.js';

/**
 * `zaby-agent`: registers `<zaby-agent>` once per page. Safe to import on a server, where it registers nothing that a page would see.
 *
 * @packageDocumentation
 */
const registered = globalThis.customElements?.get('zaby-agent');
if (!registered) globalThis.customElements?.define('zaby-agent', ZabyAgent);
else if (registered !== ZabyAgent) console.warn('<zaby-agent> is defined already; this copy does nothing.');

export { ZabyAgent };
export { registerLocale } from './locales/index.js';
export type { StringOverrides, Strings } from './locales/index.js';
export type { BlockRenderer, BlockContext } from './blocks/index.js';
export type { FenceRenderer } from './markdown/index.js';
export type * from './events.js';
export type * from '../core/index.js';

declare global {
  // The events bubble, so any element may hear them.
  interface HTMLElementEventMap extends ZabyEventMap {}
  interface HTMLElementTagNameMap {
    'zaby-agent': ZabyAgent;
  }
}
