import { until } from '../backoff.js';
import { openEvents } from '../call.js';
import { ZabyError } from '../errors.js';
import type { Platform } from '../platform.js';
import { isOpen } from '../reduce-parts.js';
import type { ApprovalPart } from '../state.js';
import type { RunStream } from '../run-stream.js';
import type { JsonObject, WireEvent } from '../wire.js';
import { type AgentCursor, createAgentRun } from './agent-run.js';
import { createRunInput } from './run-input.js';
import type { Task, Transport, TransportOptions } from './transport.js';

/**
 * Any endpoint that takes AG-UI's `RunAgentInput` by `POST` and answers with the run's events.
 *
 * A turn is one run, or, where the agent asks for permission, several: AG-UI ends a run there, and a new one carries the answers. A cut
 * never asks again: where the server gave its events ids, a `GET` with `Last-Event-ID` goes on behind the last one, as TanStack AI's
 * resumable streams do; where not, the turn is incomplete, and what is asked anew is a person's to say.
 */
export const createAgentTransport = (agentUrl: string, { read, call, env, policy }: TransportOptions): Transport => {
  let waiting: Waiting | undefined;

  /** The run is named in the address too: there TanStack AI's durable streams look for the name under which to keep it. */
  const open = (runId: string, signal: AbortSignal, timeout: number, body?: JsonObject, lastEventId?: string) => {
    const url = `${agentUrl}${agentUrl.includes('?') ? '&' : '?'}runId=${encodeURIComponent(runId)}`;
    return openEvents(call, url, signal, timeout, body, lastEventId, 'same-origin');
  };

  const post = (task: Task, runId: string, signal: AbortSignal, more?: Parameters<typeof createRunInput>[4]) =>
    open(runId, signal, policy.startTimeout, createRunInput(read(), task.turn, runId, task.input(), more));

  /** Goes on behind an event. What the server cannot do leaves the run incomplete; what may pass is for the caller to try again. */
  const resume = async (runId: string, lastEventId: string | undefined, signal: AbortSignal) => {
    if (lastEventId === undefined) throw incomplete(runId);
    try {
      return await open(runId, signal, policy.streamTimeout, undefined, lastEventId);
    } catch (error) {
      // Where there is no token, nothing was asked of the agent.
      const final = error instanceof ZabyError && !error.retryable && !/^(?:sign|session|token)/.test(error.code);
      throw final ? incomplete(runId, error) : error;
    }
  };

  const findPart = (id: string) =>
    read()
      .turns.at(-1)
      ?.parts.findLast((part): part is ApprovalPart => part.kind === 'approval' && part.request.approvalId === id);
  const isPending = (id: string): boolean => {
    const part = findPart(id);
    return part !== undefined && isOpen(part);
  };

  const decide =
    (approved: boolean): Platform['approve'] =>
    async (_runId, approvalId, _body, signal) => {
      const now = waiting;
      if (!now?.ids.includes(approvalId))
        throw new ZabyError('not-found', `The agent does not wait for "${approvalId}"`);
      now.decided.set(approvalId, approved);
      // AG-UI wants all answers at once: the last decision takes the others along.
      if (now.ids.some((id) => !now.decided.has(id) && isPending(id))) return;
      const answers = {
        parentRunId: now.runId,
        resume: now.ids.map((id) => answerInterrupt(id, findPart(id), now.decided.get(id))),
      };
      try {
        now.body = await post(now.task, now.next, AbortSignal.any([signal, now.task.signal]), answers);
      } catch (error) {
        // Answered before, by a page that did not live to see it: nobody knows the run that followed.
        if (/^(?:404|409|410)$/.test(`${(error as ZabyError).status}`)) now.fail(incomplete(now.next, error));
        throw error;
      }
      now.go();
    };

  return {
    storedEvents: async () => [],
    approve: decide(true),
    reject: decide(false),
    // There is no call for it: the host hears of it by the conversation's event.
    feedback: async () => undefined,
    run: async (task) => {
      const { turn, cause, signal } = task;
      let cursor = task.cursor as AgentCursor | undefined;
      let runId = cursor?.runId ?? turn.runId ?? turn.requestId;
      const { interrupts } = cursor ?? {};
      // All answered: the run that followed said nothing yet by which to find it again.
      if (interrupts && !interrupts.some(isPending)) cursor = undefined;
      let body: Response['body'] | undefined;

      const ask = async () => {
        runId = turn.requestId;
        body = await post(task, runId, signal);
        cursor = undefined;
        task.onAccepted({ runId });
      };
      const waitFor = (ids: readonly string[], next = env.uuid()) => {
        let go!: () => void;
        let fail!: (error: ZabyError) => void;
        const gone = new Promise<void>((resolve, reject) => {
          go = resolve;
          fail = reject;
        });
        gone.catch(() => {}); // heard by who follows, sooner or later
        waiting = { task, runId, next, ids, decided: new Map(), go, fail, gone };
      };

      waiting = undefined;
      if (cause === 'asked' || (cause === 'retried' && turn.runId === undefined)) await ask();
      else if (turn.runId === undefined)
        throw new ZabyError('network', 'The page was left before the agent answered', { retryable: true });
      else if (cursor && interrupts) waitFor(interrupts, cursor.next);
      else if (cause === 'retried')
        body = await resume(runId, cursor?.id, signal).catch((error: unknown) => {
          if ((error as ZabyError).code !== 'incomplete') throw error;
          return ask().then(() => body);
        });

      let current: RunStream | undefined;
      async function* follow(): AsyncGenerator<WireEvent[]> {
        for (;;) {
          if (!waiting) {
            current = createAgentRun({
              ...task,
              cursor,
              runId,
              // Without a cursor it is a new run: what it tells goes on behind what there is.
              shown: false,
              open: async (id, lastEventId, connection) => {
                const first = body;
                body = undefined;
                return first ?? resume(id, lastEventId, connection);
              },
              onInterrupts: (ids) => waitFor(ids),
              env,
              policy,
            });
            yield* current;
          }
          const done = waiting as Waiting | undefined;
          if (!done) return;
          await until(done.gone, signal);
          ({ next: runId, body } = done);
          cursor = waiting = undefined;
        }
      }
      return {
        [Symbol.asyncIterator]: follow,
        get cursor(): AgentCursor {
          return { unnumbered: 0, ...current?.cursor, ...(waiting && { next: waiting.next }) };
        },
        wake: () => current?.wake(),
      };
    },
  };
};

