/**
 * Turns character references (`&amp;`, `&#8364;`) into the characters they name, as CommonMark §2.5 asks.
 *
 * Without a parser of HTML, which would be a door for markup. The names are those that agents use, for what is hard to type or has a
 * meaning in Markdown; all 2,000 of HTML 5 would cost more bytes than the rest of Markdown, and stay readable as they were written.
 */
export const decodeEntities = (text: string): string =>
  text.includes('&')
    ? text.replace(reference, (source, decimal?: string, hex?: string, name?: string) => {
        if (name !== undefined) return names.get(name) ?? source;
        return character(decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal));
      })
    : text;

const reference = /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-zA-Z][a-zA-Z\d]{1,31}));/g;

/** CommonMark §2.5: NUL, surrogates and what lies beyond Unicode become U+FFFD. */
const character = (code: number): string =>
  code === 0 || code > 0x10_ff_ff || (code >= 0xd8_00 && code <= 0xdf_ff) ? '\uFFFD' : String.fromCodePoint(code);

/** Each name with its character behind it. */
const names = new Map(
  'amp&lt<gt>quot"apos\'nbsp\u00A0copy©reg®trade™deg°euro€pound£times×divide÷hellip…mdash—ndash–lsquo‘rsquo’ldquo“rdquo”laquo«raquo»bull•middot·larr←rarr→check✓minus−'
    .match(/[a-z]+[^a-z]/g)
    ?.map((pair) => [pair.slice(0, -1), pair.slice(-1)]),
);
