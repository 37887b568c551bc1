/** The line below a request. Faults need it: a web-standard response cannot break off. */
export interface Connection {
  /** Closes the line after what was written so far; `reset` at once, with RST. False where there is no line. */
  cut(options?: { reset?: boolean }): boolean;
  /** Whether it comes from this machine. */
  readonly isLocal: boolean;
}

/** What stands in for a line where the emulator is called without a network. */
export const noConnection: Connection = { cut: () => false, isLocal: true };
