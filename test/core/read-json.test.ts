import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { readJson } from '../../src/core/read-json.js';

/** What both make of a text; a text that is no JSON is `undefined` to both. */
const attempt = (read: (text: string) => unknown, text: string): unknown => {
  try {
    return read(text);
  } catch (error) {
    assert.ok(error instanceof SyntaxError);
    return undefined;
  }
};

/** Each text as often as it takes to be known. */
const agree = (texts: readonly string[]): void => {
  for (const text of texts)
    for (let time = 0; time < 3; time++) {
      const read = attempt(readJson, text);
      assert.deepEqual(read, attempt(JSON.parse, text), text);
      // Also in the order of its fields, and with none of its own prototype.
      assert.equal(JSON.stringify(read), JSON.stringify(attempt(JSON.parse, text)), text);
    }
};

describe('JSON that repeats itself', () => {
  it('is read as it stands, piece after piece', () => {
    const pieces = [
      'a',
      '',
      'ö👋',
      'x'.repeat(500),
      '\\n',
      '\\"',
      '\\\\',
      '\\u0041',
      ',"delta":',
      '}',
      '{',
      "'",
      '\n',
      '\0',
    ];
    agree(pieces.map((piece) => `{"type":"TEXT_MESSAGE_CONTENT","messageId":"m","delta":"${piece}"}`));
  });

  it('is not mistaken for its like', () => {
    const starts = [
      '{"a":1,"delta":"',
      '{"delta":"',
      '{"delta":"x","delta":"',
      '{"delta":"x","a":1,"delta":"',
      '{"x\\",\\"delta":"',
      '{"a":",\\"delta\\":\\"',
      '{"a":"x,","delta":"',
      '{"a":{"b":1,"delta":"',
      '{"a":[{"b":1,"delta":"',
      '[{"b":1,"delta":"',
      '["a,"delta":"',
      '"a,"delta":"',
      ',"delta":"',
      '{,"delta":"',
      ' {"a":1,"delta":"',
      '{"__proto__":{"b":1},"delta":"',
      '{"__proto__":"x","delta":"',
      '{"1":"x","delta":"',
    ];
    const ends = [
      'x"}',
      '"}',
      'x" }',
      'x","delta":"y"}',
      'x","b":1}',
      'x"}}',
      'x"}]}',
      'x"}]',
      'x',
      'x"',
      '\n"}',
      '\\"}',
    ];
    let serial = 0;
    for (const start of starts) {
      for (const end of ends) {
        // A beginning that was never seen, and then its like with the plainest of ends.
        const fresh = start.replace('1', String((serial += 1))).replace('x', `x${serial}`);
        agree([fresh + end, `${fresh}y"}`, fresh + end]);
      }
    }
  });

  it('is not mistaken for its like where it has no such field', () => {
    agree(['{"type":"PING"}', '{"type":"PONG"}', '{"type":"P","a":"b"}', '{"type":"P","a":"c"}', '"a"', '"b"}']);
  });

  it('is read anew each time: what one listener does to an event is not seen in the next', () => {
    for (const text of ['{"a":"b","delta":"x"}', '{"a":{"b":["c"]},"delta":"x"}']) {
      for (let time = 0; time < 4; time++) {
        const event = readJson(text) as { a: unknown };
        assert.deepEqual(event, JSON.parse(text));
        if (typeof event.a === 'object') Object.assign(event.a!, { b: 'changed' });
        Object.assign(event, { a: 'changed', more: true });
      }
    }
  });

  it('leaves nothing of the text that it was read from', () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const heapUsed = () => {
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const before = heapUsed();
    const pieces = Array.from({ length: 300 }, (_, index) => {
      const chunk = `${'x'.repeat(64_000)}{"type":"TEXT_MESSAGE_CONTENT","messageId":"m","delta":"quite some words ${index}"}`;
      return readJson(chunk.slice(64_000));
    });
    const kept = heapUsed() - before;
    assert.ok(kept < 5_000_000, `300 pieces keep ${kept} bytes`);
    assert.equal(pieces.length, 300);
  });

  it('is what JSON.parse says, for any text', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"',
      '\\',
      '1',
      'null',
      ' ',
      'a',
      '"delta"',
      ',"delta":"',
      '"}',
    );
    const texts = fc.oneof(
      fc.array(pieces, { maxLength: 12 }).map((parts) => `{"a":1,"delta":"${parts.join('')}`),
      fc.array(pieces, { maxLength: 12 }).map((parts) => `${parts.join('')},"delta":"x"}`),
      fc.record({ type: fc.string(), a: fc.anything(), delta: fc.string() }).map((value) => {
        try {
          return JSON.stringify(value);
        } catch {
          return '{}';
        }
      }),
    );
    fc.assert(fc.property(fc.array(texts, { maxLength: 6 }), agree), { numRuns: 500 });
  });
});
