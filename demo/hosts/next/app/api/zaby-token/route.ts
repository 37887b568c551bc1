import { cookies } from 'next/headers';
import { createTokenEndpoint } from 'zaby-agent/server';

/** Tells visitors apart by a cookie, which they get with their first question and not before. */
const visitorId = async (): Promise<string> => {
  const jar = await cookies();
  const known = jar.get('visitor')?.value ?? '';
  if (/^[\da-f-]{36}$/.test(known)) return known;
  const fresh = crypto.randomUUID();
  jar.set('visitor', fresh, {
    httpOnly: true,
    sameSite: 'lax',
    secure: process.env.NODE_ENV === 'production',
    maxAge: 365 * 24 * 60 * 60,
  });
  return fresh;
};

const createHandler = () =>
  createTokenEndpoint({
    apiKey: process.env.ZABY_API_KEY ?? '',
    apiOrigin: process.env.ZABY_API_ORIGIN,
    externalAppId: process.env.ZABY_APP_ID ?? '',
    deploymentId: process.env.ZABY_DEPLOYMENT_ID ?? '',
    quotaPolicyId: process.env.ZABY_POLICY_ID ?? '',
    // Where people sign in, this is the id of their account, and null for nobody.
    identify: async () => ({ userId: `visitor:${await visitorId()}`, displayName: 'Visitor' }),
  });

/** Made with the first request: `next build` reads this file too, where there are no secrets. */
let handler: ReturnType<typeof createHandler> | undefined;
const answer = (request: Request): Promise<Response> => (handler ??= createHandler())(request);

export { answer as GET, answer as POST, answer as DELETE };
