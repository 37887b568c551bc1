import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { createSequencer } from '../../src/core/sequencer.js';
import { type SseEvent, createSseParser, readSse } from '../../src/core/sse.js';
import { byteByByte, cutAt, deliveries, readChunks, streamCases } from './sse-cases.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const parse = (chunks: Iterable<Uint8Array>, limit?: number): readonly SseEvent[] =>
  readChunks(createSseParser(limit), chunks).events;

describe('an event stream', () => {
  for (const [seed, { title, bytes: stream, events, retry }] of streamCases.entries()) {
    it(`reads ${title}`, () => {
      for (const [how, chunks] of deliveries(stream, seed))
        assert.deepEqual(readChunks(createSseParser(), chunks), { events, retry }, how);
    });
  }

  it('says the same wherever the network cuts it', () => {
    const stream = bytes(streamCases.map((one) => `${new TextDecoder().decode(one.bytes)}\n\n`).join(''));
    const whole = parse([stream]);
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length)), (places) => {
        assert.deepEqual(parse(cutAt(stream, places)), whole);
      }),
    );
  });

  it('says the same of any bytes, wherever the network cuts them', () => {
    // What means something in a stream, in any order, beside bytes that mean nothing.
    const pieces = fc.oneof(
      fc
        .constantFrom('data', 'event', 'id', 'retry', ':', ' ', '\n', '\r', '\r\n', '\0', '\uFEFF', 'ö', '👋', '1')
        .map(bytes),
      fc.uint8Array({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), fc.array(fc.nat()), (parts, places) => {
        const stream = Uint8Array.from(parts.flatMap((part) => [...part]));
        const whole = readChunks(createSseParser(), [stream]);
        assert.deepEqual(readChunks(createSseParser(), cutAt(stream, places)), whole);
        assert.deepEqual(readChunks(createSseParser(), byteByByte(stream)), whole);
      }),
      { numRuns: 500 },
    );
  });

  it('never throws, whatever the bytes and however small the limit', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (chunks) => {
        parse(chunks, 16);
      }),
    );
  });
});

const around = (middle: string) => bytes(`id: 1\ndata: a\n\n${middle}id: 3\ndata: b\n\n`);

/** A large event between two small ones, in chunks as a network brings them. */
function* largeEvent(megabytes: number): Generator<Uint8Array> {
  yield bytes('id: 1\ndata: a\n\nid: 2\nevent: e\ndata: ');
  for (let sent = 0; sent < megabytes * 16; sent++) yield bytes('x'.repeat(62_500));
  yield bytes('\n\nid: 3\ndata: b\n\n');
}

const readSizes = (megabytes: number): unknown[] =>
  parse(largeEvent(megabytes)).map(({ id, data, oversized }) => [id, data.length, oversized ?? false]);

