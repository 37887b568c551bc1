import { setTimeout as sleep } from 'node:timers/promises';
import { constants, createGzip } from 'node:zlib';
import type { FaultAct, PlannedFault } from './fault-plan.js';

/** The payload of one answer on its way to the client, with the faults that stand in it. */
export interface FaultPayload {
  /** Compresses what follows. */
  compress(): void;
  /** Lets nothing more through until it is released. */
  buffer(act: Extract<FaultAct, { do: 'buffer' }>): void;
  /** Passes payload on, and lets happen what stands in it. An empty piece lets happen what stands before the first byte. */
  flow(piece: Buffer): Promise<void>;
  /** Passes on what is kept. */
  flush(): Promise<void>;
}

export interface FaultPayloadOptions {
  /** In the order in which they stand. */
  readonly faults: readonly PlannedFault[];
  readonly signal: AbortSignal;
  readonly releases: Set<() => void>;
  /** Sends a piece in a frame of its own. */
  readonly frame: (piece: Buffer) => Promise<void>;
  /** Lets happen what ends or delays the exchange. */
  readonly happen: (act: FaultAct) => Promise<void>;
  readonly onPassed: (bytes: number) => void;
}

const remembered = 65_536;
const nothing = Buffer.alloc(0);

export const createFaultPayload = ({
  faults,
  signal,
  releases,
  frame,
  happen,
  onPassed,
}: FaultPayloadOptions): FaultPayload => {
  const waiting = [...faults];
  let passed = 0;
  let slice: { readonly bytes: number; readonly every?: number } | undefined;
  let corruption: { readonly into?: number } | undefined;
  let kept: { pieces: Buffer[]; size: number; readonly bytes: number } | undefined;
  let gzip: ((piece: Buffer) => Promise<Buffer>) | undefined;
  let recent = nothing;
  /** What may yet be the beginning of a text that a fault waits for. */
  let sought = nothing;
  let written = Promise.resolve();

  const write = async (piece: Buffer): Promise<void> => {
    const bytes = gzip ? await gzip(piece) : piece;
    const step = slice?.bytes ?? bytes.length;
    for (let start = 0; start < bytes.length; start += step) {
      await frame(bytes.subarray(start, start + step));
      if (slice) await sleep(slice.every ?? 0, undefined, { signal });
    }
  };
  /** One after the other, whoever asked. */
  const emit = (piece: Buffer): Promise<void> => {
    const mine = written.then(() => (piece.length > 0 ? write(piece) : undefined));
    written = mine.catch(() => {});
    return mine;
  };
  const flush = async (): Promise<void> => {
    const pieces = kept?.pieces.splice(0) ?? [];
    if (kept) kept.size = 0;
    await emit(Buffer.concat(pieces));
  };

  /** Passes payload on in which nothing happens. */
  const pass = async (given: Buffer): Promise<void> => {
    if (given.length === 0) return;
    let piece = given;
    if (corruption) {
      piece = Buffer.from(given);
      piece[0] = corruption.into ?? 0xff;
      corruption = undefined;
    }
    passed += piece.length;
    onPassed(piece.length);
    recent = Buffer.concat([recent, piece]).subarray(-remembered);
    if (!kept) return emit(piece);
    kept.pieces.push(piece);
    kept.size += piece.length;
    if (kept.size >= kept.bytes) await flush();
  };

  /** How much of the piece passes before the fault happens; `undefined` where it does not happen in it. */
  const distance = ({ after = 0 }: PlannedFault, piece: Buffer): number | undefined => {
    if (typeof after === 'number') return after - passed > piece.length ? undefined : Math.max(after - passed, 0);
    const wanted = Buffer.from(after as Uint8Array);
    const where = Buffer.concat([sought, piece]).indexOf(wanted);
    return where < 0 ? undefined : where + wanted.length - sought.length;
  };

  const buffer: FaultPayload['buffer'] = ({ ms, bytes = Infinity }) => {
    kept = { pieces: [], size: 0, bytes };
    const release = () => {
      releases.delete(release);
      flush().catch(() => {});
      kept = undefined;
    };
    releases.add(release);
    signal.addEventListener('abort', () => releases.delete(release));
    if (ms !== undefined) void sleep(ms, undefined, { signal }).then(release, () => {});
  };

  const change = async (act: FaultAct): Promise<void> => {
    if (act.do === 'throttle') slice = act;
    else if (act.do === 'duplicate') await emit(Buffer.from(recent.subarray(-act.bytes)));
    else if (act.do === 'corrupt') corruption = act;
    else if (act.do === 'buffer') buffer(act);
    else {
      await written;
      await happen(act);
    }
  };

  return {
    compress: () => {
      gzip = createCompressor();
    },
    buffer,
    flush,
    flow: async (given) => {
      let piece = given;
      for (;;) {
        const fault = waiting[0];
        const room = fault && distance(fault, piece);
        if (!fault || room === undefined) {
          const after = fault?.after ?? 0;
          const length = typeof after === 'number' ? 0 : after.length - 1;
          sought = length > 0 ? Buffer.concat([sought, piece]).subarray(-length) : nothing;
          return pass(piece);
        }
        waiting.shift();
        await pass(piece.subarray(0, room));
        piece = piece.subarray(room);
        sought = nothing;
        await change(fault);
      }
    },
  };
};

/** Compresses piece by piece, each to be read at once. */
const createCompressor = (): ((piece: Buffer) => Promise<Buffer>) => {
  const gzip = createGzip();
  const ready: Buffer[] = [];
  gzip.on('data', (piece: Buffer) => ready.push(piece));
  return (piece) =>
    new Promise((resolve) => {
      gzip.write(piece);
      gzip.flush(constants.Z_SYNC_FLUSH, () => resolve(Buffer.concat(ready.splice(0))));
    });
};
