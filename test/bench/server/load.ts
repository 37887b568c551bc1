import { connect, type Socket } from 'node:net';

/**
 * Sends so many requests over so many connections that stay open, one at a time on each, and resolves when all are answered.
 *
 * By hand, since a client with all of HTTP in it is slower than the servers it is to measure.
 *
 * @returns requests in a second.
 */
export const load = async (
  port: number,
  requests: number,
  connections: number,
  texts: readonly string[],
): Promise<number> => {
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  let sent = 0;
  const started = performance.now();
  await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<void>((resolve, reject) => {
          let rest = '';
          const send = (): void => {
            if (sent >= requests) return resolve();
            socket.write(texts[sent % texts.length] ?? '');
            sent += 1;
          };
          socket.on('error', reject);
          socket.on('close', () => reject(new Error('The server closed a connection')));
          socket.on('data', (bytes) => {
            rest += bytes.toString('latin1');
            const head = rest.indexOf('\r\n\r\n');
            if (head < 0 || rest.length < head + 4 + lengthIn(rest)) return;
            if (!rest.startsWith('HTTP/1.1 200')) return reject(new Error(rest.slice(0, 300)));
            rest = '';
            send();
          });
          send();
        }),
    ),
  );
  const seconds = (performance.now() - started) / 1000;
  for (const socket of sockets) socket.removeAllListeners('close').destroy();
  return requests / seconds;
};

const open = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket.setNoDelay(true)));
    socket.once('error', reject);
  });

const lengthIn = (head: string): number => Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1]);
