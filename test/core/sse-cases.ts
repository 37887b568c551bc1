import type { SseEvent, SseParser } from '../../src/core/sse.js';

/**
 * The HTML standard's "Interpreting an event stream" (§9.2.6) as a table, and what it takes to hold a reader to it.
 *
 * What is in `events` is what Chromium's own `EventSource` gives for these bytes: `sse.browser.test.ts` compares the two.
 */
export interface StreamCase {
  /** What it is about. */
  readonly title: string;
  readonly bytes: Uint8Array;
  readonly events: readonly SseEvent[];
  readonly retry: number | undefined;
}

/** `data`, or `[data, name]`, or `[data, name, id]`; `''` is no name, and the id stands where an `id:` line came. */
type Expected = string | readonly [data: string, name: string, id?: string];

const encoder = new TextEncoder();

const toEvent = (expected: Expected): SseEvent => {
  const [data, name, id] = typeof expected === 'string' ? [expected, ''] : expected;
  return { ...(id !== undefined && { id }), event: name || 'message', data };
};

/** Text is UTF-8; a number is a byte. */
const encode = (...stream: readonly (string | number)[]): Uint8Array =>
  Uint8Array.from(stream.flatMap((part) => (typeof part === 'number' ? [part] : [...encoder.encode(part)])));

const row = (
  title: string,
  stream: string | readonly (string | number)[],
  events: readonly Expected[],
  retry?: number,
): StreamCase => ({
  title,
  bytes: typeof stream === 'string' ? encode(stream) : encode(...stream),
  events: events.map(toEvent),
  retry,
});

const long = 'x'.repeat(5000);

