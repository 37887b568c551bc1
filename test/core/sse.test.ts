import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type SseEvent, createSseParser, readSse } from '../../src/core/sse.js';

/** `[what it is about, the stream, the events]`; an event is `[data]`, `[data, name]` or `[data, name, id]`. */
type Case = readonly [string, string | Uint8Array, readonly (readonly [string, string?, string?])[]];

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** HTML standard §9.2.6, "Interpreting an event stream". */
const cases: readonly Case[] = [
  ['one event', 'data: hello\n\n', [['hello']]],
  ['two events', 'data: one\n\ndata: two\n\n', [['one'], ['two']]],
  ['a name', 'event: ping\ndata: x\n\n', [['x', 'ping']]],
  ['an id', 'id: 7\ndata: x\n\n', [['x', 'message', '7']]],
  ['an id of one event only', 'id: 7\ndata: a\n\ndata: b\n\n', [['a', 'message', '7'], ['b']]],
  ['an empty id', 'id\ndata: x\n\n', [['x', 'message', '']]],
  ['an id with NUL, which is ignored', 'id: 1\0\ndata: x\n\n', [['x']]],
  ['fields in any order', 'data: x\nid: 3\nevent: e\n\n', [['x', 'e', '3']]],
  ['data of several lines', 'data: one\ndata: two\n\n', [['one\ntwo']]],
  ['an empty data line', 'data:\n\n', [['']]],
  ['two empty data lines', 'data\ndata\n\n', [['\n']]],
  ['a field without a colon', 'data\n\n', [['']]],
  ['no space after the colon', 'data:x\n\n', [['x']]],
  ['two spaces after the colon', 'data:  x\n\n', [[' x']]],
  ['a tab after the colon', 'data:\tx\n\n', [['\tx']]],
  ['a colon in the value', 'data: a:b: c\n\n', [['a:b: c']]],
  ['a space before the colon', 'data : x\n\n', []],
  ['a space before the field', ' data: x\n\n', []],
  ['an unknown field', 'foo: bar\ndata: x\n\n', [['x']]],
  ['a field in capitals', 'DATA: x\n\n', []],
  ['a comment', ': hello\n\n', []],
  ['a comment inside an event', 'data: a\n: c\ndata: b\n\n', [['a\nb']]],
  ['a comment that looks like data', ':data: x\n\n', []],
  ['a name without data', 'event: e\n\n', []],
  ['a name that does not reach the next event', 'event: e\n\ndata: x\n\n', [['x']]],
  ['an empty name', 'event:\ndata: x\n\n', [['x']]],
  ['the last of two names', 'event: a\nevent: b\ndata: x\n\n', [['x', 'b']]],
  ['the last of two ids', 'id: 1\nid: 2\ndata: x\n\n', [['x', 'message', '2']]],
  ['blank lines in between', '\n\n\ndata: x\n\n\n\n', [['x']]],
  ['CR line ends', 'data: a\rdata: b\r\rdata: c\r\r', [['a\nb'], ['c']]],
  ['CRLF line ends', 'data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n', [['a\nb'], ['c']]],
  ['mixed line ends', 'data: a\rdata: b\ndata: c\r\n\ndata: d\n\r', [['a\nb\nc'], ['d']]],
  ['LF then CR, which are two line ends', 'data: a\n\rdata: b\n\n', [['a'], ['b']]],
  ['an event without its blank line', 'data: a\n\ndata: b\n', [['a']]],
  ['a line without its end', 'data: a\n\ndata: b', [['a']]],
  ['a BOM at the start', '\uFEFFdata: x\n\n', [['x']]],
  ['a second BOM, which is text', '\uFEFF\uFEFFdata: x\n\ndata: y\n\n', [['y']]],
  ['a BOM in the data', 'data: \uFEFFx\n\n', [['\uFEFFx']]],
  ['half a BOM', Uint8Array.of(0xef, 0xbb, ...bytes('\ndata: x\n\n')), [['x']]],
  ['more than ASCII', 'data: Größe 你好 👋🏽\n\n', [['Größe 你好 👋🏽']]],
  ['broken UTF-8', Uint8Array.of(...bytes('data: a'), 0xff, ...bytes('b\n\n')), [['a\uFFFDb']]],
  ['NEL and line separators, which end no line', 'data: a\u0085b\u2028c\n\n', [['a\u0085b\u2028c']]],
  ['a form feed, which is text', 'data: a\fb\n\n', [['a\fb']]],
  ['NUL in the data', 'data: a\0b\n\n', [['a\0b']]],
  ['JSON', 'data: {"a":"\\n"}\n\n', [['{"a":"\\n"}']]],
  ['nothing', '', []],
];

