import { createTokenEndpoint } from 'zaby-agent/server';

/** Tells visitors apart by a cookie, which they get with their first question and not before. */
const visitorId = (cookies) => {
  const known = cookies.get('visitor') ?? '';
  if (/^[\da-f-]{36}$/.test(known)) return known;
  const fresh = crypto.randomUUID();
  // SvelteKit adds HttpOnly, and Secure everywhere but on localhost.
  cookies.set('visitor', fresh, { path: '/', sameSite: 'lax', maxAge: 365 * 24 * 60 * 60 });
  return fresh;
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
  });

/**
 * Made with the first request: `vite build` reads this file too, where there are no secrets. `process.env` is there with
 * adapter-node, in SvelteKit 2 and 3; on other platforms the settings come from `$env/dynamic/private`, or `$app/env/private`.
 */
let handler;
const answer = (event) => (handler ??= createHandler())(event.request, event);

export { answer as GET, answer as POST, answer as DELETE };
