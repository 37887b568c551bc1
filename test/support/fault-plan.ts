/** A fault, where it happens, and to whom. */
export type PlannedFault = FaultPlace & FaultAct;

export interface FaultPlace {
  /** The exchanges it is for, by their request's head: `/aiui/`, `/^POST \S+\/runs /`. All of them unless told. */
  readonly match?: RegExp | ((request: string) => boolean);
  /** So many matching exchanges pass before. 0 unless told. */
  readonly skip?: number;
  /** So many exchanges meet it. 1 unless told. */
  readonly times?: number;
  /** `request`: before anything reaches the target. `head`: before the answer's head. `body`, unless told: in its payload. */
  readonly at?: 'request' | 'head' | 'body';
  /** In a body: after so many bytes of payload, or right behind the next such text or bytes. 0 unless told. */
  readonly after?: number | string | Uint8Array;
}

export type FaultAct =
  /** Ends the connection in the middle of it (FIN). */
  | { readonly do: 'cut' }
  /** Resets it (RST). */
  | { readonly do: 'reset' }
  /** Ends the answer as if it were whole. In bodies only. */
  | { readonly do: 'end' }
  /** Lets nothing through for so long; for ever, without a time. Nothing is lost. */
  | { readonly do: 'stall'; readonly ms?: number }
  /** From here on lets so many bytes through at a time, one portion each `every` ms; as fast as the process can, without. */
  | { readonly do: 'throttle'; readonly bytes: number; readonly every?: number }
  /** Sends the last bytes of the payload again. */
  | { readonly do: 'duplicate'; readonly bytes: number }
  /** Turns the next byte into another: that one, or one that no text has. */
  | { readonly do: 'corrupt'; readonly into?: number }
  /** Breaks the framing: the client's HTTP parser fails. In bodies only. */
  | { readonly do: 'garble' }
  /**
   * Keeps what comes until there are so many bytes, until the time is over, until `release()`, or until the answer ends; then passes it
   * on at once. `bytes` holds again and again, as a proxy's buffer does. With `gzip`, at the head, the answer is compressed as well.
   */
  | { readonly do: 'buffer'; readonly ms?: number; readonly bytes?: number; readonly gzip?: boolean }
  /** Answers instead of the target, as a gateway does. At the request only. */
  | FaultAnswer;

export interface FaultAnswer {
  readonly do: 'answer';
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What is planned for the exchanges to come. */
export interface FaultPlan {
  /** The faults that an exchange meets, by the head of its request. */
  take(head: string): PlannedFault[];
}

export const createPlan = (faults: readonly PlannedFault[]): FaultPlan => {
  const entries = faults.map((fault) => ({ fault, skip: fault.skip ?? 0, left: fault.times ?? 1 }));
  return {
    take: (head) =>
      entries.flatMap((entry) => {
        const { match } = entry.fault;
        if (match && !(typeof match === 'function' ? match(head) : head.search(match) >= 0)) return [];
        if (entry.skip > 0) {
          entry.skip--;
          return [];
        }
        return entry.left-- > 0 ? [entry.fault] : [];
      }),
  };
};