describe('an event larger than the limit', () => {
  const tooLong = `id: 2\nevent: e\ndata: ${'x'.repeat(2000)}\n\n`;
  const seen = [
    { id: '1', event: 'message', data: 'a' },
    { id: '2', event: 'e', data: '', oversized: true },
    { id: '3', event: 'message', data: 'b' },
  ];

  it('is passed by with its id, and the next one is whole', () => {
    assert.deepEqual(parse([around(tooLong)], 1000), seen);
    assert.deepEqual(parse(cutAt(around(tooLong), [400, 800, 1200, 1600, 2000]), 1000), seen);
  });

  it('is passed by with any line end, byte by byte', () => {
    for (const lineEnd of ['\n', '\r', '\r\n']) {
      const text = new TextDecoder().decode(around(tooLong)).replaceAll('\n', lineEnd);
      assert.deepEqual(parse(byteByByte(bytes(text)), 1000), seen);
    }
  });

  it('counts when it comes in many lines', () => {
    const lines = `id: 2\nevent: e\n${'data: xxxxxxxxxx\n'.repeat(200)}\n`;
    assert.deepEqual(parse([around(lines)], 1000), seen);
  });

  it('is none when only a comment is that long', () => {
    const comment = `: ${'x'.repeat(2000)}\n`;
    const stream = around(`id: 2\nevent: e\n${comment}data: short\n\n${comment}\n`);
    const plain = [seen[0], { id: '2', event: 'e', data: 'short' }, seen[2]];
    assert.deepEqual(parse([stream], 1000), plain);
    assert.deepEqual(parse(byteByByte(stream), 1000), plain);
  });

  it('is read at 8 MB, and passed by at 20 MB', () => {
    assert.deepEqual(readSizes(8), [
      ['1', 1, false],
      ['2', 8_000_000, false],
      ['3', 1, false],
    ]);
    assert.deepEqual(readSizes(20), [
      ['1', 1, false],
      ['2', 0, true],
      ['3', 1, false],
    ]);
  });

  it('is told also where its line came in one chunk, or its id after it', () => {
    const long = 'x'.repeat(2000);
    assert.deepEqual(parse([bytes(`data: ${long}\nid: 2\n\n`)], 1000), [
      { id: '2', event: 'message', data: '', oversized: true },
    ]);
    assert.deepEqual(parse(byteByByte(bytes(`data: a\ndata: ${long}\ndata: b\nid: 2\n\n`)), 1000), [
      { id: '2', event: 'message', data: '', oversized: true },
    ]);
  });

  it('does not hide the one that follows, whatever ended its line', () => {
    for (const lineEnd of ['\n', '\r', '\r\n'])
      for (const size of [1, 2, 3, 500, 5000]) {
        const stream = bytes(`data: ${'x'.repeat(2000)}${lineEnd}${lineEnd}data: b${lineEnd}${lineEnd}`);
        const places = Array.from({ length: Math.ceil(stream.length / size) }, (_, index) => index * size);
        const read = parse(cutAt(stream, places), 1000);
        assert.deepEqual(
          read.map(({ data, oversized }) => [data, oversized]),
          [
            ['', true],
            ['b', undefined],
          ],
        );
      }
  });

  it('may be exactly as large as the limit', () => {
    assert.deepEqual(parse([bytes(`data: ${'x'.repeat(1000)}\n\n`)], 1000), [
      { event: 'message', data: 'x'.repeat(1000) },
    ]);
  });
});

describe('an opaque id', () => {
  it('is remembered without the event that it came with', () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const heapUsed = () => {
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const parser = createSseParser();
    const data = 'x'.repeat(64_000);
    const before = heapUsed();
    const sequencer = createSequencer();
    for (let index = 0; index < 300; index++) {
      const events = parser.push(bytes(`id: ${crypto.randomUUID()}\ndata: ${data}\n\n`));
      assert.equal(sequencer.admit(events).length, 1);
    }
    const kept = heapUsed() - before;
    assert.ok(kept < 5_000_000, `300 ids keep ${kept} bytes`);
    assert.ok(sequencer.cursor.id);
  });
});

describe('reading a body', () => {
  it('lets go of it when the reader leaves early', async () => {
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(bytes('data: x\n\n')),
      cancel: () => {
        cancelled = true;
      },
    });
    for await (const events of readSse(body, createSseParser())) {
      assert.equal(events.length, 1);
      break;
    }
    assert.equal(cancelled, true);
  });

  it('ends at once when it is let go, even where the body never moves again', async () => {
    const life = new AbortController();
    const body = new ReadableStream<Uint8Array>({});
    const reading = readSse(body, createSseParser(), life.signal).next();
    life.abort(new Error('let go'));
    await assert.rejects(reading, /let go/);
  });

  it('shows life by an empty list where a chunk completes nothing', async () => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (const text of [': heart', 'beat\n\n', 'data: x\n', '\n']) controller.enqueue(bytes(text));
        controller.close();
      },
    });
    const sizes: number[] = [];
    for await (const events of readSse(body, createSseParser())) sizes.push(events.length);
    assert.deepEqual(sizes, [0, 0, 0, 1]);
  });
});
