import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { applyPatch } from '../../src/core/json-patch.js';

/** `[what, value, patch, result]`; without a result the patch does not fit. RFC 6902 appendix A, and what is written of RFC 6901. */
const cases: readonly (readonly [string, unknown, readonly unknown[], unknown?])[] = [
  ['adds a member (A.1)', { foo: 'bar' }, [{ op: 'add', path: '/baz', value: 1 }], { foo: 'bar', baz: 1 }],
  ['adds an element (A.2)', { a: [1, 3] }, [{ op: 'add', path: '/a/1', value: 2 }], { a: [1, 2, 3] }],
  ['removes a member (A.3)', { a: 1, b: 2 }, [{ op: 'remove', path: '/b' }], { a: 1 }],
  ['removes an element (A.4)', { a: [1, 2, 3] }, [{ op: 'remove', path: '/a/1' }], { a: [1, 3] }],
  ['replaces a value (A.5)', { a: 1, b: 2 }, [{ op: 'replace', path: '/b', value: 3 }], { a: 1, b: 3 }],
  ['replaces an element', { a: [1, 2, 3] }, [{ op: 'replace', path: '/a/2', value: 9 }], { a: [1, 2, 9] }],
  ['moves a value (A.6)', { a: { b: 1 }, c: {} }, [{ op: 'move', from: '/a/b', path: '/c/d' }], { a: {}, c: { d: 1 } }],
  ['moves an element (A.7)', { a: [1, 2, 3] }, [{ op: 'move', from: '/a/0', path: '/a/2' }], { a: [2, 3, 1] }],
  [
    'tests (A.8)',
    { a: { b: [1, { c: null }] } },
    [{ op: 'test', path: '/a', value: { b: [1, { c: null }] } }],
    { a: { b: [1, { c: null }] } },
  ],
  ['fails a test (A.9)', { a: 1 }, [{ op: 'test', path: '/a', value: 2 }]],
  ['adds a nested member (A.10)', { a: 1 }, [{ op: 'add', path: '/b', value: { c: 2 } }], { a: 1, b: { c: 2 } }],
  [
    'passes over members it does not know (A.11)',
    { a: 1 },
    [{ op: 'add', path: '/b', value: 2, xyz: 3 }],
    { a: 1, b: 2 },
  ],
  ['adds to nothing (A.12)', { a: 1 }, [{ op: 'add', path: '/b/c', value: 2 }]],
  [
    'reads ~0 and ~1 (A.14)',
    { '~1': 1, '/': 2 },
    [
      { op: 'replace', path: '/~01', value: 3 },
      { op: 'remove', path: '/~1' },
    ],
    { '~1': 3 },
  ],
  ['compares text and numbers (A.15)', { a: '10' }, [{ op: 'test', path: '/a', value: 10 }]],
  ['adds a list (A.16)', { a: [1] }, [{ op: 'add', path: '/a/-', value: [2, 3] }], { a: [1, [2, 3]] }],
  ['copies', { a: [1] }, [{ op: 'copy', from: '/a', path: '/b' }], { a: [1], b: [1] }],
  ['replaces the whole', { a: 1 }, [{ op: 'replace', path: '', value: [2] }], [2]],
  ['adds the whole', 1, [{ op: 'add', path: '', value: null }], null],
  ['changes a list at the top', [1], [{ op: 'add', path: '/0', value: 0 }], [0, 1]],
  ['adds at the end by number', [1], [{ op: 'add', path: '/1', value: 2 }], [1, 2]],
  ['adds beyond the end', [1], [{ op: 'add', path: '/2', value: 2 }]],
  ['reads a place with a leading zero', [1, 2], [{ op: 'remove', path: '/01' }]],
  ['reads a negative place', [1], [{ op: 'remove', path: '/-1' }]],
  ['removes at the end mark', [1], [{ op: 'remove', path: '/-' }]],
  ['removes what is not there', {}, [{ op: 'remove', path: '/a' }]],
  ['replaces what is not there', {}, [{ op: 'replace', path: '/a', value: 1 }]],
  ['moves from nowhere', {}, [{ op: 'move', from: '/a', path: '/b' }]],
  ['goes through a text', { a: 'text' }, [{ op: 'add', path: '/a/0', value: 1 }]],
  ['has a pointer without a slash', { a: 1 }, [{ op: 'remove', path: 'a' }]],
  ['has no pointer', { a: 1 }, [{ op: 'remove' }]],
  ['is no object', {}, ['remove']],
  ['has an empty key', { '': 1 }, [{ op: 'replace', path: '/', value: 2 }], { '': 2 }],
  ['has an unknown operation, which is passed by', { a: 1 }, [{ op: 'merge', path: '/a', value: 2 }], { a: 1 }],
  ['is empty', { a: 1 }, [], { a: 1 }],
  ['inherits nothing', {}, [{ op: 'remove', path: '/toString' }]],
  ['goes through __proto__', {}, [{ op: 'add', path: '/__proto__/polluted', value: 1 }]],
  ['goes through constructor', {}, [{ op: 'add', path: '/constructor/prototype/polluted', value: 1 }]],
  ['moves to __proto__', { a: {} }, [{ op: 'move', from: '/a', path: '/__proto__' }]],
  ['moves a value into itself', { a: { b: 1 } }, [{ op: 'move', from: '/a', path: '/a/b/c' }]],
  ['compares numbers that are spelled otherwise', { a: 1 }, [{ op: 'test', path: '/a', value: 1.0 }], { a: 1 }],
  ['compares a list with an object', { a: [] }, [{ op: 'test', path: '/a', value: {} }]],
];

describe('a JSON Patch', () => {
  for (const [title, value, patch, ...result] of cases) {
    it(result.length > 0 ? title : `is refused where it ${title}`, () => {
      const before = structuredClone(value);
      if (result.length > 0) assert.deepEqual(applyPatch(value, patch), result[0]);
      else assert.throws(() => applyPatch(value, patch));
      assert.deepEqual(value, before);
    });
  }

  it('is all or nothing', () => {
    const value = { a: 1 };
    assert.throws(() =>
      applyPatch(value, [
        { op: 'remove', path: '/a' },
        { op: 'remove', path: '/nowhere' },
      ]),
    );
    assert.deepEqual(value, { a: 1 });
  });

  it('keeps what it does not touch', () => {
    const value = { a: { deep: [1] }, b: { c: 1 } };
    const next = applyPatch(value, [{ op: 'replace', path: '/b/c', value: 2 }]) as typeof value;
    assert.equal(next.a, value.a);
    assert.notEqual(next.b, value.b);
  });

  it('leaves prototypes clean, whatever it says', () => {
    const pointer = fc
      .array(fc.constantFrom('__proto__', 'constructor', 'prototype', 'a', '0', '-'))
      .map((keys) => keys.map((key) => `/${key}`).join(''));
    const operation = fc.record({
      op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test'),
      path: pointer,
      from: pointer,
      value: fc.constant({ polluted: true }),
    });
    fc.assert(
      fc.property(fc.array(operation), (patch) => {
        try {
          applyPatch({ a: [{}] }, patch);
        } catch {
          // A patch that does not fit.
        }
        assert.equal(({} as { polluted?: boolean }).polluted, undefined);
      }),
    );
  });
});
