import { connect } from 'node:net';

/** Request targets that are no addresses, and one GET of which once ended a server (RFC 9112 §3.2). */
export const oddTargets = ['//', '//[', 'http://[', '/%', '*'] as const;

/** Writes a request line that no client would, and gives the status line. */
export const sendRaw = (origin: string, target: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { host, hostname, port } = new URL(origin);
    let text = '';
    connect(Number(port), hostname)
      .setEncoding('utf8')
      .on('data', (chunk) => (text += chunk))
      .on('close', () => resolve(text.split('\r\n')[0] ?? ''))
      .on('error', reject)
      .end(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  });