const incomplete = (runId: string, cause?: unknown) =>
  new ZabyError('incomplete', `The stream of run ${runId} was cut, and the agent offers no way back`, {
    retryable: true,
    cause,
  });

/** An interrupted run, until a person has decided everything it asks. */
interface Waiting {
  readonly task: Task;
  readonly runId: string;
  /** The run that will carry the answers; the same one however often they are sent. */
  readonly next: string;
  readonly ids: readonly string[];
  readonly decided: Map<string, boolean>;
  readonly go: () => void;
  readonly fail: (error: ZabyError) => void;
  readonly gone: Promise<void>;
  body?: Response['body'] | undefined;
}

/** AG-UI 1.0: a denial is `resolved` too; what has expired may only be cancelled. */
const answerInterrupt = (interruptId: string, part: ApprovalPart | undefined, decided?: boolean): JsonObject => {
  const approved = decided ?? part?.status === 'approved';
  if (decided === undefined && !/^(?:approved|rejected)$/.test(part?.status ?? ''))
    return { interruptId, status: 'cancelled' };
  const schema = part?.request.responseSchema;
  const takesReason = !schema || JSON.stringify(schema).includes('"reason"');
  return {
    interruptId,
    status: 'resolved',
    payload: {
      approved,
      ...(approved && part?.editedArgs !== undefined && { editedArgs: part.editedArgs }),
      ...(!approved && part?.reason && takesReason && { reason: part.reason }),
    },
  };
};
