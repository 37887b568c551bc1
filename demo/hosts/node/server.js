/**
 * A shop on Node's own `http`, with its token endpoint. In a copy of this folder:
 *
 *     npm install && cp .env.example .env
 *     npx zaby-agent emulator --origin http://localhost:3000     # the platform, on this machine; it stays in this terminal
 *     npm start                                                  # in another one, then open http://localhost:3000
 */
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createTokenEndpoint, toNodeHandler } from 'zaby-agent/server';

const { ZABY_API_ORIGIN = 'https://genapi.zaby.io', SESSION_SECRET, PORT = '3000' } = process.env;
if (!SESSION_SECRET) throw new Error('SESSION_SECRET is missing: copy .env.example to .env');

const giveToken = createTokenEndpoint({
  apiKey: process.env.ZABY_API_KEY,
  apiOrigin: ZABY_API_ORIGIN,
  externalAppId: process.env.ZABY_APP_ID,
  deploymentId: process.env.ZABY_DEPLOYMENT_ID,
  quotaPolicyId: process.env.ZABY_POLICY_ID,
  // Where people sign in, this is the id of their account, and null for nobody.
  identify: (_request, { visitorId }) => ({ userId: `visitor:${visitorId}`, displayName: 'Visitor' }),
  // Who sends no cookie is a new visitor each time: what holds such a program back is its address.
  clientAddress: (_request, { address }) => address,
  rateLimit: { perAddressPerMinute: 120 },
});

/**
 * Tells visitors apart by a cookie, which they get with their first question and not before. Behind a proxy of yours, the address
 * is the proxy's: take what your proxy writes instead, such as X-Real-IP.
 */
const giveVisitorToken = async (request, { socket }) => {
  const known = readVisitor(request.headers.get('cookie'));
  const visitorId = known ?? randomUUID();
  const response = await giveToken(request, { visitorId, address: socket.remoteAddress });
  if (!known && request.method === 'POST' && response.ok)
    response.headers.append('set-cookie', visitorCookie(visitorId));
  return response;
};

/** The visitor's id, if it is one that this server has signed: nobody chooses to be somebody else. */
const readVisitor = (cookies) => {
  const [, id = '', given = ''] = /(?:^|;\s*)visitor=([\da-f-]{36})\.([\w-]{43})(?:;|$)/.exec(cookies ?? '') ?? [];
  const signature = Buffer.from(sign(id));
  return given.length === signature.length && timingSafeEqual(Buffer.from(given), signature) ? id : null;
};
const visitorCookie = (id) => {
  const secure = process.env.NODE_ENV === 'production' ? '; Secure' : '';
  return `visitor=${id}.${sign(id)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000${secure}`;
};
const sign = (id) => createHmac('sha256', SESSION_SECRET).update(id).digest('base64url');

const page = readFileSync('index.html', 'utf8').replace('https://genapi.zaby.io', ZABY_API_ORIGIN);
const widget = readFileSync(new URL(import.meta.resolve('zaby-agent/zaby-agent.js')));
const policy = [
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'",
  `connect-src 'self' ${ZABY_API_ORIGIN}; require-trusted-types-for 'script'; trusted-types zaby-agent`,
].join('; ');

const showPage = (_request, response) => {
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.setHeader('content-security-policy', policy);
  response.end(page);
};

const showWidget = (_request, response) => {
  response.setHeader('content-type', 'text/javascript; charset=utf-8');
  response.end(widget);
};

const nothingHere = (_request, response) => {
  response.statusCode = 404;
  response.end();
};

const routes = { '/': showPage, '/zaby-agent.js': showWidget, '/api/zaby-token': toNodeHandler(giveVisitorToken) };

createServer((request, response) => {
  // Not by new URL: strangers may ask for what is no address, and it throws.
  const [path] = request.url.split('?');
  (routes[path] ?? nothingHere)(request, response);
}).listen(Number(PORT), () => console.log(`The shop is open: http://localhost:${PORT}`));
