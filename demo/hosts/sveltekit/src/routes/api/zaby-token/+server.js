import { env } from '$env/dynamic/private';
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
    apiKey: env.ZABY_API_KEY,
    apiOrigin: env.ZABY_API_ORIGIN,
    externalAppId: env.ZABY_APP_ID,
    deploymentId: env.ZABY_DEPLOYMENT_ID,
    quotaPolicyId: env.ZABY_POLICY_ID,
    // Where people sign in, this is the id of their account (`locals.user`, say), and null for nobody.
    identify: (_request, { cookies }) => ({ userId: `visitor:${visitorId(cookies)}`, displayName: 'Visitor' }),
  });

/** Made with the first request: `vite build` reads this file too, where there are no secrets. */
let handler;
const answer = (event) => (handler ??= createHandler())(event.request, event);

export { answer as GET, answer as POST, answer as DELETE };
