import { createParser } from 'eventsource-parser';
import type { Core } from './load-core.js';
import { measure, ratio } from './measure.js';

const line = new TextEncoder().encode(`data: ${'x'.repeat(4 * 1024 * 1024)}\n\n`);

const pieces = (size: number): Uint8Array[] =>
  Array.from({ length: Math.ceil(line.length / size) }, (_, index) => line.subarray(index * size, (index + 1) * size));

const expect = (length: number): void => {
  if (length !== line.length - 8) throw new Error(`A line of ${line.length - 8} characters came out with ${length}`);
};

export const longLine = async ({ createSseParser }: Core): Promise<void> => {
  const small = pieces(1024);
  const times = await measure({
    ours: () => {
      const parser = createSseParser();
      expect(small.flatMap((bytes) => parser.push(bytes)).at(-1)!.data.length);
    },
    whole: () => expect(createSseParser().push(line)[0]!.data.length),
    // It takes text: somebody has to decode the bytes.
    theirs: () => {
      const decoder = new TextDecoder();
      const parser = createParser({ onEvent: ({ data }) => expect(data.length) });
      for (const bytes of small) parser.feed(decoder.decode(bytes, { stream: true }));
    },
  });
  console.log(
    `A line of 4 MB in chunks of 1 kB: ${times.ours.toFixed(1)} ms, ${ratio(times.ours, times.theirs)} eventsource-parser, ` +
      `${ratio(times.ours, times.whole)} the same line in one chunk`,
  );
};
