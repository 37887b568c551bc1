import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { createTokenEndpoint, toNodeHandler } from '../../src/server/index.js';
import { adaOf, badOnes, examine, finds, jwt, seconds, withTag, withToken } from './examine.js';
import { type Shop, answerWith, html, openShop, openSite, widget } from './support.js';

describe('doctor on the token endpoint', () => {
  finds('says that it is not there', ({ pages }) => delete pages['/api/zaby-token'], {
    level: 'fault',
    message: /No endpoint answers/,
    remedy: /Mount it/,
  });
  finds(
    'says that it answers with a page',
    ({ pages }) => (pages['/api/zaby-token'] = answerWith('text/html', html(''))),
    {
      level: 'fault',
      message: /answers with HTML/,
      remedy: /Mount/,
    },
  );
  finds(
    'says that it redirects to a login',
    ({ pages }) => (pages['/api/zaby-token'] = answerWith('', '', { location: '/login' }, 302)),
    {
      level: 'fault',
      message: /redirects to \/login/,
      remedy: /401/,
    },
  );
  finds('says how to go on where one must sign in', withToken({ code: 'sign-in-required' }, {}, 401), {
    level: 'warning',
    message: /wants the person to sign in/,
    remedy: /ZABY_COOKIE/,
  });
  it('takes the cookie of a session, and says where it is of none', async (test) => {
    const shop = await openShop(test);
    withToken({ code: 'sign-in-required' }, {}, 401)(shop);
    const examined = await examine([shop.origin], { env: { ZABY_COOKIE: 'session=s3cret' } });
    assert.match(badOnes(examined)[0]?.remedy ?? '', /of no session/);
    assert.doesNotMatch(examined.text, /s3cret/);
  });
  it('takes the cookie from the standard input', async (test) => {
    const shop = await openShop(test);
    const { account } = shop;
    const endpoint = createTokenEndpoint({ ...account, identify: adaOf, onError: () => {} });
    shop.pages['/api/zaby-token'] = toNodeHandler(endpoint) as (typeof shop.pages)[string];
    assert.deepEqual(badOnes(await examine([shop.origin, '--cookie-stdin'], { input: 'session=s3cret\n' })), []);
  });
  it('gives the cookie to no other host', async (test) => {
    const shop = await openShop(test);
    const seen: (string | undefined)[] = [];
    const answer = answerWith('text/javascript', widget);
    const cdn = await openSite(
      test,
      (request, response) => {
        seen.push(request.headers.cookie);
        answer(request, response);
      },
      '127.0.0.1',
    );
    const page = html(shop.tag, `<script src="${cdn.origin}/zaby-agent.js" defer></script>`);
    shop.pages['/'] = answerWith('text/html', page, { 'set-cookie': 'visitor=v-1' });
    await examine([shop.origin], { env: { ZABY_COOKIE: 'session=s3cret' } });
    assert.deepEqual(seen, [undefined]);
  });
  finds('tells what a refusal asks for', withToken({ code: 'token-refused' }, {}, 502), {
    level: 'fault',
    message: /502 token-refused/,
    remedy: /init/,
  });
  finds('says that the page is refused', withToken({}, {}, 403), {
    level: 'fault',
    message: /refuses the page's origin/,
    remedy: /allowedOrigins/,
  });
  finds('says that the answer has no token', withToken({ ok: true }), {
    level: 'fault',
    message: /without a token/,
    remedy: /JSON/,
  });
  finds(
    'says that the answer may be kept by caches',
    withToken({ token: jwt({}) }, { 'cache-control': 'max-age=60' }),
    {
      level: 'fault',
      message: /caches/,
      remedy: /no-store/,
    },
  );
  finds(
    'says that every page may read the token',
    withToken({ token: jwt({}) }, { 'access-control-allow-origin': '*' }),
    {
      level: 'fault',
      message: /Every page on the web/,
      remedy: /Remove/,
    },
  );
  for (const what of ['a page of another site', 'a page without an origin', 'a plain form']) {
    finds(`says that it gives a token to ${what}`, withToken({ token: jwt({}) }), {
      level: 'fault',
      message: new RegExp(`gives a token to ${what}`),
      remedy: /Origin|origin|application\/json/,
    });
  }
  finds('says that a plain GET is given a token', withToken({ token: jwt({}) }), {
    level: 'fault',
    message: /plain GET/,
    remedy: /POST alone/,
  });
  finds(
    'says that a token-url elsewhere gets no cookies',
    withTag(({ tag, apiOrigin }) => tag.replace('/api/zaby-token', `${apiOrigin}/nowhere`)),
    {
      level: 'warning',
      message: /of another origin/,
      remedy: /token-credentials="include"/,
    },
  );
});