const tuple = ({ data, event, id }: SseEvent) => [data, event, ...(id === undefined ? [] : [id])];
const expected = (events: Case[2]) =>
  events.map(([data, event = 'message', id]) => [data, event, ...(id === undefined ? [] : [id])]);

const parse = (chunks: Iterable<Uint8Array>, limit?: number): SseEvent[] => {
  const parser = createSseParser(limit);
  return [...chunks].flatMap((chunk) => parser.push(chunk));
};

const encode = (stream: string | Uint8Array): Uint8Array => (typeof stream === 'string' ? bytes(stream) : stream);

const cut = (stream: Uint8Array, places: readonly number[]): Uint8Array[] => {
  const sorted = [0, ...places.map((place) => place % (stream.length + 1)), stream.length].toSorted((a, b) => a - b);
  return sorted.slice(1).map((place, index) => stream.subarray(sorted[index], place));
};

describe('an event stream', () => {
  for (const [title, stream, events] of cases) {
    it(`reads ${title}, whole and byte by byte`, () => {
      const whole = encode(stream);
      assert.deepEqual(parse([whole]).map(tuple), expected(events));
      assert.deepEqual(parse(Array.from(whole, (byte) => Uint8Array.of(byte))).map(tuple), expected(events));
    });
  }

  it('says the same wherever the network cuts it', () => {
    const all = cases.filter(([, stream]) => typeof stream === 'string' && !stream.startsWith('\uFEFF'));
    const stream = bytes(all.map(([, text]) => `${text as string}\n\n`).join(''));
    const whole = parse([stream]);
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length)), (places) => {
        assert.deepEqual(parse(cut(stream, places)), whole);
      }),
    );
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (chunks) => {
        parse(chunks, 16);
      }),
    );
  });
});

const around = (middle: string) => bytes(`id: 1\ndata: a\n\n${middle}id: 3\ndata: b\n\n`);

describe('an event larger than the limit', () => {
  const tooLong = `id: 2\nevent: e\ndata: ${'x'.repeat(2000)}\n\n`;
  const seen = [
    { id: '1', event: 'message', data: 'a' },
    { id: '2', event: 'e', data: '', oversized: true },
    { id: '3', event: 'message', data: 'b' },
  ];

  it('is passed by with its id, and the next one is whole', () => {
    assert.deepEqual(parse([around(tooLong)], 1000), seen);
    assert.deepEqual(parse(cut(around(tooLong), [400, 800, 1200, 1600, 2000]), 1000), seen);
  });

  it('is passed by with any line end, byte by byte', () => {
    for (const lineEnd of ['\n', '\r', '\r\n']) {
      const text = new TextDecoder().decode(around(tooLong)).replaceAll('\n', lineEnd);
      assert.deepEqual(
        parse(
          Array.from(bytes(text), (byte) => Uint8Array.of(byte)),
          1000,
        ),
        seen,
      );
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
    assert.deepEqual(
      parse(
        Array.from(stream, (byte) => Uint8Array.of(byte)),
        1000,
      ),
      plain,
    );
  });

  it('may be exactly as large as the limit', () => {
    assert.deepEqual(parse([bytes(`data: ${'x'.repeat(1000)}\n\n`)], 1000), [
      { event: 'message', data: 'x'.repeat(1000) },
    ]);
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
