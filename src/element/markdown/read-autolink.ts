import type { InlineNode } from './inline-nodes.js';

/** A link that is written out in the text, from `start` to `end`. */
export interface Autolink {
  readonly start: number;
  readonly end: number;
  readonly node: InlineNode;
}

const autolink = (text: string, start: number, end: number, scheme: string): Autolink => {
  const written = text.slice(start, end);
  return {
    start,
    end,
    node: { type: 'link', address: scheme + written, children: [{ type: 'text', text: written }] },
  };
};

/** White space and `<` end an address (GFM §6.9), and so do the full stops and brackets of East Asia, which nobody writes into one. */
const ends = /[\s<\u3001-\u301F\uFF01-\uFF0F\uFF1A-\uFF20]/;
/** A name of a host has no more than 253 characters (RFC 1035 §2.3.4); without a limit each of many would search all the rest. */
const host = /[\p{L}\p{N}_.-]{1,253}/uy;
const mailHost = /[\w-]{1,63}(?:\.[\w-]{1,63}){1,20}/y;

/** Where an address ends without the punctuation of the sentence around it (GFM §6.9, "extended autolink path validation"). */
const trimEnd = (text: string, start: number, stop: number): number => {
  let end = stop;
  let surplus: number | undefined;
  for (; end > start; end -= 1) {
    const sign = text.charAt(end - 1);
    if (sign === ')') {
      const written = text.slice(start, end);
      surplus ??= written.split(')').length - written.split('(').length;
      if (surplus <= 0) break;
      surplus -= 1;
    } else if (sign === ';') {
      end -= (/&[a-z\d]{1,32};$/i.exec(text.slice(Math.max(start, end - 34), end))?.[0].length ?? 1) - 1;
    } else if (!'?!.,:*_~\'"'.includes(sign)) break;
  }
  return end;
};

/** Reads an address whose host begins at `from` (GFM §6.9). */
const readAddress = (text: string, start: number, from: number, scheme: string): Autolink | undefined => {
  host.lastIndex = from;
  const name = host.exec(text)?.[0].replace(/[._-]+$/, '') ?? '';
  const labels = name.split('.');
  if (!/^[\p{L}\p{N}]/u.test(name) || labels.slice(-2).join('').includes('_')) return undefined;
  if (scheme !== '' && labels.length < 2) return undefined;
  let stop = from;
  // A bracket that closes nothing in the address is the end of a link's text.
  for (let brackets = 0; stop < text.length && !ends.test(text.charAt(stop)); stop += 1) {
    brackets += text[stop] === '[' ? 1 : text[stop] === ']' ? -1 : 0;
    if (brackets < 0) break;
  }
  return autolink(text, start, trimEnd(text, start, stop), scheme);
};

/**
 * Reads a link that is written out around `at`: at the `w` of `www.`, the `:` of `https://` or the `@` of an e-mail address.
 *
 * It begins at `from` at the earliest; `before` is what stands before that.
 */
export const readAutolink = (text: string, at: number, from: number, before: string): Autolink | undefined => {
  if (text[at] === '@') {
    let start = at;
    // RFC 5321 §4.5.3.1.1 gives a mailbox 64 octets; without a limit each `@` would search all that is before it.
    while (start > from && at - start <= 64 && /[\w.+-]/.test(text.charAt(start - 1))) start -= 1;
    mailHost.lastIndex = at + 1;
    const name = mailHost.exec(text)?.[0];
    if (start === at || at - start > 64 || !name || /[_-]$/.test(name)) return undefined;
    return autolink(text, start, at + 1 + name.length, 'mailto:');
  }
  if (text[at] === 'w') {
    return /^[\s*_~(]?$/.test(text[at - 1] ?? before) ? readAddress(text, at, at, 'http://') : undefined;
  }
  const scheme = /(?<![a-z])https?$/i.exec(text.slice(Math.max(from, at - 6), at))?.[0];
  if (!scheme || (at - scheme.length === 0 && /[a-z]/i.test(before))) return undefined;
  return readAddress(text, at - scheme.length, at + 3, '');
};
