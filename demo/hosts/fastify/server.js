/**
 * A shop on Fastify, with its token endpoint. In a copy of this folder:
 *
 *     npm install && cp .env.example .env
 *     npx zaby-agent emulator --origin http://localhost:3000     # the platform, on this machine; it stays in this terminal
 *     npm start                                                  # in another one, then open http://localhost:3000
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import cookie from '@fastify/cookie';
import fastify from 'fastify';
import { createTokenEndpoint, toNodeHandler } from 'zaby-agent/server';

const { ZABY_API_ORIGIN = 'https://genapi.zaby.io', SESSION_SECRET, PORT = '3000' } = process.env;

const giveToken = createTokenEndpoint({
  apiKey: process.env.ZABY_API_KEY,
  apiOrigin: ZABY_API_ORIGIN,
  externalAppId: process.env.ZABY_APP_ID,
  deploymentId: process.env.ZABY_DEPLOYMENT_ID,
  quotaPolicyId: process.env.ZABY_POLICY_ID,
  // Where people sign in, this is the id of their account, and null for nobody.
  identify: (_request, { visitorId }) => ({ userId: `visitor:${visitorId}`, displayName: 'Visitor' }),
  // Who sends no cookie is a new visitor each time: what holds such a program back is its address.
  clientAddress: (_request, { ip }) => ip, // behind a proxy of yours: fastify({ trustProxy: 1 })
  rateLimit: { perAddressPerMinute: 120 },
});

const page = readFileSync('index.html', 'utf8').replace('https://genapi.zaby.io', ZABY_API_ORIGIN);
const widget = readFileSync(new URL(import.meta.resolve('zaby-agent/zaby-agent.js')));
const policy = [
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'",
  `connect-src 'self' ${ZABY_API_ORIGIN}; require-trusted-types-for 'script'; trusted-types zaby-agent`,
].join('; ');

const app = fastify();
await app.register(cookie, { secret: SESSION_SECRET });

const cookieSettings = {
  path: '/',
  httpOnly: true,
  sameSite: 'lax',
  secure: process.env.NODE_ENV === 'production',
  maxAge: 365 * 24 * 60 * 60,
};

/** Tells visitors apart by a signed cookie, which they get with their first question and not before. */
const giveVisitorToken = async (request, { cookies, ip }) => {
  const { valid, value } = app.unsignCookie(cookies.visitor ?? '');
  const visitorId = valid ? value : randomUUID();
  const response = await giveToken(request, { visitorId, ip });
  if (!valid && request.method === 'POST' && response.ok) {
    const signed = app.signCookie(visitorId);
    response.headers.append('set-cookie', app.serializeCookie('visitor', signed, cookieSettings));
  }
  return response;
};

app.all('/api/zaby-token', { bodyLimit: 4096 }, toNodeHandler(giveVisitorToken));
app.get('/zaby-agent.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(widget));
app.get('/', (_request, reply) =>
  reply.type('text/html; charset=utf-8').header('content-security-policy', policy).send(page),
);

await app.listen({ port: Number(PORT), host: 'localhost' });
console.log(`The shop is open: http://localhost:${PORT}`);
