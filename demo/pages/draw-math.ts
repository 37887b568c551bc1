const namespace = 'http://www.w3.org/1998/Math/MathML';

const create = (tag: string, ...children: (Node | string)[]): Element => {
  const element = document.createElementNS(namespace, tag);
  element.append(...children);
  return element;
};

/** What TeX calls the signs of the demo's formulas. */
const signs: Readonly<Record<string, string>> = {
  cdot: '⋅',
  times: '×',
  le: '≤',
  ge: '≥',
  approx: '≈',
  sum: '∑',
  infty: '∞',
  alpha: 'α',
  Delta: 'Δ',
  lambda: 'λ',
  pi: 'π',
  sigma: 'σ',
};

/**
 * Draws a little of TeX as MathML, which browsers show by themselves: `\frac{a}{b}`, `\sqrt{a}`, `a^2`, `a_i`, `\text{a}`, signs.
 *
 * It shows how a page draws a fenced block of its own; a page in earnest takes a library for it.
 */
export const drawMath = (source: string): Element => {
  const tokens = source.match(/\\text\{[^}]*\}|\\[a-zA-Z]+|\d+(?:\.\d+)?|\S/g) ?? [];
  let at = 0;

  const group = (): Element => {
    if (tokens[at] !== '{') return atom();
    at += 1;
    const row = rowUntil('}');
    at += 1;
    return row;
  };
  const atom = (): Element => {
    const token = tokens[at++] ?? '';
    if (token === '\\frac') return create('mfrac', group(), group());
    if (token === '\\sqrt') return create('msqrt', group());
    // MathML leaves out the spaces at the ends.
    if (token.startsWith('\\text{')) return create('mtext', token.slice(6, -1).replaceAll(' ', '\u00A0'));
    if (token === '{') {
      at -= 1;
      return group();
    }
    if (token.startsWith('\\')) {
      const sign = signs[token.slice(1)];
      if (sign === undefined) throw new Error(`This page does not know ${token}`);
      return create(/\p{L}/u.test(sign) ? 'mi' : 'mo', sign);
    }
    return create(/\d/.test(token) ? 'mn' : /\p{L}/u.test(token) ? 'mi' : 'mo', token);
  };
  const scripted = (): Element => {
    let base = atom();
    for (let mark = tokens[at]; mark === '^' || mark === '_'; mark = tokens[at]) {
      at += 1;
      base = create(mark === '^' ? 'msup' : 'msub', base, group());
    }
    return base;
  };
  const rowUntil = (end: string | undefined): Element => {
    const row = create('mrow');
    while (at < tokens.length && tokens[at] !== end) row.append(scripted());
    return row;
  };

  const math = create('math', rowUntil(undefined));
  math.setAttribute('display', 'block');
  return math;
};
