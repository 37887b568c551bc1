import type { Given } from './check-endpoint.js';
import type { Report } from './report.js';
import { readToken, type TokenFacts } from './token.js';

/** Looks at a token without showing it. Clocks are milliseconds since the epoch. */
export const checkToken = ({ answer, fields, token }: Given, now: number, report: Report): TokenFacts | undefined => {
  if (token.startsWith('zaby_pk_')) {
    report.fault(
      'token',
      'The endpoint hands out the API key itself.',
      'Take the key back on the platform at once, and hand out runtime tokens: createTokenEndpoint does.',
    );
    return undefined;
  }
  if (!/^[\x21-\x7e]+$/.test(token)) {
    report.fault('token', 'The token cannot stand in a header.', 'Pass the token of the platform on as it is.');
    return undefined;
  }
  const server = Date.parse(answer.headers.get('date') ?? '');
  const facts = readToken(fields, token, Number.isNaN(server) ? now : server);
  checkLifetime(facts, Math.min(now, Number.isNaN(server) ? now : server), report);
  checkClocks(facts, server, now, report);
  return facts;
};

/** `earliest` is what the slowest of the clocks says: by a wrong one, a token would seem to have expired. */
const checkLifetime = (facts: TokenFacts, earliest: number, report: Report): void => {
  const { lifetimeSeconds, expiresAt, rotateAfterSeconds, remainingUses, bindings } = facts;
  if (lifetimeSeconds === undefined) {
    const remedy = "Pass the platform's expiresAt on, so that the widget asks anew in time.";
    report.warn('token', 'The token does not say how long it lives.', remedy);
  } else if (lifetimeSeconds <= 0 || (expiresAt !== undefined && expiresAt <= earliest)) {
    report.fault(
      'token',
      'The token has expired before it was given.',
      'Ask the platform for a token at each request; keep none.',
    );
  } else if (lifetimeSeconds < 60) {
    const remedy = 'Let tokens live for some minutes: ttlSeconds, or tokenTtlSeconds of the policy.';
    report.warn('token', `The token lives for ${lifetimeSeconds} seconds only.`, remedy);
  } else if (lifetimeSeconds > 86_400) {
    const remedy = 'Ten minutes are plenty: ttlSeconds, or tokenTtlSeconds of the policy.';
    report.warn('token', `The token lives for ${Math.round(lifetimeSeconds / 3600)} hours.`, remedy);
  } else {
    const ids = Object.entries(bindings).map(([name, id]) => `${name} ${id}`);
    report.ok(
      'token',
      `A token is given; it lives for ${lifetimeSeconds} seconds${ids.length > 0 ? ` (${ids.join(', ')})` : ''}.`,
    );
  }
  if (rotateAfterSeconds !== undefined && lifetimeSeconds !== undefined && rotateAfterSeconds >= lifetimeSeconds) {
    const remedy = "Pass the platform's own rotateAfterSeconds on.";
    report.warn('token', 'The widget is told to ask anew only after the token has expired.', remedy);
  }
  if (remainingUses !== undefined && remainingUses < 3) {
    const remedy = 'A question takes two or three calls: raise maxUses, or maxUsesPerToken of the policy.';
    report.warn('token', `The token is good for ${remainingUses} calls only.`, remedy);
  }
};

/** Ms. Less is rounding, and the way the answer took. */
const tolerance = 60_000;

const checkClocks = ({ issuedAt }: TokenFacts, server: number, now: number, report: Report): void => {
  const off = (clock: number): string => {
    const minutes = Math.max(1, Math.round(Math.abs(clock - now) / 60_000));
    return `${minutes} ${minutes === 1 ? 'minute' : 'minutes'} ${clock > now ? 'ahead of' : 'behind'}`;
  };
  const wrong = (clock: number | undefined): clock is number =>
    clock !== undefined && !Number.isNaN(clock) && Math.abs(clock - now) > tolerance;
  const remedy =
    'Let all machines take their time from the network (NTP). The widget itself counts in durations and bears it.';
  if (wrong(server)) report.warn('token', `The clock of your server is ${off(server)} that of this machine.`, remedy);
  if (wrong(issuedAt))
    report.warn('token', `The clock of the platform is ${off(issuedAt)} that of this machine.`, remedy);
  if (!wrong(server) && !wrong(issuedAt) && !Number.isNaN(server)) report.ok('token', 'The clocks agree.');
};

/** Two conversations of one person must have two memories on the platform. */
export const checkConversations = (first: TokenFacts, second: TokenFacts, report: Report): void => {
  if (first.agentSessionId === undefined || second.agentSessionId === undefined) return;
  if (first.agentSessionId !== second.agentSessionId) {
    report.ok('token', 'Two conversations have two memories.');
    return;
  }
  report.warn(
    'token',
    'Two conversations of one person share a memory on the platform.',
    'Make externalSessionId from the user and the conversationId of the request, as createTokenEndpoint does.',
  );
};
