import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { createTokenEndpoint } from 'zaby-agent/server';

/** Tells visitors apart by a cookie, which they get with their first question and not before. */
const visitorId = (cookies) => {
  const known = readVisitor(cookies.get('visitor') ?? '');
  if (known) return known;
  const fresh = randomUUID();
  // SvelteKit adds HttpOnly, and Secure everywhere but on localhost.
  cookies.set('visitor', `${fresh}.${sign(fresh)}`, { path: '/', sameSite: 'lax', maxAge: 365 * 24 * 60 * 60 });
  return fresh;
};

/** The visitor's id, if it is one that this server has signed: nobody chooses to be somebody else. */
const readVisitor = (cookie) => {
  const [, id = '', given = ''] = /^([\da-f-]{36})\.([\w-]{43})$/.exec(cookie) ?? [];
  const signature = Buffer.from(sign(id));
  return given.length === signature.length && timingSafeEqual(Buffer.from(given), signature) ? id : undefined;
};
const sign = (id) => {
  const secret = process.env.SESSION_SECRET;
  if (!secret) throw new Error('SESSION_SECRET is missing: copy .env.example to .env');
  return createHmac('sha256', secret).update(id).digest('base64url');
};

const createHandler = () =>
  createTokenEndpoint({
    apiKey: process.env.ZABY_API_KEY,
    apiOrigin: process.env.ZABY_API_ORIGIN,
    externalAppId: process.env.ZABY_APP_ID,
    deploymentId: process.env.ZABY_DEPLOYMENT_ID,
    quotaPolicyId: process.env.ZABY_POLICY_ID,
    // Named, for behind a proxy SvelteKit knows its own address only by settings, which are others in each version.
    allowedOrigins: [process.env.ORIGIN],
    // Where people sign in, this is the id of their account (`locals.user`, say), and null for nobody.
    identify: (_request, { cookies }) => ({ userId: `visitor:${visitorId(cookies)}`, displayName: 'Visitor' }),
    // Who sends no cookie is a new visitor each time: what holds such a program back is its address. Behind a proxy of yours, name in
    // ADDRESS_HEADER the header in which it stands.
    clientAddress: (_request, { getClientAddress }) => getClientAddress(),
    rateLimit: { perAddressPerMinute: 120 },
  });

/**
 * Made with the first request: `vite build` reads this file too, where there are no secrets. `process.env` is there with
 * adapter-node, in SvelteKit 2 and 3; on other platforms the settings come from `$env/dynamic/private`, or `$app/env/private`.
 */
let handler;
const answer = (event) => (handler ??= createHandler())(event.request, event);

export { answer as GET, answer as POST, answer as DELETE };
