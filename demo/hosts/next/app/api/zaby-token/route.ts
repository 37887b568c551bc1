import { createHmac, timingSafeEqual } from 'node:crypto';
import { cookies } from 'next/headers';
import { createTokenEndpoint } from 'zaby-agent/server';

/** Tells visitors apart by a cookie, which they get with their first question and not before. */
const visitorId = async (): Promise<string> => {
  const jar = await cookies();
  const known = readVisitor(jar.get('visitor')?.value ?? '');
  if (known) return known;
  const fresh = crypto.randomUUID();
  jar.set('visitor', `${fresh}.${sign(fresh)}`, {
    httpOnly: true,
    sameSite: 'lax',
    secure: process.env.NODE_ENV === 'production',
    maxAge: 365 * 24 * 60 * 60,
  });
  return fresh;
};

/** The visitor's id, if it is one that this server has signed: nobody chooses to be somebody else. */
const readVisitor = (cookie: string): string | undefined => {
  const [, id = '', given = ''] = /^([\da-f-]{36})\.([\w-]{43})$/.exec(cookie) ?? [];
  const signature = Buffer.from(sign(id));
  return given.length === signature.length && timingSafeEqual(Buffer.from(given), signature) ? id : undefined;
};
const sign = (id: string): string => {
  const secret = process.env.SESSION_SECRET;
  if (!secret) throw new Error('SESSION_SECRET is missing: copy .env.example to .env');
  return createHmac('sha256', secret).update(id).digest('base64url');
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
    // Who sends no cookie is a new visitor each time: what holds such a program back is its address, which your proxy, or Next.js
    // itself, wrote last. Without a proxy in front, whoever asks may write one.
    clientAddress: (request) => request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim(),
    rateLimit: { perAddressPerMinute: 120 },
  });

/** Made with the first request: `next build` reads this file too, where there are no secrets. */
let handler: ReturnType<typeof createHandler> | undefined;
const answer = (request: Request): Promise<Response> => (handler ??= createHandler())(request);

export { answer as GET, answer as POST, answer as DELETE };
