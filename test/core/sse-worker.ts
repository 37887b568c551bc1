import { createSseParser } from '../../src/core/sse.js';
import { findMisreadings } from './sse-cases.js';

const reply = (globalThis as unknown as { postMessage(message: unknown): void }).postMessage;

/** Reads the table in a worker, where there is no `window` and no `document`. */
reply({ misreadings: findMisreadings(() => createSseParser()), isPage: 'document' in globalThis });
