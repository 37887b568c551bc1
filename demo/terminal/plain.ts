/**
 * Makes a text of others safe to print: control characters, escape sequences among them, become visible.
 *
 * A terminal obeys what is printed to it. An agent that could move the cursor could also repaint the question a person is
 * about to approve.
 */
export const plain = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    // oxlint-disable-next-line no-control-regex -- control characters are what this is about
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (character) => {
      const code = character.charCodeAt(0).toString(16).padStart(4, '0');
      return `\\u${code}`;
    });

/** The same on one line, and no longer than `length`. */
export const brief = (text: string, length = 96): string => {
  const line = plain(text).replace(/\s+/g, ' ').trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
};
