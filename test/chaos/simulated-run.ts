import { play } from '../../demo/emulator/player.js';
import type { LoggedEvent, Run } from '../../demo/emulator/runs.js';
import type { SimulatedClock } from './simulated-clock.js';
import type { Story } from './story.js';

/** A run of the emulator's own player, and the bytes of its events. */
export interface SimulatedRun {
  readonly run: Run;
  /** Index of the message that began it. */
  readonly message: number;
  /** The events so far. */
  events(): readonly LoggedEvent[];
  /** An event as it goes over the line. */
  write(event: LoggedEvent): Uint8Array;
  /** How many bytes the first so many events have. */
  length(events: number): number;
  /** The `id:` of an event, where events have one. */
  idOf(event: LoggedEvent): string | undefined;
}

const encoder = new TextEncoder();

/** What somebody says who does not know that all is said. */
const afterwards = { type: 'TEXT_MESSAGE_CONTENT', messageId: 'late', delta: 'This must not be seen.' };

export const createSimulatedRun = (
  story: Story,
  clock: SimulatedClock,
  start: { readonly id: string; readonly text: string; readonly requestId: string },
): SimulatedRun => {
  const message = story.messages.findIndex(({ text }) => text === start.text);
  const run: Run = {
    id: start.id,
    agentId: 'agent',
    deploymentId: 'deployment',
    externalAppId: 'app',
    agentSessionId: 'session',
    tokenFamilyId: 'family',
    externalUserId: 'visitor',
    threadId: 'session',
    requestId: start.requestId,
    input: { message: start.text },
    message: start.text,
    createdAt: new Date(clock.now()).toISOString(),
    log: [],
    approvals: new Map(),
    feedback: [],
    listeners: new Set(),
    status: 'QUEUED',
    played: false,
    latestSeq: 0,
    finalOutput: '',
  };
  void play(story.messages[message]?.script ?? [], {
    run,
    dialect: story.dialect,
    clock,
    signal: new AbortController().signal,
  });

  const idOf = ({ seq }: LoggedEvent): string | undefined =>
    ({ seq: String(seq), opaque: `${run.id}.e${seq}`, none: undefined })[story.ids];
  const written: Uint8Array[] = [];
  const lengths = [0];
  const write = (event: LoggedEvent): Uint8Array => {
    const known = written[event.seq - 1];
    if (known) return known;
    const { frame } = event;
    const text = typeof frame.data === 'string' ? frame.data : JSON.stringify(frame.data);
    const lines = text.split('\n').map((part) => `data: ${part}`);
    if (frame.event !== undefined) lines.unshift(`event: ${frame.event}`);
    const id = idOf(event);
    if (id !== undefined) lines.unshift(`id: ${id}`);
    return (written[event.seq - 1] = encoder.encode([...lines, '', ''].join(story.lineEnd)));
  };
  return {
    run,
    message,
    // The scripts of a story hold no fault: all that is logged is events.
    events: () => run.log as LoggedEvent[],
    write,
    length: (events) => {
      for (let index = lengths.length; index <= events; index++)
        lengths[index] = lengths[index - 1]! + write(run.log[index - 1] as LoggedEvent).length;
      return lengths[events]!;
    },
    idOf,
  };
};

/** An event of a run that is over, and must count for nothing. */
export const lateEvent = ({ run }: SimulatedRun): LoggedEvent => ({
  kind: 'event',
  seq: run.latestSeq + 1,
  frame: { event: afterwards.type, data: afterwards },
});
