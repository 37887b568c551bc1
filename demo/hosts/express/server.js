/**
 * A shop on Express, with its token endpoint. In a copy of this folder:
 *
 *     npm install && cp .env.example .env
 *     npx zaby-agent emulator --origin http://localhost:3000     # the platform, on this machine; it stays in this terminal
 *     npm start                                                  # in another one, then open http://localhost:3000
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import cookieSession from 'cookie-session';
import express from 'express';
import { createTokenEndpoint, toNodeHandler } from 'zaby-agent/server';

const { ZABY_API_ORIGIN = 'https://genapi.zaby.io', SESSION_SECRET, PORT = '3000' } = process.env;
const isProduction = process.env.NODE_ENV === 'production';

const giveToken = createTokenEndpoint({
  apiKey: process.env.ZABY_API_KEY,
  apiOrigin: ZABY_API_ORIGIN,
  externalAppId: process.env.ZABY_APP_ID,
  deploymentId: process.env.ZABY_DEPLOYMENT_ID,
  quotaPolicyId: process.env.ZABY_POLICY_ID,
  // The second argument is Express' own request, with the session of the middleware below: a visitor gets an id, and with it a
  // cookie, with the first question and not before. Where people sign in, this is the id of their account, and null for nobody.
  identify: (_request, { session }) => {
    session.visitorId ??= randomUUID();
    return { userId: `visitor:${session.visitorId}`, displayName: 'Visitor' };
  },
  // Who sends no cookie is a new visitor each time: what holds such a program back is its address.
  clientAddress: (_request, { ip }) => ip, // behind a proxy of yours: app.set('trust proxy', 1)
  rateLimit: { perAddressPerMinute: 120 },
});

const page = readFileSync('index.html', 'utf8').replace('https://genapi.zaby.io', ZABY_API_ORIGIN);
const policy = [
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'",
  `connect-src 'self' ${ZABY_API_ORIGIN}; require-trusted-types-for 'script'; trusted-types zaby-agent`,
].join('; ');

const app = express();
app.disable('x-powered-by');
app.use(
  cookieSession({
    name: 'session',
    keys: [SESSION_SECRET],
    httpOnly: true,
    sameSite: 'lax',
    secure: isProduction, // behind a proxy that ends TLS, also: app.set('trust proxy', 1)
    maxAge: 365 * 24 * 60 * 60 * 1000,
  }),
);

app.all('/api/zaby-token', toNodeHandler(giveToken));
app.get('/zaby-agent.js', (_request, response) => {
  response.sendFile(fileURLToPath(import.meta.resolve('zaby-agent/zaby-agent.js')));
});
app.get('/', (_request, response) => {
  response.set('content-security-policy', policy).type('html').send(page);
});

app.listen(Number(PORT), () => console.log(`The shop is open: http://localhost:${PORT}`));
