import type { ConversationEvent } from './contract.js';
import type { Env } from './env.js';
import { ZabyError, toZabyError } from './errors.js';
import type { AgentEvent } from './events.js';
import { type Normalizer, type OpenItems, createNormalizer } from './normalize.js';
import { readRun } from './read-run.js';
import { isOpen } from './reduce-parts.js';
import type { Change } from './reduce.js';
import type { Reconnect, RunStream } from './run-stream.js';
import type { Cursor } from './sequencer.js';
import { type ApprovalPart, type Turn, type TurnError, isEnded } from './state.js';
import type { Task, Transport } from './transports/transport.js';
import { type JsonObject, defined } from './wire.js';

/**
 * Drives one turn from the question to its end: asks by its transport, follows what comes, and puts it into the state.
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
  readonly cause: Task['cause'];
  readonly isOthers: Task['isOthers'];
  readonly transport: () => Promise<Transport>;
  readonly env: Env;
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

/** What can open or close an approval. */
const concernsApprovals = ({ type }: AgentEvent): boolean =>
  type !== 'text-delta' && /^(?:approval|run|tool-call-result)/.test(type);

/** What the start call answered counts where the end of the run does not say it. */
const withOutput = (event: AgentEvent, result: unknown): AgentEvent =>
  event.type === 'run-finished' && event.result === undefined ? { ...event, result } : event;

export const createTurnRunner = ({
  transport,
  env,
  read,
  dispatch,
  emit,
  turn,
  input,
  position,
  cause,
  isOthers,
}: TurnRunnerOptions): TurnRunner => {
  const turnId = turn.id;
  const life = new AbortController();
  const { signal } = life;
  let normalize: Normalizer = createNormalizer(position?.open);
  let stream: RunStream | undefined;
  let place = position;
  let quiet: unknown;
  let trouble: Reconnect | undefined;

  const fail = (thrown: unknown) => {
    if (signal.aborted) return;
    const error = toZabyError(thrown);
    emit({ type: 'error', error, turnId });
    const change = { turnId, error: describeError(error, env), at: env.date() };
    if (read()?.runId === undefined) dispatch({ type: 'returned', ...change });
    else dispatch({ type: 'ended', status: error.code === 'incomplete' ? 'incomplete' : 'failed', ...change });
  };

  /** An approval without an id cannot be answered: perhaps the stored events know it. */
  const findApprovalId = async (lost: Extract<AgentEvent, { type: 'approval-requested' }>) => {
    const runId = read()?.runId;
    if (runId === undefined) return;
    const found = (await readRun(await transport(), runId, signal)).findLast(
      (event): event is typeof lost =>
        event.type === 'approval-requested' &&
        event.request.approvalId !== undefined &&
        (lost.request.toolCallId === undefined || event.request.toolCallId === lost.request.toolCallId),
    );
    if (found && !signal.aborted) dispatch({ type: 'agent', turnId, events: [found], at: env.date() });
  };

  const apply = (events: AgentEvent[]) => {
    // Most of what comes is text, for which nobody needs to look through the parts.
    const before = events.some(concernsApprovals) ? approvals() : undefined;
    dispatch({ type: 'agent', turnId, events, at: env.date() });
    for (const event of events) {
      emit({ type: 'agent-event', turnId, event });
      if (event.type === 'approval-requested' && event.request.approvalId === undefined && before?.size === 0)
        void findApprovalId(event);
    }
    if (!before) return;
    for (const [partId, open] of approvals()) {
      if (open && !before.has(partId)) emit({ type: 'approval-requested', turnId, partId });
      if (!open && before.get(partId) === true) emit({ type: 'approval-resolved', turnId, partId });
    }
  };

  const approvalParts = () => (read()?.parts ?? []).filter((part): part is ApprovalPart => part.kind === 'approval');

  /** Of each approval, whether it is still open. */
  const approvals = () => new Map(approvalParts().map((part) => [part.id, isOpen(part)]));

  const readInput = (): JsonObject => {
    try {
      return input();
    } catch (error) {
      throw toZabyError(error, 'invalid-argument');
    }
  };

  /** Tells of trouble with the line that lasts: so long after it began, however often it is told in between. */
  const onConnection = (now?: Reconnect) => {
    trouble = now;
    if (now && !read()?.reconnect) {
      quiet ??= env.setTimeout(showTrouble, quietTime);
      return;
    }
    showTrouble();
  };
  const showTrouble = () => {
    calm();
    const { offline, ...reconnect } = trouble ?? {};
    dispatch({ type: 'connection', turnId, ...(trouble && { reconnect: reconnect as Reconnect, offline }) });
  };
  const calm = () => {
    env.clearTimeout(quiet);
    quiet = undefined;
  };

  const run = async () => {
    let finalOutput: unknown;
    try {
      const { run: ask } = await transport();
      stream = await ask({
        turn,
        input: readInput,
        cursor: position?.cursor,
        shown: turn.parts.length > 0,
        cause,
        signal,
        patient: () => approvalParts().some(isOpen),
        onConnection,
        isOthers,
        onAccepted: (started) => {
          calm();
          ({ finalOutput } = started);
          normalize = createNormalizer();
          place = undefined;
          dispatch({ type: 'accepted', turnId, runId: started.runId });
          emit({ type: 'run-accepted', turn: read() ?? turn });
        },
      });
      try {
        for await (const wires of stream) {
          const events: AgentEvent[] = [];
          if (wires[0]?.event === 'run-reloaded') normalize = createNormalizer();
          for (const wire of wires) events.push(...normalize(wire));
          // Together with what the events do to the state: whoever keeps one now keeps the other.
          place = { cursor: stream.cursor, open: normalize.open };
          apply(finalOutput === undefined ? events : events.map((event) => withOutput(event, finalOutput)));
        }
      } catch (error) {
        // The start call already brought the whole answer; the stream would only have repeated it.
        if (finalOutput === undefined || signal.aborted) throw error;
      }
      if (finalOutput !== undefined && isActive())
        apply([{ type: 'run-finished', outcome: 'success', interrupts: [], result: finalOutput }]);
      if (isActive())
        throw new ZabyError(
          'incomplete',
          `The stream of run ${read()?.runId} ended, and nothing tells how the run did`,
          { retryable: true },
        );
    } catch (error) {
      fail(error);
    } finally {
      env.clearTimeout(quiet);
    }
  };

  const isActive = () => {
    const now = read();
    return now !== undefined && !isEnded(now) && !signal.aborted;
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
