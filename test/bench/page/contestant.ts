/** What every page of the benchmark can do; the measuring side calls it and knows nothing else. */
export interface Contestant {
  /** Asks for the answer of a load. Resolves when the stream has ended and the page has been told of all of it. */
  send(load: string): Promise<unknown>;
  /** Where messages show, the newest last. */
  messages(): Element | null | undefined;
  /** Where the person types, as soon as they can. */
  input(): HTMLElement | null | undefined;
}

export interface ContestantPage {
  readonly contestant: Contestant;
}

/** A page says this once. */
export const enter = (contestant: Contestant): void => void Object.assign(globalThis, { contestant });
