import { lookup } from 'node:dns/promises';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createFaultPayload } from './fault-payload.js';
import { type FaultAct, type FaultAnswer, type FaultPlace, type PlannedFault, createPlan } from './fault-plan.js';
import { createSocketReader, readBody } from './socket-reader.js';

export type { FaultAct, FaultPlace, PlannedFault } from './fault-plan.js';

/**
 * The network between a visitor and the platform, on its worst days: a TCP proxy that does to an exchange, at a byte, what it is told.
 *
 * It takes the framing off the answers and puts its own on, so that positions are those of the payload, and what passes is valid HTTP
 * until a fault says otherwise. It changes nothing that no fault names, and knows nothing of runs or events.
 *
 * @example
 * const proxy = await createFaultProxy({ target: platform.apiOrigin });
 * proxy.plan([{ match: /aiui/, after: 120, do: 'reset' }, { match: /^POST \S+\/runs /, at: 'head', do: 'cut' }]);
 */
export interface FaultProxy {
  /** Where to call instead of the target. Stays the same through `down()` and `up()`. */
  readonly origin: string;
  /** Replaces what is planned. An exchange that goes on keeps the faults that it met. */
  plan(faults: readonly PlannedFault[]): void;
  /** Everything that was asked so far, in order. */
  exchanges(): readonly Exchange[];
  /** How many connections of clients are open. */
  connections(): number;
  /** Lets go what is kept by `buffer`. */
  release(): void;
  /** Cuts every connection there is. New ones are welcome. */
  cutAll(options?: { reset?: boolean }): void;
  /** From now on connections are refused; those that are open are reset, unless they are to be kept. */
  down(options?: { keep?: boolean }): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}

/** One request and its answer. */
export interface Exchange {
  /** `GET /path`. */
  readonly request: string;
  /** The request's first line and headers, credentials included: not for printing. */
  readonly head: string;
  readonly body: string;
  /** Which connection it came on, from 0. */
  readonly connection: number;
  /** Of the target's answer; 0 before. */
  readonly status: number;
  /** Bytes of the answer's payload that were passed on. */
  readonly passed: number;
  readonly faults: readonly FaultAct['do'][];
  readonly open: boolean;
}

type OpenExchange = { -readonly [Key in Exclude<keyof Exchange, 'faults'>]: Exchange[Key] } & {
  faults: FaultAct['do'][];
};

interface Line {
  readonly connection: number;
  readonly client: Socket;
  readonly upstream: Socket;
  readonly signal: AbortSignal;
  readonly releases: Set<() => void>;
  /** Registers an exchange, and gives what it meets. */
  readonly begin: (exchange: OpenExchange) => PlannedFault[];
}

/** The connection has no future, by a fault or by the client's will. */
class ConnectionOver extends Error {}

/** What was written last must be read before a reset takes it away. */
const readTime = 10;

