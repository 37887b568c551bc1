/** What is used of Node's hashes. */
interface NodeCrypto {
  hash?(name: 'sha256', text: string, form: 'hex'): string;
}

interface NodeGlobals {
  readonly process?: { readonly getBuiltinModule?: (name: 'node:crypto') => NodeCrypto | undefined };
}

/**
 * SHA-256 of a text, in hex.
 *
 * By Node's own hash where there is one, found without an import: Web Crypto sends a few bytes to another thread and back, which
 * takes longer than everything else that a token request costs here.
 */
export const sha256 = (text: string): string | Promise<string> =>
  nodeCrypto?.hash?.('sha256', text, 'hex') ?? sha256ByWebCrypto(text);

const nodeCrypto = (globalThis as NodeGlobals).process?.getBuiltinModule?.('node:crypto');

/** The same anywhere else. */
export const sha256ByWebCrypto = async (text: string): Promise<string> => {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
};
