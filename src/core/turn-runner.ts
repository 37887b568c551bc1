import type { ConversationEvent, Policy } from './contract.js';
import type { Env } from './env.js';
import { ZabyError, toZabyError } from './errors.js';
import type { AgentEvent } from './events.js';
import { type Normalizer, type OpenItems, createNormalizer } from './normalize.js';
import type { Platform } from './platform.js';
import { readStored } from './read-wire.js';
import { isOpen } from './reduce-parts.js';
import type { Change } from './reduce.js';
import { type RunStream, createRunStream } from './run-stream.js';
import type { Cursor } from './sequencer.js';
import { type Turn, type TurnError, isEnded } from './state.js';
import { type JsonObject, defined } from './wire.js';

/**
 * Drives one turn from the question to its end: starts the run, follows its stream, and puts what comes into the state.
 *
 * It owns its turn until it ends or is stopped; afterwards nothing of it reaches the state.
 */
export interface TurnRunner {
  readonly turnId: string;
  /** Resolves when the turn has ended. Never rejects. */
  readonly done: Promise<void>;
  /** Where the stream stands, to go on after a reload. */
  readonly position: { readonly cursor: Cursor; readonly open: OpenItems } | undefined;
  /** Lets go. What the state says about the turn is the caller's to say. */
  abandon(): void;
  /** A decision was sent: look at the stream again. */
  wake(): void;
}

export interface TurnRunnerOptions {
  readonly turn: Turn;
  /** What to ask with; needed while the turn has no run. */
  readonly input: () => JsonObject;
  readonly position: { readonly cursor: Cursor; readonly open: OpenItems } | undefined;
  readonly platform: Platform;
  readonly env: Env;
  readonly policy: Policy;
  readonly read: () => Turn | undefined;
  readonly dispatch: (change: Change) => void;
  readonly emit: (event: ConversationEvent) => void;
}

/** A cut shorter than this shows nothing. */
const quietTime = 1_000;

/** What of an error may be shown and kept. */
export const describeError = (
  { code, message, retryable, status, requestId, platformCode, retryAfter }: ZabyError,
  env: Env,
): TurnError =>
  defined({
    code,
    message,
    retryable,
    status,
    requestId,
    platformCode,
    retryAt: retryAfter === undefined ? undefined : env.date() + retryAfter * 1000,
  });

export const createTurnRunner = ({
  turn,
  input,
  position,
  platform,
  env,
  policy,
  read,
  dispatch,
  emit,
}: TurnRunnerOptions): TurnRunner => {
  const turnId = turn.id;
  const life = new AbortController();
  const { signal } = life;
  const normalize: Normalizer = createNormalizer(position?.open);
  let stream: RunStream | undefined;
  let place = position;
  let quiet: unknown;

  const fail = (thrown: unknown) => {
    if (signal.aborted) return;
    const error = toZabyError(thrown);
    emit({ type: 'error', error, turnId });
    const change = { turnId, error: describeError(error, env), at: env.date() };
    if (read()?.runId === undefined) dispatch({ type: 'returned', ...change });
    else dispatch({ type: 'ended', status: error.code === 'incomplete' ? 'incomplete' : 'failed', ...change });
  };

  /** An approval without an id cannot be answered: perhaps the stored events know it. */
  const findApprovalId = async (runId: string, lost: Extract<AgentEvent, { type: 'approval-requested' }>) => {
    const normalizeStored = createNormalizer();
    const events = (await platform.storedEvents(runId, undefined, signal).catch(() => []))
      .map((event) => readStored(event))
      .flatMap((wire) => normalizeStored(wire));
    const found = events.findLast(
      (event): event is typeof lost =>
        event.type === 'approval-requested' &&
        event.request.approvalId !== undefined &&
        (lost.request.toolCallId === undefined || event.request.toolCallId === lost.request.toolCallId),
    );
    if (found && !signal.aborted) dispatch({ type: 'agent', turnId, events: [found], at: env.date() });
  };

  const apply = (events: AgentEvent[], runId: string) => {
    const before = approvals();
    dispatch({ type: 'agent', turnId, events, at: env.date() });
    for (const event of events) {
      emit({ type: 'agent-event', turnId, event });
      if (event.type === 'approval-requested' && event.request.approvalId === undefined && before.size === 0)
        void findApprovalId(runId, event);
    }
    const after = approvals();
    for (const [partId, open] of after) {
      if (open && !before.has(partId)) emit({ type: 'approval-requested', turnId, partId });
      if (!open && before.get(partId) === true) emit({ type: 'approval-resolved', turnId, partId });
    }
  };

  /** Of each approval, whether it is still open. */
  const approvals = (): Map<string, boolean> =>
    new Map((read()?.parts ?? []).flatMap((part) => (part.kind === 'approval' ? [[part.id, isOpen(part)]] : [])));

  const patient = () => [...approvals().values()].includes(true);

  const readInput = (): JsonObject => {
    try {
      return input();
    } catch (error) {
      throw toZabyError(error, 'invalid-argument');
    }
  };

  const follow = async (runId: string, finalOutput: unknown) => {
    stream = createRunStream({
      runId,
      cursor: position?.cursor,
      platform,
      env,
      policy,
      signal,
      patient,
      onConnection: (trouble) => {
        env.clearTimeout(quiet);
        if (!trouble) return dispatch({ type: 'connection', turnId });
        const { offline, ...reconnect } = trouble;
        const show = () => dispatch({ type: 'connection', turnId, reconnect, offline });
        if (read()?.reconnect) show();
        else quiet = env.setTimeout(show, quietTime);
      },
    });
    try {
      for await (const wires of stream) {
        const events = wires.flatMap((wire) => normalize(wire));
        // Together with what the events do to the state: whoever keeps one now keeps the other.
        place = { cursor: stream.cursor, open: normalize.open };
        apply(
          events.map((event) =>
            event.type === 'run-finished' && event.result === undefined && finalOutput !== undefined
              ? { ...event, result: finalOutput }
              : event,
          ),
          runId,
        );
      }
    } catch (error) {
      // The start call already brought the whole answer; the stream would only have repeated it.
      if (finalOutput === undefined || signal.aborted) throw error;
    }
    const now = read();
    if (finalOutput !== undefined && now && !isEnded(now))
      apply([{ type: 'run-finished', outcome: 'success', interrupts: [], result: finalOutput }], runId);
  };

  const run = async () => {
    try {
      let { runId } = turn;
      let finalOutput: unknown;
      if (runId === undefined) {
        const started = await platform.startRun(readInput(), turn.requestId, signal);
        ({ runId, finalOutput } = started);
        dispatch({ type: 'accepted', turnId, runId });
        emit({ type: 'run-accepted', turn: read() ?? turn });
      }
      await follow(runId, finalOutput);
      const now = read();
      if (now && !isEnded(now) && !signal.aborted)
        throw new ZabyError('incomplete', `Run ${runId} ended without saying how`, { retryable: true });
    } catch (error) {
      fail(error);
    } finally {
      env.clearTimeout(quiet);
    }
  };

  const done = run();

  return {
    turnId,
    done,
    get position() {
      return place;
    },
    abandon: () => {
      life.abort();
      env.clearTimeout(quiet);
    },
    wake: () => stream?.wake(),
  };
};
