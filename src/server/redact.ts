/** Texts that are secret by themselves, or by the name before them, which is kept. */
const secretShapes = [
  /(?<keep>)zaby_pk_[^\s"'<>]*/g, // API keys
  /(?<keep>)\beyJ[\w-]*\.[\w-]+(?:\.[\w-]*)*/g, // JWTs, encrypted ones as well
  // Whatever stood in an Authorization header, but for a word of prose: "basic authentication". No credential is plain small letters.
  /(?<keep>)\b(?:[Bb][Ee][Aa][Rr][Ee][Rr]|[Bb][Aa][Ss][Ii][Cc])(?:\s|%20|\+)+(?!(?<=\s)[A-Z]?[a-z]{1,14}[.,;:!?)]*(?:\s|$))[^\s"'<>]+/g,
  /(?<keep>:\/\/)[^\s/@"'<>]+(?=@)/g, // a user and password in an address
  // The rest of a line after such a header, or of its quotes.
  /(?<keep>\b(?:proxy-)?(?:authorization|cookie|set-cookie|x-zaby-api-key)["']?\s*[:=]\s*["'[]*)[^\r\n"']+/gi,
  /(?<keep>\b(?:[a-z]+_?)?(?:token|secret|password|api_?key)["']?(?:=|:\s*["']|%3d)["']?)[^\s"'&,;<>]+/gi,
];

/** Replaces everything in a text that is, or looks like, an API key or a token. */
export const redact = (text: string, secrets: readonly string[] = []): string => {
  const known = secrets.reduce((rest, secret) => (secret === '' ? rest : rest.replaceAll(secret, '[redacted]')), text);
  return secretShapes.reduce((rest, shape) => rest.replace(shape, '$<keep>[redacted]'), known);
};

/**
 * A copy of whatever was thrown that is safe to log: name, code, message, stack and causes, without secrets.
 *
 * A copy, because a host's own `fetch` may hang the whole request, headers and all, on the errors it throws.
 */
export const redactError = (thrown: unknown, secrets: readonly string[] = [], depth = 4): Error => {
  if (!(thrown instanceof Error)) return new Error(redact(String(thrown), secrets));
  const { name, message, stack, cause } = thrown;
  const safeCause = cause === undefined || depth === 0 ? undefined : redactError(cause, secrets, depth - 1);
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  // Node's refused connections have a code and no message.
  const copy = new Error(redact(message || code, secrets), safeCause && { cause: safeCause });
  copy.name = redact(name, secrets);
  copy.stack = redact(String(stack), secrets);
  return copy;
};