export const streamCases: readonly StreamCase[] = [
  // Events
  row('nothing', '', []),
  row('one event', 'data: hello\n\n', ['hello']),
  row('two events', 'data: one\n\ndata: two\n\n', ['one', 'two']),
  row('blank lines before, between and after', '\n\n\ndata: x\n\n\n\ndata: y\n\n\n', ['x', 'y']),
  row('blank lines alone', '\n\n\n\n', []),
  row('an event without its blank line', 'data: a\n\ndata: b\n', ['a']),
  row('a line without its end', 'data: a\n\ndata: b', ['a']),
  row('a first line without its end', 'data: b', []),
  row('fields without the blank line', 'id: 1\nevent: e\ndata: a', []),
  row('an end inside a field name', 'data: a\n\nda', ['a']),
  row('fields in any order', 'data: x\nid: 3\nevent: e\n\n', [['x', 'e', '3']]),
  row('data on both sides of other fields', 'data: a\nevent: e\ndata: b\nid: 1\ndata: c\n\n', [['a\nb\nc', 'e', '1']]),
  row('many events', 'data: x\n\n'.repeat(50), Array<string>(50).fill('x')),
  row('JSON', 'data: {"a":"\\n"}\n\n', ['{"a":"\\n"}']),

  // Line ends
  row('CR line ends', 'data: a\rdata: b\r\rdata: c\r\r', ['a\nb', 'c']),
  row('CRLF line ends', 'data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n', ['a\nb', 'c']),
  row('all line ends in one event', 'data: a\rdata: b\ndata: c\r\n\n', ['a\nb\nc']),
  row('LF then CR, which are two line ends', 'data: a\n\rdata: b\n\n', ['a', 'b']),
  row('CR then LF, which are one line end', 'data: a\r\ndata: b\n\n', ['a\nb']),
  row('CR CR LF, which are two line ends', 'data: a\r\r\ndata: b\n\n', ['a', 'b']),
  row('CR LF LF, which are two line ends', 'data: a\r\n\ndata: b\n\n', ['a', 'b']),
  row('CR LF CR, which are two line ends', 'data: a\r\n\rdata: b\n\n', ['a', 'b']),
  row('LF CR LF, which are two line ends', 'data: a\n\r\ndata: b\n\n', ['a', 'b']),
  row('CR LF CR LF, which are two line ends', 'data: a\r\n\r\ndata: b\n\n', ['a', 'b']),
  row('CR at the very end', 'data: a\r\r', ['a']),
  row('one CR at the very end', 'data: a\r', []),
  row('CRLF and one CR at the very end', 'data: a\r\n\r', ['a']),
  row('CR alone at the start', '\rdata: a\n\n', ['a']),
  row('LF alone at the start', '\ndata: a\n\n', ['a']),
  row('CRLF alone at the start', '\r\ndata: a\n\n', ['a']),
  row('CR after an event with LF', 'data: a\n\n\rdata: b\n\n', ['a', 'b']),
  row('CRLF after an empty value', 'data:\r\n\r\n', ['']),
  row('CR after a field without a colon', 'data\r\r', ['']),
  row('NEL, which ends no line', 'data: a\u0085b\n\n', ['a\u0085b']),
  row('line and paragraph separators, which end no line', 'data: a\u2028b\u2029c\n\n', ['a\u2028b\u2029c']),
  row('a form feed, which is text', 'data: a\fb\n\n', ['a\fb']),
  row('a vertical tab, which is text', 'data: a\vb\n\n', ['a\vb']),

  // Data
  row('data of several lines', 'data: one\ndata: two\ndata: three\n\n', ['one\ntwo\nthree']),
  row('an empty data line', 'data:\n\n', ['']),
  row('a data line of one space', 'data: \n\n', ['']),
  row('a data line of two spaces', 'data:  \n\n', [' ']),
  row('data without a colon', 'data\n\n', ['']),
  row('two data lines without a colon', 'data\ndata\n\n', ['\n']),
  row('two empty data lines', 'data:\ndata:\n\n', ['\n']),
  row('three empty data lines', 'data\ndata:\ndata: \n\n', ['\n\n']),
  row('an empty line before data', 'data:\ndata: x\n\n', ['\nx']),
  row('an empty line after data', 'data: x\ndata:\n\n', ['x\n']),
  row('an empty line inside data', 'data: x\ndata\ndata: y\n\n', ['x\n\ny']),
  row('empty data that does not reach the next event', 'data\n\ndata: x\n\n', ['', 'x']),
  row('a long line', `data: ${long}\n\n`, [long]),
  row('a long line after a short one', `data: a\ndata: ${long}\n\ndata: b\n\n`, [`a\n${long}`, 'b']),
  row('a hundred lines', `${'data: x\n'.repeat(100)}\n`, [Array<string>(100).fill('x').join('\n')]),
  row('NUL in the data', 'data: a\0b\n\n', ['a\0b']),

  // The space after the colon
  row('no space after the colon', 'data:x\n\n', ['x']),
  row('two spaces after the colon', 'data:  x\n\n', [' x']),
  row('a tab after the colon', 'data:\tx\n\n', ['\tx']),
  row('a space and a tab after the colon', 'data: \tx\n\n', ['\tx']),
  row('a no-break space after the colon', 'data:\u00A0x\n\n', ['\u00A0x']),
  row('spaces at the end', 'data: x  \n\n', ['x  ']),
  row('two spaces before a name', 'event:  e\ndata: x\n\n', [['x', ' e']]),
  row('two spaces before an id', 'id:  7\ndata: x\n\n', [['x', '', ' 7']]),
  row('no space before a name', 'event:e\ndata:x\n\n', [['x', 'e']]),

  // Colons
  row('a colon in the value', 'data: a:b: c\n\n', ['a:b: c']),
  row('a value that begins with a colon', 'data::x\n\n', [':x']),
  row('a value of a space and a colon', 'data: :x\n\n', [':x']),
  row('a colon in a name', 'event: a:b\ndata: x\n\n', [['x', 'a:b']]),
  row('a colon in an id', 'id: a:b\ndata: x\n\n', [['x', '', 'a:b']]),
  row('an address as the value', 'data: https://example.org/?a=1\n\n', ['https://example.org/?a=1']),

  // Comments
  row('a comment', ': hello\n\n', []),
  row('an empty comment', ':\n\n', []),
  row('a comment before an event', ': hello\ndata: x\n\n', ['x']),
  row('a comment inside an event', 'data: a\n: c\ndata: b\n\n', ['a\nb']),
  row('a comment after the data', 'data: a\n:\n\n', ['a']),
  row('a comment that looks like data', ':data: x\n\n', []),
  row('a comment that looks like an end', 'data: a\n:\n:\ndata: b\n\n', ['a\nb']),
  row('heartbeats between events', ':\n\ndata: a\n\n:\n\n:\n\ndata: b\n\n', ['a', 'b']),
  row('a comment with CRLF', ': hello\r\ndata: x\r\n\r\n', ['x']),
  row('a long comment', `:${long}\ndata: x\n\n`, ['x']),
  row('a space before the colon of a comment', ' : c\ndata: x\n\n', ['x']),

  // Names
  row('a name', 'event: ping\ndata: x\n\n', [['x', 'ping']]),
  row('the name that stands for no name', 'event: message\ndata: x\n\n', ['x']),
  row('a name without data', 'event: e\n\n', []),
  row('a name that does not reach the next event', 'event: e\n\ndata: x\n\n', ['x']),
  row('a name of the event before', 'event: e\ndata: x\n\ndata: y\n\n', [['x', 'e'], 'y']),
  row('an empty name', 'event:\ndata: x\n\n', ['x']),
  row('a name without a colon', 'event\ndata: x\n\n', ['x']),
  row('a name taken back', 'event: e\nevent:\ndata: x\n\n', ['x']),
  row('the last of two names', 'event: a\nevent: b\ndata: x\n\n', [['x', 'b']]),
  row('a name after the data', 'data: x\nevent: e\n\n', [['x', 'e']]),
  row('a name beyond ASCII', 'event: Größe\ndata: x\n\n', [['x', 'Größe']]),
  row('a name with a space', 'event: two words\ndata: x\n\n', [['x', 'two words']]),
  row('names that objects have', 'event: constructor\ndata: a\n\nevent: __proto__\ndata: b\n\n', [
    ['a', 'constructor'],
    ['b', '__proto__'],
  ]),

  // Ids
  row('an id', 'id: 7\ndata: x\n\n', [['x', '', '7']]),
  row('an id that stays for the event after', 'id: 7\ndata: a\n\ndata: b\n\n', [['a', '', '7'], 'b']),
  row('an id without data, which counts for the event after', 'id: 7\n\ndata: x\n\n', [['x', '', '7']]),
  row('an id without data between events', 'id: 1\ndata: a\n\nid: 2\n\n: c\n\ndata: b\n\n', [
    ['a', '', '1'],
    ['b', '', '2'],
  ]),
  row('an id with a name but no data', 'id: 7\nevent: e\n\ndata: x\n\n', [['x', '', '7']]),
  row('an id without data at the end', 'data: x\n\nid: 7\n\n', ['x']),
  row('an empty id', 'id:\ndata: x\n\n', [['x', '', '']]),
  row('an id without a colon', 'id\ndata: x\n\n', [['x', '', '']]),
  row('an id taken back', 'id: 7\ndata: a\n\nid\ndata: b\n\ndata: c\n\n', [['a', '', '7'], ['b', '', ''], 'c']),
  row('the last of two ids', 'id: 1\nid: 2\ndata: x\n\n', [['x', '', '2']]),
  row('an id after the data', 'data: x\nid: 7\n\n', [['x', '', '7']]),
  row('an id with NUL, which is ignored', 'id: 1\0\ndata: x\n\n', ['x']),
  row('an id of NUL alone, which is ignored', 'id: \0\ndata: x\n\n', ['x']),
  row('an id with NUL, which leaves the one before', 'id: 1\nid: 2\0\ndata: x\n\n', [['x', '', '1']]),
  row('an id with NUL after an event', 'id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n', [['a', '', '1'], 'b']),
  row('an id that is no number', 'id: a1b2-ö\ndata: x\n\n', [['x', '', 'a1b2-ö']]),
  row('an id with leading zeros', 'id: 007\ndata: x\n\n', [['x', '', '007']]),
  row('an id with spaces', 'id: 1 2 \ndata: x\n\n', [['x', '', '1 2 ']]),

  // Retry
  row('a time to wait', 'retry: 20\n\n', [], 20),
  row('a time to wait beside data', 'retry: 20\ndata: x\n\n', ['x'], 20),
  row('a time to wait without its blank line', 'retry: 20\n', [], 20),
  row('a time to wait without a space', 'retry:20\n\n', [], 20),
  row('the last of two times', 'retry: 10\nretry: 20\n\n', [], 20),
  row('a time with leading zeros', 'retry: 0020\n\n', [], 20),
  row('no time at all', 'retry: 0\n\n', [], 0),
  row('a time with a unit', 'retry: 20ms\ndata: x\n\n', ['x']),
  row('a time below zero', 'retry: -20\n\n', []),
  row('a time with a sign', 'retry: +20\n\n', []),
  row('a time with a fraction', 'retry: 20.5\n\n', []),
  row('a time with an exponent', 'retry: 2e1\n\n', []),
  row('a time with two spaces', 'retry:  20\n\n', []),
  row('a time with a space behind', 'retry: 20 \n\n', []),
  row('a time in hexadecimal', 'retry: 0x14\n\n', []),
  row('a time in other digits', 'retry: ٢٠\n\n', []),
  row('an empty time', 'retry:\n\n', []),
  row('a wrong time after a right one', 'retry: 20\nretry: soon\n\n', [], 20),

  // Fields that are none
  row('an unknown field', 'foo: bar\ndata: x\n\n', ['x']),
  row('an unknown field without a colon', 'foo\ndata: x\n\n', ['x']),
  row('an unknown field alone', 'foo: bar\n\n', []),
  row('a field in capitals', 'DATA: x\n\n', []),
  row('a field with one capital', 'Data: x\nEvent: e\nId: 1\ndata: y\n\n', ['y']),
  row('a space before the colon', 'data : x\n\n', []),
  row('a space before the field', ' data: x\n\n', []),
  row('a tab before the field', '\tdata: x\n\n', []),
  row('a field that begins like one', 'dat: x\n\n', []),
  row('a field that goes on', 'database: x\n\n', []),
  row('a field without a colon that goes on', 'data x\n\n', []),
  row('a field with NUL', 'data\0: x\n\n', []),
  row('a line of one space, which is not blank', 'data: a\n \ndata: b\n\n', ['a\nb']),
  row('a line of one NUL, which is not blank', 'data: a\n\0\ndata: b\n\n', ['a\nb']),

  // The byte order mark
  row('a BOM at the start', '\uFEFFdata: x\n\n', ['x']),
  row('a BOM before a comment', '\uFEFF:\n\ndata: x\n\n', ['x']),
  row('a BOM before a blank line', '\uFEFF\n\ndata: x\n\n', ['x']),
  row('a BOM before CRLF', '\uFEFF\r\ndata: x\r\n\r\n', ['x']),
  row('a BOM alone', '\uFEFF', []),
  row('a second BOM, which is text', '\uFEFF\uFEFFdata: x\n\ndata: y\n\n', ['y']),
  row('a BOM on a later line, which is text', 'data: x\n\n\uFEFFdata: y\n\n', ['x']),
  row('a BOM in the data', 'data: \uFEFFx\n\n', ['\uFEFFx']),
  row('a BOM behind a space', ' \uFEFFdata: x\n\ndata: y\n\n', ['y']),
  row('half a BOM', [0xef, 0xbb, '\ndata: x\n\n'], ['x']),
  row('half a BOM before a field', [0xef, 0xbb, 'data: x\n\ndata: y\n\n'], ['y']),
  row('the BOM of UTF-16', [0xfe, 0xff, '\ndata: x\n\n'], ['x']),

  // UTF-8
  row('letters of two bytes', 'data: Größe\n\n', ['Größe']),
  row('letters of three bytes', 'data: 你好\n\n', ['你好']),
  row('letters of four bytes', 'data: 👋🏽 𝄞\n\n', ['👋🏽 𝄞']),
  row('letters at the end of the line', 'data: ö\r\ndata: 你\rdata: 👋\n\n', ['ö\n你\n👋']),
  row('a byte that is none', ['data: a', 0xff, 'b\n\n'], ['a\uFFFDb']),
  row('a byte that only continues', ['data: a', 0x80, 'b\n\n'], ['a\uFFFDb']),
  row('a letter cut off', ['data: a', 0xc3, 'b\n\n'], ['a\uFFFDb']),
  row('a letter cut off by the line', ['data: a', 0xe4, 0xbd, '\n\ndata: b\n\n'], ['a\uFFFD', 'b']),
  row('a letter cut off by CR', ['data: a', 0xf0, 0x9f, 0x91, '\r\rdata: b\n\n'], ['a\uFFFD', 'b']),
  row('a letter cut off by the end', ['data: a\n\ndata: b', 0xf0, 0x9f], ['a']),
  row('a letter in too many bytes', ['data: a', 0xc0, 0x8a, 'b\n\n'], ['a\uFFFD\uFFFDb']),
  row('half of a surrogate pair', ['data: a', 0xed, 0xa0, 0x80, 'b\n\n'], ['a\uFFFD\uFFFD\uFFFDb']),
  row('a letter beyond Unicode', ['data: a', 0xf4, 0x90, 0x80, 0x80, 'b\n\n'], ['a\uFFFD\uFFFD\uFFFD\uFFFDb']),
  row('broken bytes in a field name', ['d', 0xff, 'ata: x\n\ndata: y\n\n'], ['y']),
  row('broken bytes in an id', ['id: 1', 0xff, '\ndata: x\n\n'], [['x', '', '1\uFFFD']]),
  row('broken bytes in a name', ['event: e', 0xff, '\ndata: x\n\n'], [['x', 'e\uFFFD']]),
  row('the replacement character itself', 'data: \uFFFD\n\n', ['\uFFFD']),
];

