/**
 * What a site's own server needs: an endpoint that hands out runtime tokens, and the platform's management API. Entry `zaby-agent/server`.
 *
 * Web-standard and without dependencies: Node, Deno, Bun and edge runtimes. Never for a browser, since it holds the API key.
 */
export { createTokenEndpoint, type TokenEndpointOptions } from './token-endpoint.js';
export type { TokenHandler } from './token-handler.js';
export { TokenEndpointError, type RefusalReason, type TokenErrorCode } from './errors.js';
export type { Identify, Identity } from './identity.js';
export type { Channel } from './mint.js';
export type { TokenPolicyOptions } from './policy.js';
export type { RateCount, RateLimitOptions, RateLimitStore } from './rate-limit.js';
export type { RuntimeToken } from './runtime-token.js';
export {
  toNodeHandler,
  type NodeHandlerOptions,
  type NodeRequest,
  type NodeResponse,
  type WrappedReply,
  type WrappedRequest,
} from './node.js';
export * from './platform/index.js';
export {
  type RunEvent,
  type RuntimeApprovals,
  type RuntimeCallOptions,
  type RuntimeFeedback,
  type RuntimeRuns,
  type RuntimeTokenSource,
  type StartRunInput,
  ZabyRuntime,
  type ZabyRuntimeOptions,
} from './runtime.js';
