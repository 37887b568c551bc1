/** What stopped a request, by the code that Node gives it: a sentence without its subject, and what one may look at. */
const reasons: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  ECONNREFUSED: ['refuses connections', 'Start what should listen there, or correct host and port.'],
  ECONNRESET: ['closed the connection', 'Look at the log of what listens there.'],
  UND_ERR_SOCKET: ['closed the connection', 'Look at the log of what listens there.'],
  ENOTFOUND: ['has no address: its name is not known', 'Correct the name, or look at your network and its DNS.'],
  EAI_AGAIN: ['could not be looked up', 'Look at your network and its DNS.'],
  ENETUNREACH: ['cannot be reached from here', 'Look at your network, VPN and proxy.'],
  EHOSTUNREACH: ['cannot be reached from here', 'Look at your network, VPN and proxy.'],
  ETIMEDOUT: ['did not answer in time', 'Look at your network, VPN and firewall.'],
  UND_ERR_CONNECT_TIMEOUT: ['did not answer in time', 'Look at your network, VPN and firewall.'],
  CERT_HAS_EXPIRED: ['has a certificate that has expired', 'Renew the certificate.'],
  DEPTH_ZERO_SELF_SIGNED_CERT: [
    'has a certificate of its own making',
    'Browsers refuse it, too. On your own machine name it in NODE_EXTRA_CA_CERTS.',
  ],
  SELF_SIGNED_CERT_IN_CHAIN: [
    'has a certificate that nobody here vouches for',
    'Name the certificate of your own authority in NODE_EXTRA_CA_CERTS.',
  ],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
    'sends its certificate without those between it and the root',
    'Serve the whole chain; some browsers mend it, programs do not.',
  ],
  ERR_TLS_CERT_ALTNAME_INVALID: ['has a certificate for another name', 'Get one for this name.'],
  EPROTO: ['does not speak TLS there', 'Write http: instead of https:, or correct the port.'],
  ERR_SSL_WRONG_VERSION_NUMBER: ['does not speak TLS there', 'Write http: instead of https:, or correct the port.'],
};

/** Names and codes of an error and all of its causes. */
const codesOf = (thrown: unknown): string[] => {
  if (!(thrown instanceof Error)) return [];
  const own = 'code' in thrown && typeof thrown.code === 'string' ? [thrown.code] : [];
  const several = thrown instanceof AggregateError ? thrown.errors.flatMap(codesOf) : [];
  // Where an error was copied to be safe to log, its code stands in its words.
  const told = thrown.message.match(/\b[A-Z][A-Z\d_]{3,}\b/g) ?? [];
  return [...own, thrown.name, ...told, ...several, ...codesOf(thrown.cause)];
};

/** Fetch standard, "port blocking": Node tells by words alone. */
const messagesOf = (thrown: unknown): string[] =>
  thrown instanceof Error ? [thrown.message, ...messagesOf(thrown.cause)] : [];

/** Why nothing answered, in a sentence about `host`, and what to do. */
export const explainUnreachable = (thrown: unknown, host: string): { message: string; remedy: string } => {
  const codes = codesOf(thrown);
  const known = codes.map((code) => reasons[code]).find((reason) => reason !== undefined);
  if (known) return { message: `${host} ${known[0]}.`, remedy: known[1] };
  if (messagesOf(thrown).includes('bad port')) {
    return { message: `${host} has a port that browsers refuse to call.`, remedy: 'Take another port.' };
  }
  if (codes.includes('TimeoutError')) {
    return { message: `${host} did not answer in time.`, remedy: 'Look at the log of what listens there.' };
  }
  return {
    message: `${host} could not be reached (${codes.find((code) => /^[A-Z\d_]+$/.test(code)) ?? 'no reason given'}).`,
    remedy: 'Look at your network, VPN and proxy.',
  };
};