export interface Reading {
  readonly events: readonly SseEvent[];
  readonly retry: number | undefined;
}

export const readChunks = (parser: SseParser, chunks: Iterable<Uint8Array>): Reading => {
  const events = [...chunks].flatMap((chunk) => parser.push(chunk));
  return { events, retry: parser.retry };
};

/** The bytes in chunks that end at these places, of which some may be empty. */
export const cutAt = (bytes: Uint8Array, places: readonly number[]): Uint8Array[] => {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
};

export const byteByByte = (bytes: Uint8Array): Uint8Array[] => Array.from(bytes, (byte) => Uint8Array.of(byte));

/** Numbers from 0 up to 2³², the same ones for the same seed (mulberry32). */
const createRandom = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), seed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return (mixed ^ (mixed >>> 14)) >>> 0;
};

/** Every way in which a network may bring these bytes: whole, byte by byte, and cut at random places. */
export const deliveries = (bytes: Uint8Array, seed: number): (readonly [how: string, chunks: Uint8Array[]])[] => {
  const random = createRandom(seed);
  const cuts = Array.from({ length: 20 }, () => Array.from({ length: 1 + (random() % 8) }, random));
  return [
    ['whole', [bytes]],
    ['byte by byte', byteByByte(bytes)],
    ...cuts.map(
      (places) => [`cut at ${places.map((place) => place % (bytes.length + 1)).join()}`, cutAt(bytes, places)] as const,
    ),
  ];
};

/** In one line, the fields in one order. */
const inWords = ({ events, retry }: Reading): string =>
  JSON.stringify([...events.map(({ data, event, id }) => [data, event, id]), retry]);

/** Reads the whole table in every delivery; gives what was not read right, a line each. */
export const findMisreadings = (createParser: () => SseParser): string[] =>
  streamCases.flatMap((expected, seed) =>
    deliveries(expected.bytes, seed).flatMap(([how, chunks]) => {
      const read = inWords(readChunks(createParser(), chunks));
      return read === inWords(expected) ? [] : [`${expected.title}, ${how}: ${read}, not ${inWords(expected)}`];
    }),
  );
