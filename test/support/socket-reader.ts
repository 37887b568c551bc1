import type { Socket } from 'node:net';

/** Reads from a socket what HTTP/1.1 is made of: heads, pieces of a known length, lines. */
export interface SocketReader {
  /** Everything up to the delimiter, and with it; `undefined` where the socket ended before. */
  through(delimiter: string): Promise<Buffer | undefined>;
  /** What is there, at least a byte, at most so many; `undefined` at the end. */
  some(most: number): Promise<Buffer | undefined>;
}

/** Above this the other side has to wait. */
const highWater = 1024 * 1024;

export const createSocketReader = (socket: Socket): SocketReader => {
  let pieces: Buffer[] = [];
  let size = 0;
  let ended = false;
  let notify: (() => void) | undefined;

  socket.on('data', (piece: Buffer) => {
    pieces.push(piece);
    size += piece.length;
    if (size > highWater) socket.pause();
    notify?.();
  });
  for (const event of ['end', 'close', 'error'])
    socket.on(event, () => {
      ended = true;
      notify?.();
    });

  const more = (): Promise<void> => new Promise((resolve) => (notify = resolve));
  const take = (length: number): Buffer => {
    const all = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
    pieces = length < all.length ? [all.subarray(length)] : [];
    size = all.length - length;
    if (size <= highWater) socket.resume();
    return all.subarray(0, length);
  };

  return {
    through: async (delimiter) => {
      for (;;) {
        if (pieces.length > 1) pieces = [Buffer.concat(pieces)];
        const end = pieces[0]?.indexOf(delimiter) ?? -1;
        if (end >= 0) return take(end + delimiter.length);
        if (ended) return undefined;
        await more();
      }
    },
    some: async (most) => {
      for (;;) {
        if (size > 0) return take(Math.min(most, size));
        if (ended) return undefined;
        await more();
      }
    },
  };
};

/** A header of a head, by its name in small letters. */
export const headerOf = (head: string, name: string): string | undefined =>
  head
    .split('\r\n')
    .slice(1)
    .find((line) => line.toLowerCase().startsWith(`${name}:`))
    ?.slice(name.length + 1)
    .trim();

/** The payload behind a head, piece by piece, without its framing (RFC 9112 §6). Returns whether it came to its end. */
export async function* readBody(reader: SocketReader, head: string): AsyncGenerator<Buffer, boolean> {
  const exactly = async function* (length: number): AsyncGenerator<Buffer, boolean> {
    for (let left = length; left > 0;) {
      const piece = await reader.some(left);
      if (!piece) return false;
      left -= piece.length;
      yield piece;
    }
    return true;
  };
  if (/chunked/i.test(headerOf(head, 'transfer-encoding') ?? '')) {
    for (;;) {
      const line = await reader.through('\r\n');
      if (!line) return false;
      const length = Number.parseInt(line.toString('latin1'), 16);
      if (length > 0 && !(yield* exactly(length))) return false;
      if (!(await reader.through('\r\n'))) return false;
      if (length === 0) return true;
    }
  }
  const isAnswer = head.startsWith('HTTP/');
  if (isAnswer && /^HTTP\/\S+ (?:1\d\d|204|304)/.test(head)) return true;
  const length = headerOf(head, 'content-length');
  if (length !== undefined) return yield* exactly(Number(length));
  if (!isAnswer) return true;
  yield* exactly(Infinity);
  return true;
}
