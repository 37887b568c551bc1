/** An emphasis mark that waits for its end. */
interface Delimiter {
  readonly mark: string;
  length: number;
}

/** Where in the text an unfinished link could begin. */
interface Bracket {
  /** Of the `[`, or of the `!` before it. */
  readonly start: number;
  readonly label: number;
}

/** How far back an open `[` may lie and still be taken for a link that is being written. */
const bracketReach = 200;

/** Closes open emphasis, code and links at the end of a paragraph, heading, cell or list item that still grows. */
export const mendInline = (text: string): string => {
  const delimiters: Delimiter[] = [];
  const brackets: Bracket[] = [];
  let end = text.length;
  let code = '';
  let at = 0;

  while (at < end) {
    const mark = text.charAt(at);
    if (mark === '\\') {
      if (at === end - 1) end = at;
      at += 2;
    } else if (mark === '`') {
      const run = runLength(text, at);
      const close = closingTicks(text, at + run, run);
      if (close !== undefined) {
        at = close;
        continue;
      }
      const inside = text.slice(at + run).replace(/`+$/, '');
      if (inside.trim() === '') end = at;
      else [end, code] = [at + run + inside.length, '`'.repeat(run)];
      break;
    } else if (mark === '<') {
      at += /^<[^\s<>][^<>]*>/.exec(text.slice(at, at + 2000))?.[0].length ?? 1;
    } else if (mark === '[') {
      brackets.push({ start: text[at - 1] === '!' ? at - 1 : at, label: at + 1 });
      at += 1;
    } else if (mark === ']') {
      const bracket = brackets.pop();
      const rest = text.slice(at + 1);
      if (bracket && isUnfinishedTarget(rest, text.slice(bracket.label, at))) {
        return mendInline(text.slice(0, bracket.start) + text.slice(bracket.label, at));
      }
      at += 1 + (bracket ? (/^\([^()]*(?:\([^()]*\)[^()]*)*\)/.exec(rest)?.[0].length ?? 0) : 0);
    } else if (mark === '*' || mark === '_' || mark === '~') {
      const run = runLength(text, at);
      const left = match(text, at, run, delimiters);
      if (at + run === end && left > 0) end = at + run - left;
      at += run;
    } else {
      at += 1;
    }
  }

  const bracket = brackets.at(-1);
  if (bracket && !text.includes('\n', bracket.start) && text.length - bracket.start < bracketReach) {
    return mendInline(text.slice(0, bracket.start) + text.slice(bracket.label));
  }
  const closers = delimiters
    .map(({ mark, length }) => mark.repeat(length))
    .toReversed()
    .join('');
  const kept = text.slice(0, end);
  return closers === '' ? kept + code : kept.trimEnd() + code + closers;
};

const runLength = (text: string, at: number): number => {
  let end = at;
  while (text[end] === text[at]) end += 1;
  return end - at;
};

/** Behind the run of exactly `length` backticks that ends a code span. */
const closingTicks = (text: string, from: number, length: number): number | undefined => {
  for (let at = text.indexOf('`', from); at >= 0; at = text.indexOf('`', at)) {
    const run = runLength(text, at);
    at += run;
    if (run === length) return at;
  }
  return undefined;
};

/** True while what follows a `[label]` may still become its address. A number or a box alone is text: `[1]`, `[x]`. */
const isUnfinishedTarget = (rest: string, label: string): boolean =>
  rest === ''
    ? !/^[\s\dxX^]*$/.test(label)
    : /^(?:\[[^\]\n]*|\(\s*(?:<[^>\n]*|[^\s)]*)(?:\s+["'(][^\n]*)?\s*)$/.test(rest) && !isClosed(rest);

const isClosed = (target: string): boolean =>
  target.endsWith(')') && target.split('(').length === target.split(')').length;

/** Lets a run of marks close what is open and open what is left; answers how many marks did neither. */
const match = (text: string, at: number, run: number, delimiters: Delimiter[]): number => {
  const mark = text.charAt(at);
  const before = text.charAt(at - 1);
  const after = text.charAt(at + run);
  let left = run;
  const canClose = /\S/.test(before) && !(mark === '_' && isWord(after));
  for (let top = canClose ? delimiters.at(-1) : undefined; left > 0 && top?.mark === mark; top = delimiters.at(-1)) {
    if (after === '' && left < top.length) return left;
    const used = Math.min(left, top.length);
    left -= used;
    top.length -= used;
    if (top.length === 0) delimiters.pop();
  }
  // Within a word nothing opens here: `2*3` and `snake_case` are more common than the beginning of emphasis.
  if (left > 0 && /\S/.test(after) && !isWord(before) && !(mark === '~' && left > 2)) {
    delimiters.push({ mark, length: left });
    return 0;
  }
  return left;
};

const isWord = (character: string): boolean => /[\p{L}\p{N}]/u.test(character);
