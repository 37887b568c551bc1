import { css } from 'lit';

/** What a piece of code is; plain where it is nothing of these. */
export type TokenKind = 'comment' | 'keyword' | 'string' | 'number' | 'name' | 'type' | 'key' | 'added' | 'removed';

export interface CodeToken {
  readonly text: string;
  readonly kind: TokenKind | undefined;
}

/** How a family of languages is written. Groups of `pieces`, in this order: comment, string, number, word, mark. */
interface Family {
  readonly pieces: () => RegExp;
  readonly kindOf?: (piece: Piece) => TokenKind | undefined;
}

interface Piece {
  readonly text: string;
  readonly code: string;
  readonly start: number;
  readonly end: number;
  readonly keywords: ReadonlySet<string>;
}

// No alternative of these patterns can match a piece in two ways, and what begins a piece always ends one, if need be with the line or
// the code: the time is linear in the code, whatever the agent writes.
const slashes = String.raw`\/\/[^\n]*|\/\*[^]*?(?:\*\/|(?![^]))`;
const hash = String.raw`(?<!\S)#[^\n]*`;
const quoted = String.raw`"(?:[^"\\\n]|\\[^])*"?|'(?:[^'\\\n]|\\[^])*'?`;
const template = '`(?:[^`\\\\]|\\\\[^])*`?';
const tripled = String.raw`"""[^]*?(?:"""|(?![^]))|'''[^]*?(?:'''|(?![^]))`;
const number = String.raw`\d[\w.]*`;
const word = String.raw`[$@]?[\p{L}_][\p{L}\p{N}_]*`;
const hyphened = String.raw`[$@]?[\p{L}_][\p{L}\p{N}_'-]*`;

/** Made when it is needed: a pattern that knows the letters of all scripts takes its time. */
const pieces = (comment: string, text: string, name: string, mark = '(?!)'): (() => RegExp) => {
  let made: RegExp | undefined;
  return () => (made ??= new RegExp(`(${comment})|(${text})|(${number})|(${name})|(${mark})`, 'gmu'));
};

const constants = new Set('true false null undefined nil none NaN nullptr'.split(' '));

const ofWord = ({ text, code, end, keywords }: Piece): TokenKind | undefined => {
  if (keywords.has(text) || (keywords.has('SELECT') && keywords.has(text.toUpperCase()))) return 'keyword';
  if (constants.has(text) || constants.has(text.toLowerCase())) return 'number';
  if (/^[$@]/.test(text)) return 'key';
  if (code[end] === '(') return 'name';
  return /^[A-Z]/.test(text) ? (/[a-z]/.test(text) || text.length === 1 ? 'type' : 'number') : undefined;
};

/** Words before a colon or an equals sign are what is set. */
const ofSetting = (piece: Piece): TokenKind | undefined =>
  /^[ \t]{0,20}[:=]/.test(piece.code.slice(piece.end, piece.end + 21)) ? 'key' : ofWord(piece);

