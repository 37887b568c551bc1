import { eventName } from '../event-name.js';
import { readInterrupts } from '../read-approval.js';
import { type RunStream, type RunStreamOptions, createRunStream } from '../run-stream.js';
import type { Cursor } from '../sequencer.js';
import type { WireEvent } from '../wire.js';

/** Where a turn stands with an AG-UI agent: in which of its runs, and what that one waits for. */
export interface AgentCursor extends Cursor {
  readonly runId?: string;
  /** Interrupts of the run that a person has to answer. */
  readonly interrupts?: readonly string[];
  /** The run that will carry the answers: sent again, they are known by it. */
  readonly next?: string;
}

export interface AgentRunOptions extends Omit<RunStreamOptions, 'platform' | 'ends'> {
  /** Opens the stream, or opens it again behind an event. */
  readonly open: RunStreamOptions['platform']['openStream'];
  /** The run ended to ask a person. Called before its last events are given. */
  readonly onInterrupts: (ids: readonly string[]) => void;
}

/**
 * One run of an AG-UI agent, as a stream that ends with its body.
 *
 * `RUN_FINISHED` is held back until then: the loop of an agent sends one for each of its rounds, and what stands behind it is still the
 * same answer.
 */
export const createAgentRun = ({ open, onInterrupts, policy, ...options }: AgentRunOptions): RunStream => {
  const { runId } = options;
  let interrupts: readonly string[] = [];
  let finish: WireEvent | undefined;
  let watched = false;
  const stream = createRunStream({
    ...options,
    ends: (wire) => isFinish(wire) || eventName(wire) === 'RUN_ERROR',
    platform: { openStream: open, storedEvents: async () => [] },
    policy: {
      ...policy,
      // Few of these servers send signs of life, and a line that nothing can take up again is not ours to cut: it may be silent for
      // longer. Read first when the watch begins, then whenever it looks.
      get heartbeatTimeout() {
        const short = !watched || finish || stream.cursor.id !== undefined;
        watched = true;
        return short ? policy.heartbeatTimeout : policy.reconnectTime;
      },
    },
  });

  async function* follow(): AsyncGenerator<WireEvent[]> {
    for await (const wires of stream) {
      const now: WireEvent[] = [];
      for (const wire of wires) {
        const asked = isFinish(wire) ? readInterrupts(wire.data) : undefined;
        const ids = asked?.flatMap(({ id }) => id ?? []) ?? [];
        if (ids.length > 0) onInterrupts((interrupts = ids));
        if (asked?.length === 0) finish = wire;
        else now.push(wire);
      }
      if (now.length > 0) yield now;
    }
    if (finish && interrupts.length === 0) yield [finish];
  }

  return {
    [Symbol.asyncIterator]: follow,
    get cursor(): AgentCursor {
      return { ...stream.cursor, runId, ...(interrupts.length > 0 && { interrupts }) };
    },
    wake: stream.wake,
  };
};

const isFinish = (wire: WireEvent): boolean => eventName(wire) === 'RUN_FINISHED';
