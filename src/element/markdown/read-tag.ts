/** Behind the `>` that ends a tag or an address; `undefined` where another one begins before, `null` where the text ends before. */
export const endOfTag = (text: string, at: number): number | null | undefined => {
  let quote = '';
  for (let end = at; end < text.length; end += 1) {
    const sign = text.charAt(end);
    if (quote !== '') {
      if (sign === quote) quote = '';
    } else if (sign === '>') return end + 1;
    else if ('<\\`'.includes(sign)) return undefined;
    else if (text[end - 1] === '=' && (sign === '"' || sign === "'")) quote = sign;
  }
  return null;
};

/** CommonMark §6.5: what stands before an address in `<>` so that it can be followed; `undefined` where it is none. */
export const schemeOf = (written: string): string | undefined => {
  if (/^[a-z][a-z\d+.-]{1,31}:[^\s<>]*$/i.test(written)) return '';
  return /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d.-]+$/i.test(written) ? 'mailto:' : undefined;
};
