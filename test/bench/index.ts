/**
 * Measures and prints ratios; nothing here passes or fails. `npm run bench`
 *
 * Each ratio is taken within one run, alternating, from the median of several rounds, so that a slow machine slows both sides.
 */
import { createNormalizer } from '../../src/core/normalize.js';
import { readWire } from '../../src/core/read-wire.js';
import { createState, reduce } from '../../src/core/reduce.js';
import { createSseParser } from '../../src/core/sse.js';
import type { ConversationState, Turn } from '../../src/core/index.js';

const rounds = 5;

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** The median times of both in ms, taken in turns. */
const compare = (ours: () => void, floor: () => void): { ours: number; floor: number } => {
  const times = { ours: [] as number[], floor: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    for (const [name, action] of [['ours', ours] as const, ['floor', floor] as const]) {
      const start = performance.now();
      action();
      times[name].push(performance.now() - start);
    }
  }
  return { ours: median(times.ours), floor: median(times.floor) };
};

const report = (what: string, against: string, { ours, floor }: { ours: number; floor: number }): void => {
  console.log(`${what}: ${ours.toFixed(0)} ms, ${(ours / floor).toFixed(2)} times ${against} (${floor.toFixed(0)} ms)`);
};

const encoder = new TextEncoder();

const turn: Turn = { id: 'turn', question: 'Why?', askedAt: 0, requestId: 'request', status: 'running', parts: [] };

const deltas = (count: number): { lines: string[]; chunks: Uint8Array[] } => {
  const lines = Array.from({ length: count }, (_, index) =>
    JSON.stringify({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: `word${index} ` }),
  );
  const chunks: Uint8Array[] = [];
  for (let start = 0; start < count; start += 20) {
    const text = lines.slice(start, start + 20).map((line, index) => `id: ${start + index + 1}\ndata: ${line}\n\n`);
    chunks.push(encoder.encode(text.join('')));
  }
  return { lines, chunks };
};

const manyEvents = (): void => {
  const { lines, chunks } = deltas(200_000);
  report(
    '200,000 tiny events from bytes to state',
    'a loop that only parses their JSON',
    compare(
      () => {
        const parser = createSseParser();
        const normalize = createNormalizer();
        let state = reduce(createState('c'), { type: 'asked', turn });
        for (const chunk of chunks) {
          const events = parser.push(chunk).flatMap((event) => normalize(readWire(event)));
          state = reduce(state, { type: 'agent', turnId: 'turn', events, at: 0 });
        }
      },
      () => {
        for (const line of lines) JSON.parse(line);
      },
    ),
  );
};

const longLine = (): void => {
  const line = encoder.encode(`data: ${'x'.repeat(4 * 1024 * 1024)}\n\n`);
  const feed = (size: number) => () => {
    const parser = createSseParser();
    for (let start = 0; start < line.length; start += size) parser.push(line.subarray(start, start + size));
  };
  report('A line of 4 MB in chunks of 1 kB', 'the same line in one chunk', compare(feed(1024), feed(line.length)));
};

const ended = (index: number): Turn => ({ ...turn, id: `turn${index}`, status: 'finished' });

/** Streams into the last of so many turns. */
const stream = (turns: number) => {
  const before: ConversationState = {
    ...createState('c'),
    turns: [...Array.from({ length: turns }, (_, index) => ended(index)), turn],
  };
  return () => {
    let state = before;
    for (let index = 0; index < 5_000; index++) {
      const events = [{ type: 'text-delta', messageId: 'm', delta: 'x' } as const];
      state = reduce(state, { type: 'agent', turnId: 'turn', events, at: 0 });
    }
  };
};

const longConversation = (): void => {
  report('5,000 deltas after 5,000 turns', 'the same after none', compare(stream(5_000), stream(0)));
};

manyEvents();
longLine();
longConversation();