/** Lets requests and answers through, one after the other, until the connection ends. Throws where it ends early. */
const serve = async ({ connection, client, upstream, signal, releases, begin }: Line): Promise<void> => {
  const asked = createSocketReader(client);
  const told = createSocketReader(upstream);
  const write = async (bytes: Uint8Array | string): Promise<void> => {
    if (signal.aborted || !client.writable) throw new ConnectionOver();
    if (client.write(bytes)) return;
    await new Promise<void>((resolve) => {
      client.once('drain', resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  };
  const frame = (piece: Buffer): Promise<void> =>
    write(Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')]));

  const happen = async (act: FaultAct): Promise<void> => {
    switch (act.do) {
      case 'stall':
        // The end of the connection ends it.
        await sleep(act.ms ?? 2 ** 31 - 1, undefined, { signal });
        return;
      case 'end':
        await write('0\r\n\r\n');
        break;
      case 'garble':
        await write('no length\r\n');
        break;
      case 'reset':
        await sleep(readTime, undefined, { signal });
        client.resetAndDestroy();
        break;
      case 'cut':
        break;
      default:
        throw new TypeError(`${act.do} has no place there`);
    }
    throw new ConnectionOver();
  };

  const answer = async ({ status, headers = {}, body = '' }: FaultAnswer): Promise<void> => {
    const lines = Object.entries({ ...headers, 'content-length': Buffer.byteLength(body) });
    const head = [`HTTP/1.1 ${status} Proxy`, ...lines.map((line) => line.join(': ')), '', ''];
    await write(head.join('\r\n') + body);
  };

  const pass = async (exchange: OpenExchange, request: Buffer, body: readonly Buffer[]): Promise<void> => {
    const faults = begin(exchange);
    const at = (place: FaultPlace['at']) => faults.filter((fault) => (fault.at ?? 'body') === place);
    const payload = createFaultPayload({
      faults: at('body'),
      signal,
      releases,
      frame,
      happen: (act) => {
        exchange.faults.push(act.do);
        return happen(act);
      },
      onPassed: (bytes) => {
        exchange.passed += bytes;
      },
    });
    for (const fault of at('request')) {
      exchange.faults.push(fault.do);
      if (fault.do === 'answer') return answer(fault);
      await happen(fault);
    }
    upstream.write(request);
    for (const piece of body) upstream.write(piece);
    const head = (await told.through('\r\n\r\n'))?.toString('latin1');
    if (!head) throw new ConnectionOver();
    exchange.status = Number(head.split(' ')[1]);
    let added = exchange.status === 204 || exchange.status === 304 ? '' : 'transfer-encoding: chunked\r\n';
    for (const fault of at('head')) {
      exchange.faults.push(fault.do);
      if (fault.do !== 'buffer') await happen(fault);
      else {
        payload.buffer(fault);
        if (fault.gzip) {
          payload.compress();
          added += 'content-encoding: gzip\r\n';
        }
      }
    }
    const kept = head.replace(/\r\n(?:content-length|transfer-encoding|keep-alive):[^\r]*/gi, '');
    await write(`${kept.slice(0, -2)}${added}\r\n`);
    await payload.flow(Buffer.alloc(0));
    const pieces = readBody(told, head);
    for (;;) {
      const { value, done } = await pieces.next();
      if (!done) await payload.flow(value);
      else {
        await payload.flush();
        if (!value) throw new ConnectionOver();
        if (added) await write('0\r\n\r\n');
        return;
      }
    }
  };

  for (let head = await asked.through('\r\n\r\n'); head; head = await asked.through('\r\n\r\n')) {
    const text = head.toString('latin1');
    const body: Buffer[] = [];
    for await (const piece of readBody(asked, text)) body.push(piece);
    const exchange: OpenExchange = {
      request: text.split(' ', 2).join(' '),
      head: text,
      body: Buffer.concat(body).toString(),
      connection,
      status: 0,
      passed: 0,
      faults: [],
      open: true,
    };
    try {
      await pass(exchange, head, body);
    } finally {
      exchange.open = false;
    }
  }
};

export const createFaultProxy = async ({ target }: { target: string }): Promise<FaultProxy> => {
  const { hostname, port } = new URL(target);
  // Once: looking a name up takes time that depends on how busy the machine is.
  const { address } = await lookup(hostname.replace(/^\[|\]$/g, ''));
  let plan = createPlan([]);
  const exchanges: Exchange[] = [];
  const clients = new Set<Socket>();
  const releases = new Set<() => void>();
  let serial = 0;

  const begin: Line['begin'] = (exchange) => {
    exchanges.push(exchange);
    return plan.take(exchange.head);
  };
  const accept = (client: Socket): void => {
    const life = new AbortController();
    const { signal } = life;
    const upstream = connect({ host: address, port: Number(port), noDelay: true });
    const over = () => life.abort(new ConnectionOver());
    clients.add(client);
    client.on('error', over);
    upstream.on('error', over);
    client.on('close', () => {
      clients.delete(client);
      over();
      upstream.destroy();
    });
    serve({ connection: serial++, client, upstream, signal, releases, begin })
      .catch((error: unknown) => {
        if (!(error instanceof ConnectionOver || signal.aborted)) throw error;
      })
      .finally(() => {
        client.destroySoon();
        upstream.destroy();
      });
  };

  const server = createServer({ noDelay: true }, accept);
  const listen = (wanted: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, '127.0.0.1', () => resolve());
    });
  await listen(0);
  const own = (server.address() as AddressInfo).port;
  const cutAll: FaultProxy['cutAll'] = ({ reset = false } = {}) => {
    for (const client of clients) {
      if (reset) client.resetAndDestroy();
      else client.destroy();
    }
  };
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      if (server.listening) server.close(() => resolve());
      else resolve();
    });

  return {
    origin: `http://127.0.0.1:${own}`,
    plan: (faults) => {
      plan = createPlan(faults);
    },
    exchanges: () => exchanges,
    connections: () => clients.size,
    release: () => {
      for (const release of releases) release();
    },
    cutAll,
    down: async ({ keep = false } = {}) => {
      const stopped = stop();
      if (keep) return;
      cutAll({ reset: true });
      await stopped;
    },
    up: () => (server.listening ? Promise.resolve() : listen(own)),
    close: async () => {
      const stopped = stop();
      const gone = [...clients].map((client) => new Promise((resolve) => client.once('close', resolve)));
      cutAll();
      await Promise.all([stopped, ...gone]);
    },
  };
};
