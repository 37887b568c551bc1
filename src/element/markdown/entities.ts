/**
 * Turns character references (`&amp;`, `&#8364;`) into the characters they name, as CommonMark §2.5 asks.
 *
 * Without a parser of HTML, which would be a door for markup. The names are those that agents use, for what is hard to type or has a
 * meaning in Markdown; all 2,000 of HTML 5 would cost more bytes than the rest of Markdown, and stay readable as they were written.
 */
export const decodeEntities = (text: string): string =>
  text.includes('&')
    ? text.replace(reference, (source, decimal?: string, hex?: string, name?: string) => {
        if (name !== undefined) return names.get(name) ?? accented(name) ?? source;
        return character(decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal));
      })
    : text;

const reference = /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-zA-Z][a-zA-Z\d]{1,31}));/g;

/** CommonMark §2.5: NUL, surrogates and what lies beyond Unicode become U+FFFD. */
const character = (code: number): string =>
  code === 0 || code > 0x10_ff_ff || (code >= 0xd8_00 && code <= 0xdf_ff) ? '\uFFFD' : String.fromCodePoint(code);

/** The names of letters with an accent are made of both: `uuml`, `Eacute`, `Dcaron`. */
const accented = (name: string): string | undefined => {
  const [, letter = '', accent = ''] = /^([a-z])(grave|acute|circ|tilde|uml|ring|cedil|caron)$/i.exec(name) ?? [];
  const composed = (letter + (accents[accent] ?? '')).normalize();
  return composed.length === 1 && accent ? composed : undefined;
};

const accents: Readonly<Record<string, string>> = {
  grave: '\u0300',
  acute: '\u0301',
  circ: '\u0302',
  tilde: '\u0303',
  uml: '\u0308',
  ring: '\u030A',
  cedil: '\u0327',
  caron: '\u030C',
};

/** Each name with its character behind it. */
const names = new Map(
  'amp&lt<gt>quot"apos\'nbsp\u00A0copy©reg®trade™deg°euro€pound£times×divide÷hellip…mdash—ndash–lsquo‘rsquo’ldquo“rdquo”laquo«raquo»bull•middot·larr←rarr→check✓minus−'
    .match(/[a-z]+[^a-z]/g)
    ?.map((pair) => [pair.slice(0, -1), pair.slice(-1)]),
);
