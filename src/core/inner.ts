/**
 * The parts of the core that follow one run and know no conversation. `src/server/runtime.ts` is made of them; no entry of the package
 * offers them.
 */
export { type Call, createCall } from './call.js';
export type { Policy, RuntimeToken, TokenRequest } from './contract.js';
export { defaultEnv, type Env, isOnWorkers, keepPlain } from './env.js';
export { ZabyError } from './errors.js';
export type { AgentEvent } from './events.js';
export { readJson } from './http.js';
export { createNormalizer } from './normalize.js';
export { createPlatform, joinRun, type Platform } from './platform.js';
export { defaultPolicy } from './policy.js';
export { createRunStream } from './run-stream.js';
export type { Cursor } from './sequencer.js';
export { createTokenManager } from './token-manager.js';
export { createTokenSource } from './token-source.js';
export type { WireEvent } from './wire.js';