const ofCommand = (piece: Piece): TokenKind | undefined =>
  ofWord(piece) ??
  (piece.text.startsWith('-')
    ? 'key'
    : /(?:^|[\n;|&(])[ \t]*$/.test(piece.code.slice(Math.max(0, piece.start - 20), piece.start))
      ? 'name'
      : undefined);

const families = {
  c: { pieces: pieces(slashes, `${quoted}|${template}`, word) },
  rust: { pieces: pieces(slashes, String.raw`"(?:[^"\\]|\\[^])*"?|'(?:[^'\\\n]|\\[^\n]{1,9}?)'`, `${word}!?`) },
  python: { pieces: pieces(String.raw`#[^\n]*`, `${tripled}|${quoted}`, word) },
  shell: { pieces: pieces(hash, quoted, String.raw`\$\{?\w+\}?|-{0,2}[\p{L}_][\p{L}\p{N}_.-]*`), kindOf: ofCommand },
  sql: { pieces: pieces(String.raw`--[^\n]*|\/\*[^]*?(?:\*\/|(?![^]))`, quoted, word) },
  settings: { pieces: pieces(`${hash}|^;[^\\n]*`, quoted, hyphened), kindOf: ofSetting },
  css: { pieces: pieces(slashes, quoted, String.raw`[#.@]?-{0,2}[\p{L}_][\p{L}\p{N}_-]*`), kindOf: ofSetting },
  diff: { pieces: pieces('^(?:@@|diff |index |---|\\+\\+\\+)[^\\n]*', '(?!)', '^[-+][^\\n]*') },
  markup: {
    pieces: pieces(
      '<!--[^]*?(?:-->|(?![^]))',
      String.raw`(?<==)(?:"[^"]*"?|'[^']*'?)`,
      String.raw`[\p{L}_:@][\p{L}\p{N}_:.-]*`,
      String.raw`<[!?/]?[\p{L}_][\p{L}\p{N}_:.-]*|[/?]?>|&#?\w{1,31};`,
    ),
  },
} as const satisfies Record<string, Family>;

const common =
  'break case catch class const continue default do else enum false finally for if import in interface new private protected public return static super switch this throw try while ';
const script = `${common}as async await debugger delete export extends from function get implements instanceof let of set type typeof var void yield readonly declare namespace`;

/** Names as they stand behind a fence, the family, and the words that are the language's own. */
const languages: readonly (readonly [names: string, family: keyof typeof families, keywords: string])[] = [
  ['js javascript jsx mjs cjs ts typescript tsx', 'c', script],
  ['json jsonc json5', 'settings', ''],
  [
    'java kotlin kt scala groovy',
    'c',
    `${common}abstract boolean byte char double extends float fun implements instanceof int long object override package short synchronized throws val var void when`,
  ],
  [
    'c h cpp c++ cc hpp objc arduino',
    'c',
    `${common}auto bool char constexpr delete double extern float include int long namespace nullptr operator override short signed sizeof struct template typedef typename union unsigned using virtual void`,
  ],
  [
    'cs csharp c# dart',
    'c',
    `${common}abstract as async await base bool decimal double event extends foreach get int internal is late namespace object out override readonly ref sealed set string struct using var virtual void where with`,
  ],
  [
    'go golang',
    'c',
    'break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select struct switch type var',
  ],
  [
    'rust rs',
    'rust',
    'as async await break const continue crate dyn else enum extern fn for if impl in let loop match mod move mut pub ref return self Self static struct super trait type unsafe use where while',
  ],
  [
    'swift',
    'c',
    `${common}as extension fileprivate func guard init inout internal is let mutating open override protocol self struct throws var where`,
  ],
  [
    'php',
    'c',
    `${common}abstract as array echo elseif extends fn foreach function global implements include match namespace require trait use var`,
  ],
  [
    'py python',
    'python',
    'and as assert async await break class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return self try while with yield',
  ],
  [
    'rb ruby',
    'python',
    'alias and begin break case class def do else elsif end ensure for if in module next not or redo require rescue retry return self super then undef unless until when while yield',
  ],
  [
    'sh bash zsh shell console powershell ps1',
    'shell',
    'case do done elif else esac exit export fi for function if in local return select sudo then until while',
  ],
  [
    'sql mysql pgsql postgresql sqlite',
    'sql',
    'ADD ALTER AND AS ASC BETWEEN BY CASE CREATE CROSS DELETE DESC DISTINCT DROP ELSE END EXISTS FOREIGN FROM FULL GROUP HAVING IN INDEX INNER INSERT INTO IS JOIN KEY LEFT LIKE LIMIT NOT NULL OFFSET ON OR ORDER OUTER OVER PARTITION PRIMARY REFERENCES RETURNING RIGHT SELECT SET TABLE THEN UNION UNIQUE UPDATE USING VALUES VIEW WHEN WHERE WITH',
  ],
  [
    'yaml yml toml ini properties env dockerfile docker',
    'settings',
    'FROM RUN CMD COPY ENV ARG EXPOSE WORKDIR ENTRYPOINT',
  ],
  ['css scss less', 'css', ''],
  ['html xml svg vue xhtml', 'markup', ''],
  ['diff patch', 'diff', ''],
];

const kindsByGroup: readonly (TokenKind | undefined)[] = [undefined, 'comment', 'string', 'number'];

/** Takes code apart, or `undefined` where nobody here knows the language. The texts of the tokens are the code again. */
export const tokensOf = (code: string, language: string): readonly CodeToken[] | undefined => {
  const known = languages.find(([names]) => names.split(' ').includes(language));
  if (!known) return undefined;
  const [, familyName, words] = known;
  const family: Family = families[familyName];
  const keywords = new Set(words.split(' '));
  const tokens: CodeToken[] = [];
  let at = 0;
  let inTag = false;

  const ofMarkup = (text: string, group: number): TokenKind | undefined => {
    if (group === 1) return 'comment';
    if (text.startsWith('<')) inTag = true;
    else if (text.endsWith('>')) inTag = false;
    else if (group === 5) return 'number';
    else return inTag ? (group === 4 ? 'name' : kindsByGroup[group]) : undefined;
    return 'key';
  };
  const kindOf = (text: string, start: number, group: number): TokenKind | undefined => {
    if (familyName === 'markup') return ofMarkup(text, group);
    const end = start + text.length;
    if (familyName === 'diff') return group === 1 ? 'comment' : text.startsWith('+') ? 'added' : 'removed';
    if (group === 4) return (family.kindOf ?? ofWord)({ text, code, start, end, keywords });
    // What is written like a text before a colon is a key.
    return group === 2 && /^[ \t]{0,20}:/.test(code.slice(end, end + 21)) ? 'key' : kindsByGroup[group];
  };

  for (const match of code.matchAll(family.pieces())) {
    const [text] = match;
    if (match.index > at) tokens.push({ text: code.slice(at, match.index), kind: undefined });
    const group = match.findIndex((each, index) => index > 0 && each !== undefined);
    tokens.push({ text, kind: kindOf(text, match.index, group) });
    at = match.index + text.length;
  }
  if (at < code.length) tokens.push({ text: code.slice(at), kind: undefined });
  return tokens;
};

/** Readable on the background of code in both schemes. */
export const highlightStyles = css`
  @media (forced-colors: none) {
    ::highlight(zaby-code-comment) {
      color: var(--zaby-text-muted);
    }
    ::highlight(zaby-code-keyword) {
      color: light-dark(#7c2fb3, #cba6f7);
    }
    ::highlight(zaby-code-string),
    ::highlight(zaby-code-added) {
      color: light-dark(#17642c, #8ad6a0);
    }
    ::highlight(zaby-code-number) {
      color: light-dark(#923f05, #f3b37a);
    }
    ::highlight(zaby-code-name) {
      color: light-dark(#1a52ad, #90bdf9);
    }
    ::highlight(zaby-code-type) {
      color: light-dark(#0a606e, #7ed3df);
    }
    ::highlight(zaby-code-key),
    ::highlight(zaby-code-removed) {
      color: light-dark(#a52458, #f5a0c0);
    }
  }
`;

/** Longer code stays plain: to take it apart would hold up the page. */
const longest = 20_000;

/** The document has one list of ranges for each name; elements, and copies of this file, share them. */
const highlightOf = (kind: TokenKind): Highlight => {
  const name = `zaby-code-${kind}`;
  const known = CSS.highlights.get(name) ?? new Highlight();
  CSS.highlights.set(name, known);
  return known;
};

/** There a browser draws each range as if it were selected, whatever we say. */
const areForced = (): MediaQueryList => matchMedia('(forced-colors: active)');

interface Coloured {
  readonly language: string;
  readonly ranges: [TokenKind, StaticRange][];
  inSight: boolean;
}

const codes = new WeakMap<Element, Coloured>();

const colour = (code: Element, { language, ranges, inSight }: Coloured): void => {
  if (!inSight || ranges.length > 0 || areForced().matches) return;
  const { textContent: source } = code;
  if (source === '' || source.length > longest) return;
  code.normalize();
  // What is long stands in pieces.
  const texts = Array.from(code.childNodes, (node) => (node.firstChild ?? node) as Text);
  let text = texts.shift()!;
  let at = 0;
  for (const token of tokensOf(source, language) ?? []) {
    for (; at >= text.length && texts.length > 0; text = texts.shift()!) at -= text.length;
    const [startContainer, startOffset] = [text, at];
    at += token.text.length;
    for (; at > text.length && texts.length > 0; text = texts.shift()!) at -= text.length;
    if (token.kind) {
      const range = new StaticRange({ startContainer, startOffset, endContainer: text, endOffset: at });
      highlightOf(token.kind).add(range);
      ranges.push([token.kind, range]);
    }
  }
  // Here, and not with the other styles: a page that shows no code has no use for them.
  const root = code.getRootNode();
  const sheet = highlightStyles.styleSheet;
  if (root instanceof ShadowRoot && sheet && !root.adoptedStyleSheets.includes(sheet))
    root.adoptedStyleSheets.push(sheet);
};

const whenIdle = (task: () => void): void =>
  void ('requestIdleCallback' in globalThis ? requestIdleCallback(task) : setTimeout(task, 50));

const look = (entries: readonly IntersectionObserverEntry[]): void => {
  for (const { target, isIntersecting } of entries) {
    const coloured = codes.get(target)!;
    coloured.inSight = isIntersecting;
    if (isIntersecting) whenIdle(() => colour(target, coloured));
    // Also when it is no longer in the document: the lists would keep all of it in memory.
    else for (const [kind, range] of coloured.ranges.splice(0)) highlightOf(kind).delete(range);
  }
};

const createObserver = (): IntersectionObserver => {
  areForced().addEventListener('change', ({ matches }) => {
    if (matches) for (const [name, ranges] of CSS.highlights) if (name.startsWith('zaby-code-')) ranges.clear();
  });
  return new IntersectionObserver(look);
};

let observer: IntersectionObserver | undefined;

/**
 * Colours code while it is in sight and the page has time for it.
 *
 * By ranges (CSS Custom Highlight API), not by elements: nothing is laid out again, and a selection stays. Browsers without them
 * (Firefox before 140, Safari before 17.2) show plain code, as does a screen whose colours the person has chosen.
 */
export const highlight = (code: Element, language: string): void => {
  if (!('highlights' in CSS)) return;
  codes.set(code, { language, ranges: [], inSight: false });
  observer ??= createObserver();
  observer.observe(code);
};
