/**
 * Turns character references (`&amp;`, `&#8364;`) into the characters they name, as CommonMark §2.5 asks.
 *
 * Without a parser of HTML, which would be a door for markup. The names are those of ASCII, Latin-1, punctuation, arrows and usual
 * signs; all 2,000 of HTML 5 would cost more bytes than the rest of Markdown, and stay readable as they were written.
 */
export const decodeEntities = (text: string): string =>
  text.includes('&')
    ? text.replace(reference, (source, decimal?: string, hex?: string, name?: string) => {
        if (name !== undefined) return named().get(name) ?? source;
        return character(decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal));
      })
    : text;

const reference = /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-zA-Z][a-zA-Z\d]{1,31}));/g;

/** CommonMark §2.5: NUL, surrogates and what lies beyond Unicode become U+FFFD. */
const character = (code: number): string =>
  code === 0 || code > 0x10_ff_ff || (code >= 0xd8_00 && code <= 0xdf_ff) ? '\uFFFD' : String.fromCodePoint(code);

let names: Map<string, string> | undefined;

const named = (): Map<string, string> => {
  if (names) return names;
  names = new Map();
  let code = 0;
  for (const word of table.split(/\s+/)) {
    if (word.startsWith(':')) code = Number.parseInt(word.slice(1), 16);
    else names.set(word, String.fromCodePoint(code++));
  }
  return names;
};

/** `:hex` sets the code point of the next name; each name after it is one further. */
const table = `:9 Tab NewLine :21 excl quot num dollar percnt amp apos lpar rpar ast plus comma :2e period sol :3a colon semi lt equals
gt quest commat :5b lbrack bsol rbrack Hat lowbar grave :7b lbrace verbar rbrace :a0 nbsp iexcl cent pound curren yen
brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo
frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute
Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave
aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute
ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml :152 OElig oelig :160 Scaron scaron :178 Yuml
:192 fnof :394 Delta :3a3 Sigma :3a9 Omega :3b1 alpha beta gamma delta :3bb lambda mu :3c0 pi :3c3 sigma :3c9 omega
:2002 ensp emsp :2009 thinsp :200c zwnj zwj lrm rlm :2013 ndash mdash :2018 lsquo rsquo sbquo :201c ldquo rdquo bdquo
:2020 dagger Dagger bull :2026 hellip :2030 permil :2032 prime Prime :2039 lsaquo rsaquo :20ac euro :2122 trade :2190
larr uarr rarr darr harr :21d2 rArr :21d4 hArr :2202 part :2211 sum minus :221a radic :221e infin :2248 asymp :2260 ne
equiv :2264 le ge :2606 star :2665 hearts :2713 check :2717 cross :5b lsqb :5d rsqb :7b lcub vert rcub`;
