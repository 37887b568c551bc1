/** An address, resolved against another, or nothing where it is none. */
export const parseAddress = (text: string, base?: URL): URL | undefined =>
  URL.canParse(text, base?.href) ? new URL(text, base) : undefined;
