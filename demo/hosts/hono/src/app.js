/**
 * A shop on Hono, with its token endpoint: on Cloudflare Workers, or on Node by `node.js` beside it. In a copy of this folder:
 *
 *     npm install && npm run build && cp .env.example .env
 *     npx zaby-agent emulator --origin http://localhost:3000     # the platform, on this machine; it stays in this terminal
 *     npm start                                                  # in another one: workerd, as on Cloudflare; then open
 *                                                                # http://localhost:3000. `npm run start:node` for Node
 */
import { Hono } from 'hono';
import { generateSignedCookie, getSignedCookie } from 'hono/cookie';
import { html } from 'hono/html';
import { createTokenEndpoint } from 'zaby-agent/server';

const app = new Hono();

/** One for all requests, for it remembers how often each visitor has asked; a Worker learns its settings with the first. */
let giveToken;
const createGiveToken = (env) =>
  createTokenEndpoint({
    apiKey: env.ZABY_API_KEY,
    apiOrigin: env.ZABY_API_ORIGIN,
    externalAppId: env.ZABY_APP_ID,
    deploymentId: env.ZABY_DEPLOYMENT_ID,
    quotaPolicyId: env.ZABY_POLICY_ID,
    // Where people sign in, this is the id of their account, and null for nobody.
    identify: (_request, { visitorId }) => ({ userId: `visitor:${visitorId}`, displayName: 'Visitor' }),
    // Who sends no cookie is a new visitor each time: what holds such a program back is its address.
    clientAddress: (_request, { address }) => address,
    rateLimit: { perAddressPerMinute: 120 },
  });

/** Cloudflare writes the header; anyone could, where Node is asked directly. Behind a proxy of yours: what that writes. */
const addressOf = ({ env, req }) => (env.incoming ? env.incoming.socket.remoteAddress : req.header('cf-connecting-ip'));

/** Tells visitors apart by a signed cookie, which they get with their first question and not before. */
app.all('/api/zaby-token', async (context) => {
  const { SESSION_SECRET } = context.env;
  giveToken ??= createGiveToken(context.env);
  const known = await getSignedCookie(context, SESSION_SECRET, 'visitor');
  const visitorId = known || crypto.randomUUID();
  const response = await giveToken(context.req.raw, { visitorId, address: addressOf(context) });
  if (!known && context.req.method === 'POST' && response.ok) {
    const cookie = await generateSignedCookie('visitor', visitorId, SESSION_SECRET, {
      path: '/',
      httpOnly: true,
      sameSite: 'Lax',
      secure: new URL(context.req.url).protocol === 'https:',
      maxAge: 365 * 24 * 60 * 60,
    });
    response.headers.append('set-cookie', cookie);
  }
  return response;
});

const policyFor = (apiOrigin) =>
  [
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'",
    `connect-src 'self' ${apiOrigin}; require-trusted-types-for 'script'; trusted-types zaby-agent`,
  ].join('; ');

app.get('/', (context) => {
  const { ZABY_API_ORIGIN = 'https://genapi.zaby.io' } = context.env;
  context.header('content-security-policy', policyFor(ZABY_API_ORIGIN));
  return context.html(html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>A shop</title>
        <script src="/zaby-agent.js" defer></script>
      </head>
      <body>
        <h1>A shop</h1>
        <p>Ask the agent in the corner for anything, a refund for instance.</p>
        <zaby-agent
          id="chat"
          mode="floating"
          token-url="/api/zaby-token"
          api-origin="${ZABY_API_ORIGIN}"
          heading="Ask us"
        ></zaby-agent>
      </body>
    </html>`);
});

export default app;
