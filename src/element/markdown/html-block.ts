/**
 * Where blocks of HTML begin and end (CommonMark §4.6): in them nothing is Markdown, and they are shown as they were written.
 *
 * Of its kinds, and of the names of elements, only those that are still written. A break is none.
 */
const blocks: readonly (readonly [begins: RegExp, ends: RegExp])[] = [
  [/^<(?:script|pre|style|textarea)(?:[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/i],
  [/^<!--/, /-->/],
  [
    /^<\/?(?:address|article|aside|blockquote|body|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|head|header|hr|html|iframe|li|main|menu|nav|ol|p|section|summary|table|tbody|td|tfoot|th|thead|title|tr|ul)(?:\s|\/?>|$)/i,
    /^\s*$/,
  ],
  [
    /^<(?!br\b)(?:\/[a-z][\w-]*\s*|[a-z][\w-]*(?:\s+[a-z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?)*\s*\/?)>\s*$/i,
    /^\s*$/,
  ],
];

/** What ends the block of HTML that begins with this text. The last kind interrupts no paragraph. */
export const htmlEnd = (text: string, inParagraph: boolean): RegExp | undefined =>
  blocks.find(([begins], index) => !(inParagraph && index === 3) && begins.test(text))?.[1];

/** True where the end is the blank line behind it. */
export const endsBlank = (end: RegExp): boolean => end.test('');
