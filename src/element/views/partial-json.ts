/**
 * Reads JSON text that may still be growing, as far as it goes: a text in it as it is so far, a number or a word only once it is whole.
 *
 * What is no JSON at all stays text.
 */
export const readPartial = (json: string): unknown => {
  const ends: string[] = [];
  let inText = false;
  let whole = 0;
  let depth = 0;
  let at = 0;
  for (; at < json.length; at++) {
    const sign = json[at]!;
    if (sign === '"') inText = !inText;
    else if (inText) at += sign === '\\' ? 1 : 0;
    else if (sign === '}' || sign === ']') ends.pop();
    else if (sign === ',' || sign === '{' || sign === '[') {
      if (sign !== ',') ends.push(sign === '{' ? '}' : ']');
      whole = sign === ',' ? at : at + 1;
      depth = ends.length;
    }
  }
  const close = (text: string, count: number): unknown => JSON.parse(text + ends.slice(0, count).toReversed().join(''));
  try {
    // Half an escape at the end of a text is none yet, and a number may get more digits.
    if (inText)
      return close(`${json.slice(0, at > json.length ? -1 : at).replace(/\\u[\da-f]{0,3}$/i, '')}"`, ends.length);
    if (depth === 0 || !/[\d.]$/.test(json) || ends.length === 0) return close(json, ends.length);
  } catch {
    // Ends where nothing can be closed: after a name, or in the middle of a word.
  }
  try {
    return close(json.slice(0, whole), depth);
  } catch {
    return json;
  }
};
