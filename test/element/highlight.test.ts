import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { tokensOf } from '../../src/element/markdown/highlight.js';

/** Each token with its kind before it; what is plain as it is. */
const shown = (code: string, language: string): string =>
  tokensOf(code, language)!
    .map(({ text, kind }) => (kind ? `${kind}‹${text}›` : text))
    .join('');

const samples: readonly (readonly [language: string, code: string, tokens: string])[] = [
  ['ts', "const a: Foo = `x ${b}`; // it's", "keyword‹const› a: type‹Foo› = string‹`x ${b}`›; comment‹// it's›"],
  ['js', 'go(12.5e3, "a\\"b" /* c\n */)', 'name‹go›(number‹12.5e3›, string‹"a\\"b"› comment‹/* c\n */›)'],
  ['json', '{"a": [1, true, "b"]}', '{key‹"a"›: [number‹1›, number‹true›, string‹"b"›]}'],
  ['rust', "fn f<'a>(x: &'a str) { p!('c') }", "keyword‹fn› f<'a>(x: &'a str) { name‹p!›(string‹'c'›) }"],
  [
    'py',
    'def f():\n  """a\n  b"""\n  return None # c',
    'keyword‹def› name‹f›():\n  string‹"""a\n  b"""›\n  keyword‹return› number‹None› comment‹# c›',
  ],
  [
    'sh',
    '# c\ngit push --force "$X" | grep ${Y}',
    'comment‹# c›\nname‹git› push key‹--force› string‹"$X"› | name‹grep› key‹${Y}›',
  ],
  ['sql', "select a from b -- c's", "keyword‹select› a keyword‹from› b comment‹-- c's›"],
  ['yaml', "a: don't # b\n- c: 1", "key‹a›: don't comment‹# b›\n- key‹c›: number‹1›"],
  ['css', '.a { color: #fff; --b: 1px }', '.a { key‹color›: #fff; key‹--b›: number‹1px› }'],
  [
    'html',
    `<!-- a --><b class="c">don't & &amp;</b>`,
    `comment‹<!-- a -->›key‹<b› name‹class›=string‹"c"›key‹>›don't & number‹&amp;›key‹</b›key‹>›`,
  ],
  ['diff', '@@ 1 @@\n-a\n+b\n c', 'comment‹@@ 1 @@›\nremoved‹-a›\nadded‹+b›\n c'],
];

const names = 'js json java c go rust swift php py rb sh sql yaml css html diff'.split(' ');

const pieces =
  '<a¦ a ¦a¦"¦\'¦\\¦(¦{¦`¦${¦/*¦*/¦//¦<¦>¦0¦0x¦_¦-¦--¦/¦$¦#¦ #¦@¦.¦=¦\n¦: ¦<!--¦-->¦&¦&amp;¦%¦"""¦\\"¦\t¦é¦😀¦+¦A'.split(
    '¦',
  );

describe('The colours of code', () => {
  for (const [language, code, tokens] of samples) {
    it(`are those of ${language}`, () => assert.equal(shown(code, language), tokens));
  }

  it('are none for a language that nobody here knows', () => {
    assert.equal(tokensOf('a', 'cobol'), undefined);
    assert.equal(tokensOf('a', 'constructor'), undefined);
    assert.equal(tokensOf('a', ''), undefined);
  });

  it('lose and add no text, whatever the code', () => {
    const code = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((chosen) => chosen.join(''));
    fc.assert(
      fc.property(code, fc.constantFrom(...names), (text, language) => {
        assert.equal(
          tokensOf(text, language)!
            .map((token) => token.text)
            .join(''),
          text,
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('are told in one look, whatever repeats', () => {
    // A nested or ambiguous pattern takes longer than anybody waits: the runner ends such a test.
    for (const language of names) {
      for (const piece of pieces) {
        const code = `${piece.repeat(20_000 / piece.length)}!`;
        assert.equal(
          tokensOf(code, language)!.reduce((length, { text }) => length + text.length, 0),
          code.length,
        );
      }
    }
  });
});
