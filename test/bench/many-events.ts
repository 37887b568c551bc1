import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { getLines } from '@microsoft/fetch-event-source/lib/esm/parse.js';
import type { AgentEvent, Turn } from '../../src/core/index.js';
import { openConversation } from './converse.js';
import { chunk, chunks, lastChunk, piece } from './events.js';
import type { Core } from './load-core.js';
import { measure, ratio } from './measure.js';

const count = 1_000_000;
/** What fits into a frame of HTTP/2 and a record of TLS, 16 kB. */
const perChunk = 200;

const turn: Turn = { id: 'turn', question: 'Why?', askedAt: 0, requestId: 'request', status: 'running', parts: [] };

/** Every step between the bytes and the state. */
const fromBytesToState = (core: Core, bytes: readonly Uint8Array[]): void => {
  const parser = core.createSseParser();
  const sequencer = core.createSequencer();
  const normalize = core.createNormalizer();
  let state = core.reduce(core.createState('c'), { type: 'asked', turn });
  for (const some of bytes) {
    const wires = sequencer.admit(parser.push(some).map(core.readWire));
    const events: AgentEvent[] = [];
    for (const wire of wires) events.push(...normalize(wire));
    wires.some(core.isTerminal);
    state = core.reduce(state, { type: 'agent', turnId: 'turn', events, at: 0 });
  }
};

const throughConversation = async (core: Core, bytes: readonly Uint8Array[]): Promise<void> => {
  const left = [...bytes, lastChunk(count)].values();
  const conversation = openConversation(core, () => left.next().value);
  const { status } = await conversation.send('Why?');
  conversation.dispose();
  if (status !== 'finished') throw new Error(`The answer ended as ${status}`);
};

const splitLines = (bytes: readonly Uint8Array[]): void => {
  const split = getLines(() => {});
  for (const some of bytes) split(some);
};

const perSecond = (ms: number): string => `${((count / ms) * 1000).toLocaleString('en', { maximumFractionDigits: 0 })}`;

export const manyEvents = async (core: Core): Promise<void> => {
  const lines = Array.from({ length: count }, (_, index) => piece(index));
  const large = chunks(count, perChunk);
  const small = chunks(count, perChunk / 10);
  const times = await measure({
    floor: () => {
      for (const line of lines) JSON.parse(line);
    },
    steps: () => fromBytesToState(core, large),
    conversation: () => throughConversation(core, large),
    smallSteps: () => fromBytesToState(core, small),
    smallConversation: () => throughConversation(core, small),
    splitting: () => splitLines(large),
  });
  const say = (what: string, ms: number): void =>
    console.log(`  ${what}: ${perSecond(ms)} events a second, ${ratio(ms, times.floor)} the loop`);
  console.log(`${count.toLocaleString('en')} tiny events, beside a loop that only parses their JSON`);
  say('the loop', times.floor);
  say('from bytes to state, in chunks of 16 kB', times.steps);
  say('through a whole conversation with listeners, in chunks of 16 kB', times.conversation);
  say('from bytes to state, in chunks of 1.6 kB', times.smallSteps);
  say('through a whole conversation with listeners, in chunks of 1.6 kB', times.smallConversation);
  say('nothing but the lines of 16 kB, split by fetch-event-source', times.splitting);
};

/** What is alive, in bytes. */
const heapUsed = (): number => {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
};

const inMegabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

export const heap = async (core: Core): Promise<void> => {
  const marks: { heap: number; text: number }[] = [];
  let start = 0;
  const conversation = openConversation(core, () => {
    if (start === count / 2 || start === count) {
      const [part] = conversation.state.turns[0]!.parts;
      marks.push({ heap: heapUsed(), text: part?.kind === 'text' ? part.text.length : 0 });
    }
    if (start > count) return undefined;
    const bytes = start === count ? lastChunk(count) : chunk(start, perChunk);
    start += perChunk;
    return bytes;
  });
  await conversation.send('Why?');
  const [half, end] = marks as [(typeof marks)[0], (typeof marks)[0]];
  const grown = end.heap - end.text - (half.heap - half.text);
  console.log(
    `The heap after half of the events: ${inMegabytes(half.heap)}, ${inMegabytes(half.text)} of it the text; ` +
      `at the end: ${inMegabytes(end.heap)} and ${inMegabytes(end.text)}; ` +
      `the second half added ${((grown / half.heap) * 100).toFixed(1)} % beside the text`,
  );
  conversation.dispose();
};
