/** What stands inside a paragraph, heading or cell. Two texts never stand side by side, and no link inside another. */
export type InlineNode =
  | { readonly type: 'text' | 'code'; readonly text: string }
  | { readonly type: 'break' }
  | { readonly type: 'strong' | 'em' | 'del'; readonly children: readonly InlineNode[] }
  | ({ readonly type: 'link'; readonly children: readonly InlineNode[] } & LinkDefinition)
  | ({ readonly type: 'image'; readonly alt: string } & LinkDefinition);

/** Where a link or an image leads: references decoded, nothing else changed. */
export interface LinkDefinition {
  readonly address: string;
  readonly title?: string | undefined;
}

export interface InlineOptions {
  /** By `normalizeLabel`. */
  readonly links: ReadonlyMap<string, LinkDefinition>;
  /** Is told every label that is asked for, normalized, defined or not. */
  readonly onLabel?: ((label: string) => void) | undefined;
  /** More text is expected: what is unfinished at the end is read as what it is becoming. */
  readonly streaming?: boolean | undefined;
  /** The character before the text, where it is the rest of a longer one; default is the beginning of a line. */
  readonly before?: string | undefined;
}

export interface InlineReading {
  /** While more is expected: what stands in the part that stays as it is, whatever is added behind the text. Else empty. */
  readonly settledNodes: readonly InlineNode[];
  /** How long that part is. Reading the rest alone, with `before`, gives `nodes`. */
  readonly settled: number;
  /** What stands behind it. */
  readonly nodes: readonly InlineNode[];
  /**
   * An open mark lies so far back that it counted as text, for now: the whole is to be read once anew when it is finished. Without
   * that limit, each step would read all that stands behind the mark.
   */
  readonly guessed: boolean;
}
