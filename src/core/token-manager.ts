import { stopwatch, until, within } from './backoff.js';
import type { Policy, TokenReason } from './contract.js';
import type { DiagnosticsReport, Note } from './diagnostics.js';
import type { Env } from './env.js';
import { ZabyError } from './errors.js';
import { type ReceivedToken, type TokenSource, jwtLifetime } from './token-source.js';

/**
 * Keeps one usable runtime token in hand.
 *
 * Asks the page's own server for a token, gives the same one to everyone until it is nearly spent, and asks again once, however many
 * are waiting. It does not know what tokens are for, and it never stores one: a reload starts afresh.
 */
export interface TokenManager {
  /** A token for one call of the API; counts as one use. Rejects with the source's error, or the signal's reason. */
  get(signal: AbortSignal): Promise<string>;
  /** The platform refused this very token. Others, newer ones, are left alone. */
  invalidate(token: string): void;
  /** Drops whatever is in hand and stops a request under way: the person or the conversation changed. */
  wipe(): void;
  /** What may be told of the token in hand. */
  look(): DiagnosticsReport['token'];
}

/** A token is replaced this long before it ends. */
const margin = 30_000;
/** Proactive refreshes keep this distance, so that a clock or a lifetime gone wrong cannot make a loop. */
const floor = 10_000;

interface Held {
  readonly token: string;
  /** ms since receipt. */
  readonly age: () => number;
  /** ms after receipt: replace it then, and never use it after. */
  readonly refreshAt: number;
  readonly endsAt: number;
  usesLeft: number;
}

/** PROTOCOL.md §3: durations from the moment of receipt, since the clocks of two machines may differ by hours. */
const lifetime = (received: ReceivedToken): { refreshAt: number; endsAt: number } => {
  const { token, expiresAt = '', serverNow = Number.NaN, rotateAfterSeconds = 0 } = received;
  const ends = (jwtLifetime(token) ?? (Date.parse(expiresAt) - serverNow) / 1000) * 1000;
  // Over on receipt is a clock gone wrong: then only the platform's own refusal counts.
  const endsAt = ends > 0 ? ends : Infinity;
  const rotate = rotateAfterSeconds > 0 ? rotateAfterSeconds * 1000 : Infinity;
  // A token that lives shorter than two margins is replaced half way.
  return { refreshAt: Math.min(rotate, Math.max(endsAt - margin, endsAt / 2)), endsAt };
};

export interface TokenManagerOptions {
  readonly source: TokenSource;
  readonly conversationId: () => string;
  /** Told of every token's `agentSessionId`, before anyone gets the token. */
  readonly onSession?: (agentSessionId: string) => void;
  /** Told of every token that comes and goes, without the token. */
  readonly note?: Note;
  readonly env: Env;
  readonly policy: Policy;
}

export const createTokenManager = ({
  source,
  conversationId,
  onSession,
  note,
  env,
  policy,
}: TokenManagerOptions): TokenManager => {
  let held: Held | undefined;
  let refused: string | undefined;
  let minting: Promise<Held> | undefined;
  let life = new AbortController();
  let triedAt = -Infinity;

  const alive = ({ usesLeft, age, endsAt }: Held) => usesLeft > 0 && age() < endsAt;
  const growsOld = ({ usesLeft, age, refreshAt }: Held) =>
    (usesLeft < 2 || age() >= refreshAt) && age() >= floor && env.now() - triedAt >= floor;

  const mint = (reason: TokenReason): Promise<Held> => {
    const { signal } = life;
    triedAt = env.now();
    const previous = held?.token ?? refused;
    const late = new ZabyError('token-unavailable', 'No token came in time', { retryable: true });
    const task = within(3 * policy.tokenTimeout + policy.backoffMaximum, late, env, signal, (asked) =>
      source({ conversationId: conversationId(), reason, ...(previous && { previous }), signal: asked }),
    )
      .then((received) => {
        signal.throwIfAborted();
        if (typeof received.agentSessionId === 'string') onSession?.(received.agentSessionId);
        held = {
          token: received.token,
          age: stopwatch(env),
          ...lifetime(received),
          // A token just handed out is good for one try, whatever its count says.
          usesLeft: typeof received.remainingUses === 'number' ? Math.max(1, received.remainingUses) : Infinity,
        };
        note?.('token', reason, held.endsAt / 1000, held.usesLeft);
        return held;
      })
      .finally(() => {
        if (minting === task) minting = undefined;
      });
    minting = task;
    return task;
  };

  const current = async (): Promise<Held> => {
    if (minting) return minting;
    if (!held) return mint(refused === undefined ? 'first' : 'refused');
    const old = held;
    if (!alive(old)) return mint('expiring');
    if (!growsOld(old)) return old;
    try {
      return await mint('expiring');
    } catch (error) {
      if (held === old && alive(old)) return old; // It still has some life; the next call tries again.
      throw error;
    }
  };

  return {
    get: async (signal) => {
      for (;;) {
        signal.throwIfAborted();
        const token = await until(current(), signal);
        // Many may have waited for a token with few uses: who comes too late asks for the next.
        if (token === held && token.usesLeft < 1) continue;
        token.usesLeft--;
        return token.token;
      }
    },
    invalidate: (token) => {
      if (held?.token !== token) return;
      note?.('token', 'dropped', held.age() / 1000, held.usesLeft);
      refused = token;
      held = undefined;
    },
    look: () =>
      held && {
        ageSeconds: Math.round(held.age() / 1000),
        ...(held.usesLeft < Infinity && { usesLeft: held.usesLeft }),
      },
    wipe: () => {
      held = refused = minting = undefined;
      life.abort(new ZabyError('disposed', 'The conversation was let go'));
      life = new AbortController();
    },
  };
};
