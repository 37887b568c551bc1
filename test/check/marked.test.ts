import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { before, describe, it } from 'node:test';
import fc from 'fast-check';
import * as marked from 'marked';
import { lexerOnly } from '../../build/marked.js';

type Marked = Pick<typeof marked, 'Lexer' | 'Tokenizer'>;

const written = `# Title #\n\nSecond\n===\n\nA *b* **c** ***d*** ~~e~~ \`f\` [g](h "i") ![j](k) <l@m.example> www.n.example  \nbreak\\\nhere
[o]: https://p.example 'q'\n[o] [r][o]\n\n- one\n  - two\n\n    three\n- [x] four\n- [ ] five\n\n1) six\n2) seven\n\n> eight\nnine
> - ten\n\n| a | b |\n|:--|--:|\n| c \\| d | e |\n\n    code\n\n~~~js\ncode\n~~~\n\n<div>\nhtml\n</div>\n\n***\nend &amp; _over_`;

/** Pieces that mean something to Markdown, and words between them. */
const pieces =
  '# ¦## ¦- ¦* ¦1. ¦2) ¦> ¦\n¦\n\n¦    ¦\t¦*¦**¦***¦_¦__¦~~¦`¦``¦```¦```js\n¦~~~\n¦[¦](¦)¦]¦![¦][¦<a>¦</div>¦<div>¦<!--¦-->¦&amp;¦\\¦|¦|\n|--|--|\n|¦\n[a]: b\n¦[a]¦word¦two words¦===¦---¦\n===\n¦ x@y.example¦ www.a.example¦ https://z.example/(a)¦- [x] ¦  ¦  \n¦ä¦\u4e2d\u6587¦(¦"¦\''.split(
    '¦',
  );

describe('The lexer in the built files', () => {
  let ours: Marked;
  before(async () => {
    const file = fileURLToPath(import.meta.resolve('marked'));
    const code = lexerOnly(await readFile(file, 'utf8'));
    ours = (await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`)) as Marked;
  });

  /** Blocks and what is in them, as the widget asks for it. */
  const read = ({ Lexer, Tokenizer }: Marked, text: string): unknown => {
    const tokenizer = new Tokenizer();
    tokenizer.inlineText = (source) => {
      const raw = tokenizer.rules.inline.text.exec(source)?.[0];
      return raw === undefined ? undefined : { type: 'text', raw, text: raw, escaped: false };
    };
    const lexer = new Lexer({ gfm: true, tokenizer });
    const blocks = lexer.blockTokens(text, lexer.tokens);
    for (const { src, tokens } of lexer.inlineQueue) lexer.inlineTokens(src, tokens);
    return JSON.parse(JSON.stringify([blocks, lexer.tokens.links]));
  };

  const agree = (text: string): void => assert.deepEqual(read(ours, text), read(marked, text));

  it('reads what people write as the whole of marked does', () => agree(written));

  it('reads any mixture of signs as the whole of marked does', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), (chosen) => agree(chosen.join(''))),
      { numRuns: 2_000 },
    );
  });

  it('is less than three quarters of marked', async () => {
    const whole = await readFile(fileURLToPath(import.meta.resolve('marked')), 'utf8');
    assert.ok(lexerOnly(whole).length < whole.length * 0.75);
  });

  it('is not made from a marked of another form', () => {
    assert.throws(() => lexerOnly('export const Lexer = class {};'), /form that this build takes apart/);
  });
});
