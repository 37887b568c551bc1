import { css } from 'lit';

/** What a piece of code is; plain where it is nothing of these. */
export type TokenKind = 'comment' | 'keyword' | 'string' | 'number' | 'name' | 'type' | 'key' | 'added' | 'removed';

export interface CodeToken {
  readonly text: string;
  readonly kind: TokenKind | undefined;
}

/** How a family of languages is written. Groups of `pieces`, in this order: comment, string, number, word, mark. */
interface Family {
  readonly pieces: RegExp;
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

const pieces = (comment: string, text: string, name: string, mark = '(?!)'): RegExp =>
  new RegExp(`(${comment})|(${text})|(${number})|(${name})|(${mark})`, 'gmu');

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

  for (const match of code.matchAll(family.pieces)) {
    const [text] = match;
    if (match.index > at) tokens.push({ text: code.slice(at, match.index), kind: undefined });
    const group = match.findIndex((each, index) => index > 0 && each !== undefined);
    tokens.push({ text, kind: kindOf(text, match.index, group) });
    at = match.index + text.length;
  }
  if (at < code.length) tokens.push({ text: code.slice(at), kind: undefined });
  return tokens;
};

/** Readable on the background of code in both schemes. In forced colours, all of it is text. */
export const highlightStyles = css`
  .code-comment {
    color: var(--zaby-text-muted);
  }
  .code-keyword {
    color: light-dark(#7c2fb3, #cba6f7);
  }
  .code-string,
  .code-added {
    color: light-dark(#19692f, #8ad6a0);
  }
  .code-number {
    color: light-dark(#9a4408, #f3b37a);
  }
  .code-name {
    color: light-dark(#1d57b5, #90bdf9);
  }
  .code-type {
    color: light-dark(#0b6573, #7ed3df);
  }
  .code-key,
  .code-removed {
    color: light-dark(#a52458, #f5a0c0);
  }
`;

/** Longer code stays plain: colouring it would hold up the page. */
const longest = 20_000;

/** True where a person has selected something of it: to colour it would take the selection away. */
const isSelected = (code: HTMLElement): boolean => {
  const root = code.getRootNode() as Document;
  const selection = ('getSelection' in root ? root : document).getSelection();
  return selection !== null && !selection.isCollapsed && selection.containsNode(code, true);
};

const colour = (code: HTMLElement, language: string): void => {
  const source = code.textContent;
  if (source.length > longest || isSelected(code)) return;
  const coloured = new DocumentFragment();
  for (const { text, kind } of tokensOf(source, language) ?? []) {
    if (kind === undefined) {
      coloured.append(text);
      continue;
    }
    const span = document.createElement('span');
    span.className = `code-${kind}`;
    span.textContent = text;
    coloured.append(span);
  }
  if (!coloured.firstChild) return;
  code.replaceChildren(coloured);
  // Here, and not with the other styles: a page that shows no code has no use for them.
  const root = code.getRootNode();
  const sheet = highlightStyles.styleSheet;
  if (root instanceof ShadowRoot && sheet && !root.adoptedStyleSheets.includes(sheet))
    root.adoptedStyleSheets.push(sheet);
};

const whenIdle = (task: () => void): void =>
  void ('requestIdleCallback' in globalThis ? requestIdleCallback(task) : setTimeout(task, 50));

const languageOf = new WeakMap<Element, string>();
let seen: IntersectionObserver | undefined;

/** Colours code once it is seen and the page has time for it. Its text stays the same. */
export const highlight = (code: HTMLElement, language: string): void => {
  languageOf.set(code, language);
  seen ??= new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        seen!.unobserve(target);
        whenIdle(() => colour(target as HTMLElement, languageOf.get(target)!));
      }
    },
    { rootMargin: '300px' },
  );
  seen.observe(code);
};
