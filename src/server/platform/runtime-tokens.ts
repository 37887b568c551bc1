import type { Channel } from '../mint.js';
import { managedPath } from './path.js';
import { revokeFamily, type RevokedFamily } from './token-families.js';
import type { CallOptions, PlatformCall } from './transport.js';

/** Runtime tokens: what a browser may hold. Whoever mints them decides in whose name. */
export interface RuntimeTokens {
  /** @throws ZabyValidationError where something required is missing, or app and deployment are not bound. */
  create(input: MintTokenInput, options?: CallOptions): Promise<MintedToken>;
  /** Replaces one token by its successor; the old one is refused from then on. */
  rotate(input: RotateTokenInput, options?: CallOptions): Promise<MintedToken>;
  /** The same, for whoever knows the user and not the token. */
  rotateByUniqueId(input: RotateByUniqueIdInput, options?: CallOptions): Promise<MintedToken>;
  /** The same as `runtimeTokenFamilies.revoke`. */
  revokeFamily(
    familyId: string,
    input?: { reason?: string | undefined },
    options?: CallOptions,
  ): Promise<RevokedFamily>;
  /** Rates a run in the name of the host. */
  recordFeedback(runId: string, input: FeedbackInput, options?: CallOptions): Promise<FeedbackAnswer>;
}

/** Who a token is for, and what it may do. */
export interface PlaygroundTokenInput {
  deploymentId: string;
  /** The host's stable id of the user. This or `uniqueId`. */
  externalUserId?: string | undefined;
  uniqueId?: string | undefined;
  /** The platform keeps one conversation's memory under it. */
  externalSessionId?: string | undefined;
  channel?: Channel | undefined;
  /** Default 600. */
  ttlSeconds?: number | undefined;
  /** Calls that may be made with it. */
  maxUses?: number | undefined;
  scopes?: readonly string[] | undefined;
  displayName?: string | undefined;
  /** BCP 47. */
  locale?: string | undefined;
  /** IANA. */
  timezone?: string | undefined;
  /** Visible to the agent. */
  metadata?: Readonly<Record<string, unknown>> | undefined;
  /** The idempotency key: the call is repeated when its answer is lost. */
  requestId?: string | undefined;
  [field: string]: unknown;
}

export interface MintTokenInput extends PlaygroundTokenInput {
  externalAppId: string;
  /** A policy of this app and deployment; it must exist before a token can be minted. */
  quotaPolicyId: string;
}

export interface RotateTokenInput {
  previousToken: string;
  requestId?: string | undefined;
  [field: string]: unknown;
}

export interface RotateByUniqueIdInput {
  externalAppId: string;
  deploymentId: string;
  uniqueId: string;
  requestId?: string | undefined;
  [field: string]: unknown;
}

/** The platform's whole answer (PROTOCOL.md §3). `token` is a credential: never store or log it. */
export interface MintedToken {
  readonly token: string;
  readonly tokenType?: 'Bearer';
  /** ISO-8601. */
  readonly expiresAt?: string;
  readonly rotateAfterSeconds?: number;
  readonly remainingUses?: number;
  readonly scopes?: readonly string[];
  readonly grantId?: string;
  readonly tokenFamilyId?: string;
  readonly quotaPolicyId?: string | null;
  readonly agentSessionId?: string;
  readonly externalAppId?: string;
  readonly deploymentId?: string;
  readonly [field: string]: unknown;
}

export interface FeedbackInput {
  /** 1 to 5. */
  rating?: number | undefined;
  label?: string | undefined;
  comment?: string | undefined;
  domainKey?: string | undefined;
  topicKey?: string | undefined;
  metadata?: Readonly<Record<string, unknown>> | undefined;
  /** The idempotency key. */
  requestId?: string | undefined;
  [field: string]: unknown;
}

export interface FeedbackAnswer {
  readonly accepted?: boolean;
  readonly [field: string]: unknown;
}

export const createRuntimeTokens = (call: PlatformCall): RuntimeTokens => ({
  create: async ({ externalAppId, ...body }, options) =>
    call(
      {
        method: 'POST',
        path: managedPath`/external-apps/${externalAppId}/runtime-tokens`,
        body: keyed(body, options),
      },
      options,
    ),
  rotate: (input, options) =>
    call({ method: 'POST', path: managedPath`/runtime-tokens/rotate`, body: keyed(input, options) }, options),
  rotateByUniqueId: async ({ externalAppId, ...body }, options) =>
    call(
      {
        method: 'POST',
        path: managedPath`/external-apps/${externalAppId}/runtime-tokens/rotate`,
        body: keyed(body, options),
      },
      options,
    ),
  revokeFamily: (familyId, input, options) => revokeFamily(call, familyId, input, options),
  recordFeedback: async (runId, input, options) =>
    call({ method: 'POST', path: managedPath`/runs/${runId}/feedback`, body: keyed(input, options) }, options),
});

/** Says the idempotency key where the platform documents it: in the body. */
const keyed = (input: { requestId?: unknown }, options?: CallOptions): object => ({
  ...input,
  requestId: input.requestId ?? options?.idempotencyKey,
});