const elsewhere = async (shop: Shop, test: TestContext, cors: boolean): Promise<void> => {
  const endpoint = createTokenEndpoint({
    ...shop.account,
    identify: adaOf,
    onError: () => {},
    allowedOrigins: [shop.origin],
    cors,
  });
  const { origin } = await openSite(test, { '/token': toNodeHandler(endpoint) as (typeof shop.pages)[string] });
  const tag = shop.tag.replace('/api/zaby-token"', `${origin}/token" token-credentials="include"`);
  shop.pages['/'] = answerWith('text/html', html(tag, shop.script));
};

describe('doctor on an endpoint of another origin', () => {
  finds('misses CORS', (shop, test) => elsewhere(shop, test, false), {
    level: 'fault',
    message: /Browsers do not let a page of .* ask .* for a token/,
    remedy: /allowedOrigins: .*cors: true/,
  });
  it('finds nothing wrong where it is set up, and gives it the cookie', async (test) => {
    const shop = await openShop(test);
    await elsewhere(shop, test, true);
    assert.deepEqual(badOnes(await examine([shop.origin], { env: { ZABY_COOKIE: 'session=s3cret' } })), []);
  });
});

describe('doctor on the token', () => {
  finds('cries out where it is the API key', withToken({ token: 'zaby_pk_live_0123456789' }), {
    level: 'fault',
    message: /the API key itself/,
    remedy: /at once/,
  });
  finds(
    'says that it has expired already',
    (shop) => withToken({ token: jwt({ iat: seconds() - 900, exp: seconds() - 300 }), rotateAfterSeconds: 5 })(shop),
    {
      level: 'fault',
      message: /has expired before it was given/,
      remedy: /keep none/,
    },
  );
  finds(
    'says that it lives for seconds only',
    (shop) => withToken({ token: jwt({ iat: seconds(), exp: seconds() + 20 }) })(shop),
    {
      level: 'warning',
      message: /20 seconds only/,
      remedy: /ttlSeconds/,
    },
  );
  finds(
    'says that it lives for days',
    (shop) => withToken({ token: jwt({ iat: seconds(), exp: seconds() + 864_000 }) })(shop),
    {
      level: 'warning',
      message: /240 hours/,
      remedy: /Ten minutes/,
    },
  );
  finds(
    'says that the clock of the server is wrong',
    (shop) => withToken({ token: jwt({}) }, { date: new Date(Date.now() - 3_600_000).toUTCString() })(shop),
    {
      level: 'warning',
      message: /clock of your server is 60 minutes behind/,
      remedy: /NTP/,
    },
  );
  finds(
    'says that the clock of the platform is wrong',
    (shop) => withToken({ token: jwt({ iat: seconds() + 600, exp: seconds() + 1200 }) })(shop),
    {
      level: 'warning',
      message: /clock of the platform is 10 minutes ahead/,
      remedy: /NTP/,
    },
  );
  finds('says that conversations share a memory', withToken({ token: jwt({ agentSessionId: 'one' }) }), {
    level: 'warning',
    message: /share a memory/,
    remedy: /externalSessionId/,
  });
});

describe('doctor on the platform', () => {
  finds(
    'says that the app does not allow the origin',
    () => {},
    {
      level: 'fault',
      message: /does not let pages of https:\/\/other\.example call it/,
      remedy: /init --origin https:\/\/other\.example/,
    },
    ({ origin, apiOrigin }) => [
      `${origin}/api/zaby-token`,
      '--api-origin',
      apiOrigin,
      '--origin',
      'https://other.example',
    ],
  );
  finds(
    'says that nothing is there',
    withTag(({ tag }) => tag.replace(/api-origin="[^"]*"/, 'api-origin="http://localhost:6000"')),
    {
      level: 'fault',
      message: /platform cannot be asked: .*browsers refuse/,
      remedy: /another port/,
    },
  );
  finds(
    'says that something else is there',
    withTag(({ tag, origin }) => tag.replace(/api-origin="[^"]*"/, `api-origin="${origin}"`)),
    {
      level: 'fault',
      message: /is no platform/,
      remedy: /api-origin/,
    },
  );
  finds('says that it does not take the token', withToken({ token: jwt({ iat: 1, exp: 601 }) }), {
    level: 'fault',
    message: /does not take the token \(401/,
    remedy: /same platform/,
  });
});
