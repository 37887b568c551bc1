/** An answer in tiny pieces, as the platform sends it. */

const encoder = new TextEncoder();

/** The JSON of one piece. */
export const piece = (index: number): string =>
  JSON.stringify({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: `word${index} ` });

export const finish = '{"type":"RUN_FINISHED"}';

const event = (id: number, json: string): string => `id: ${id}\ndata: ${json}\n\n`;

/** The pieces from `start` on, as a chunk of the stream. */
export const chunk = (start: number, count: number): Uint8Array => {
  let text = '';
  for (let index = start; index < start + count; index++) text += event(index + 1, piece(index));
  return encoder.encode(text);
};

/** The terminal event after so many pieces. */
export const lastChunk = (count: number): Uint8Array => encoder.encode(event(count + 1, finish));

/** The chunks of so many pieces, `perChunk` in each. */
export const chunks = (count: number, perChunk: number): Uint8Array[] =>
  Array.from({ length: count / perChunk }, (_, index) => chunk(index * perChunk, perChunk));
