/**
 * The vocabulary of a bad day. A fault stands in a script like any other step and happens once, where it stands:
 * whoever comes back afterwards gets past it.
 *
 * Those of the line (`drop`, `stall`, …) happen to the first stream that reaches them. Those of the HTTP calls
 * (`deny`, `expireToken`, …) begin to count when the first stream has passed everything before them, or, at the head of
 * a script, when the run starts.
 */
export type Fault = LineFault | CallFault | TokenFault;

export type LineFault =
  | { readonly word: 'drop'; readonly reset?: boolean; readonly into?: number }
  | { readonly word: 'end' }
  | { readonly word: 'stall'; readonly milliseconds?: number }
  | { readonly word: 'heartbeats'; readonly count: number }
  | { readonly word: 'duplicate'; readonly count: number }
  | { readonly word: 'gap'; readonly count: number }
  | { readonly word: 'swap' }
  | { readonly word: 'replay' }
  | { readonly word: 'restart'; readonly gone: boolean };

/** Names of the calls that can be made to fail: those of PROTOCOL.md §2, `token`, the mint of §5, and `agent`, the AG-UI endpoint. */
export type CallName = 'runs' | 'aiui' | 'events' | 'approvals' | 'feedback' | 'edge' | 'token' | 'agent';

export interface CallFault {
  readonly word: 'deny';
  readonly on: CallName;
  /** How often; once unless told. */
  readonly times: number;
  /**
   * `error` and `page` answer; `hang` never does; `late` does what was asked after a while; `lost` does it and cuts the
   * line instead of answering.
   */
  readonly how: 'error' | 'page' | 'hang' | 'late' | 'lost';
  readonly status: number;
  readonly code?: string;
  readonly message?: string;
  /** Seconds, or an HTTP date. */
  readonly retryAfter?: number | string;
  /** Replaces the whole body of an `error`, or is the body of a `page`. */
  readonly body?: unknown;
  /** Of a `page`; HTML unless told. */
  readonly contentType?: string;
  /** How late. */
  readonly milliseconds?: number;
}

export type TokenFault =
  | { readonly word: 'expire-token' }
  | { readonly word: 'exhaust-token' }
  | { readonly word: 'revoke-family'; readonly forGood: boolean };

/** Cuts the connection in the middle of the answer. `into` lets that many bytes of the next event through; `reset` sends RST. */
export const drop = (options: { reset?: boolean; into?: number } = {}): Fault => ({ word: 'drop', ...options });

/** Ends the answer as if all were said, without a terminal event. */
export const end = (): Fault => ({ word: 'end' });

/** Sends nothing at all for a while, not even heartbeats; without a time, until the listener gives up. */
export const stall = (milliseconds?: number): Fault => ({
  word: 'stall',
  ...(milliseconds !== undefined && { milliseconds }),
});

/** Sends that many comment lines. */
export const heartbeats = (count = 1): Fault => ({ word: 'heartbeats', count });

/** Sends the last events again, ids and all. */
export const duplicate = (count = 1): Fault => ({ word: 'duplicate', count });

/** Leaves the next events out; they can be fetched again. */
export const gap = (count = 1): Fault => ({ word: 'gap', count });

/** Sends the next two events in the wrong order. */
export const swap = (): Fault => ({ word: 'swap' });

/** Sends everything from the first event again. */
export const replay = (): Fault => ({ word: 'replay' });

/**
 * Restarts the platform: the line is cut, and what was said is told in fewer pieces, under other numbers, from now on. Whoever asks to go
 * on behind an old number hears everything from the first event, or, with `gone`, 410 once.
 */
export const restart = (options: { gone?: boolean } = {}): Fault => ({ word: 'restart', gone: options.gone ?? false });

export interface DenyOptions {
  on: CallName;
  code?: string;
  message?: string;
  retryAfter?: number | string;
  times?: number;
  /** Replaces the whole JSON body. */
  body?: unknown;
}

/** Refuses the next call of that name. */
export const deny = (status: number, { times = 1, ...options }: DenyOptions): Fault => ({
  word: 'deny',
  how: 'error',
  status,
  times,
  ...options,
});

/** Answers the next call of that name with a web page, as a proxy or a login wall does, or with any other text. */
export const html = (options: {
  on: CallName;
  status?: number;
  times?: number;
  page?: string;
  contentType?: string;
}): Fault => ({
  word: 'deny',
  how: 'page',
  on: options.on,
  status: options.status ?? 200,
  times: options.times ?? 1,
  body: options.page ?? '<!doctype html><title>Sign in</title><h1>Please sign in</h1>',
  ...(options.contentType !== undefined && { contentType: options.contentType }),
});

/** Answers the next call of that name, but not before that time. */
export const late = (on: CallName, milliseconds: number, times = 1): Fault => ({
  word: 'deny',
  how: 'late',
  status: 0,
  on,
  times,
  milliseconds,
});

/** Never answers the next call of that name. */
export const hang = (on: CallName, times = 1): Fault => ({ word: 'deny', how: 'hang', status: 0, on, times });

/** Does what the next call of that name asks, and cuts the connection instead of answering. */
export const lose = (on: CallName, times = 1): Fault => ({ word: 'deny', how: 'lost', status: 0, on, times });

/** Lets every token that the conversation holds expire now. */
export const expireToken = (): Fault => ({ word: 'expire-token' });

/** Spends every token that the conversation holds. */
export const exhaustToken = (): Fault => ({ word: 'exhaust-token' });

/** Revokes the conversation's token family and cuts its streams. `forGood`: what is minted afterwards is refused too. */
export const revokeFamily = (options: { forGood?: boolean } = {}): Fault => ({
  word: 'revoke-family',
  forGood: options.forGood ?? false,
});
