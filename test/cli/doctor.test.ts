import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it, type TestContext } from 'node:test';
import { createTokenEndpoint, toNodeHandler } from '../../src/server/index.js';
import { attributes } from '../../src/cli/doctor/check-page.js';
import type { Finding } from '../../src/cli/doctor/report.js';
import { settingsOf } from '../check/public-names.js';
import { root } from '../check/source.js';
import {
  answerWith,
  type Around,
  closedOrigin,
  html,
  openShop,
  openSite,
  runCommand,
  type Shop,
  widget,
} from './support.js';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Examined {
  readonly code: number;
  readonly findings: readonly Finding[];
  readonly text: string;
}

const examine = async (args: readonly string[], around: Around = {}): Promise<Examined> => {
  const { code, output, errors } = await runCommand(['doctor', '--json', ...args], around);
  assert.equal(errors, '');
  return { code, findings: (JSON.parse(output) as { findings: Finding[] }).findings, text: output };
};

const badOnes = ({ findings }: Examined): Finding[] => findings.filter(({ level }) => level !== 'ok');

/** A test of a shop in which one thing is broken, and of the one finding that tells. */
const finds = (
  title: string,
  breakIt: (shop: Shop, test: TestContext) => unknown,
  expected: { level: 'warning' | 'fault'; message: RegExp; remedy: RegExp },
  args: (shop: Shop) => string[] = ({ origin }) => [origin],
): void => {
  it(title, async (test) => {
    const shop = await openShop(test);
    await breakIt(shop, test);
    const examined = await examine(args(shop));
    const found = badOnes(examined).find(({ message }) => expected.message.test(message));
    assert.ok(found, examined.text);
    assert.equal(found.level, expected.level);
    assert.match(found.remedy ?? '', expected.remedy);
    assert.equal(examined.code, examined.findings.some(({ level }) => level === 'fault') ? 1 : 0);
    assert.doesNotMatch(examined.text, /eyJ[\w-]+\.|zaby_pk_/, 'no token and no key is shown');
  });
};

const page =
  (body: (shop: Shop) => string, headers: (shop: Shop) => Record<string, string> = () => ({})) =>
  (shop: Shop) => {
    shop.pages['/'] = answerWith('text/html', body(shop), headers(shop));
  };

const withTag = (tag: (shop: Shop) => string) => page((shop) => html(tag(shop), shop.script));
const withPolicy = (change: (policy: string) => string) =>
  page(
    ({ tag, script }) => html(tag, script),
    ({ policy }) => ({ 'content-security-policy': change(policy) }),
  );
const withToken =
  (body: unknown, headers: Record<string, string> = {}, status = 200) =>
  (shop: Shop) => {
    shop.pages['/api/zaby-token'] = answerWith(
      'application/json',
      typeof body === 'string' ? body : JSON.stringify(body),
      { 'cache-control': 'no-store', ...headers },
      status,
    );
  };

const jwt = (claims: object): string =>
  [{ alg: 'HS256' }, claims, 'signature']
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
const seconds = (): number => Math.floor(Date.now() / 1000);

const visitorOf = ({ headers }: Request) => {
  const visitor = /visitor=([\w-]+)/.exec(headers.get('cookie') ?? '')?.[1];
  return visitor === undefined ? null : { userId: visitor };
};
const adaOf = ({ headers }: Request) => (headers.get('cookie') === 'session=s3cret' ? { userId: 'ada' } : null);

describe('doctor on a page where all is well', () => {
  it('finds nothing wrong, and looks at everything', async (test) => {
    const { origin } = await openShop(test);
    const examined = await examine([origin]);
    assert.deepEqual(badOnes(examined), []);
    assert.equal(examined.code, 0);
    const subjects = new Set(examined.findings.map(({ subject }) => subject));
    assert.deepEqual([...subjects].toSorted(), ['endpoint', 'page', 'platform', 'policy', 'script', 'tag', 'token']);
  });

  it('tells each thing in one line, for people', async (test) => {
    const { origin, apiOrigin } = await openShop(test);
    const { code, output } = await runCommand(['doctor', origin]);
    assert.equal(code, 0);
    assert.match(output, new RegExp(`^ok +platform +It lets pages of ${origin} call it\\.$`, 'm'));
    assert.match(output, new RegExp(`^ok +platform +The platform is there: ${apiOrigin}\\.$`, 'm'));
    assert.match(output, /^\d+ checks ok, 0 warnings, 0 faults$/m);
  });

  it('takes the address of the endpoint as well', async (test) => {
    const { origin, apiOrigin } = await openShop(test);
    const examined = await examine([`${origin}/api/zaby-token`, '--api-origin', apiOrigin]);
    assert.deepEqual(badOnes(examined), []);
  });

  it('carries the cookie that the page sets for anonymous visitors', async (test) => {
    const shop = await openShop(test);
    const { account } = shop;
    shop.pages['/'] = answerWith('text/html', html(shop.tag, shop.script), { 'set-cookie': 'visitor=v-1; HttpOnly' });
    const endpoint = createTokenEndpoint({ ...account, identify: visitorOf, onError: () => {} });
    shop.pages['/api/zaby-token'] = toNodeHandler(endpoint) as (typeof shop.pages)[string];
    assert.deepEqual(badOnes(await examine([shop.origin])), []);
  });

  it('knows every attribute that the element reads', async () => {
    const path = 'src/element/zaby-agent.ts';
    const settings = settingsOf({ path, text: await readFile(join(root, path), 'utf8') });
    const names = settings.flatMap(({ attribute }) => attribute ?? []);
    assert.deepEqual([...attributes].toSorted(), names.toSorted());
  });
});

describe('doctor on a page', () => {
  it('says that nothing listens there', async () => {
    const { findings, code } = await examine([await closedOrigin()]);
    assert.equal(code, 1);
    assert.match(findings[0]?.message ?? '', /refuses connections/);
  });
  it('says that browsers refuse the port', async () => {
    const { findings } = await examine(['http://localhost:6000']);
    assert.match(findings[0]?.message ?? '', /port that browsers refuse/);
  });
  finds(
    'says that there is no such page',
    () => {},
    { level: 'fault', message: /answers 404/, remedy: /Correct the address/ },
    ({ origin }) => [`${origin}/nowhere`],
  );
  finds('says that it is no page', ({ pages }) => (pages['/'] = answerWith('image/png', 'x')), {
    level: 'fault',
    message: /answers with image\/png/,
    remedy: /text\/html/,
  });
  finds(
    'follows a redirect, and says so',
    ({ pages }) => (pages['/old'] = answerWith('', '', { location: '/' }, 302)),
    {
      level: 'warning',
      message: /redirects to/,
      remedy: /ZABY_COOKIE/,
    },
    ({ origin }) => [`${origin}/old`],
  );
  finds('gives up on redirects in a circle', ({ pages }) => (pages['/'] = answerWith('', '', { location: '/' }, 302)), {
    level: 'fault',
    message: /in a circle/,
    remedy: /browser/,
  });
  finds(
    'says that there is no tag',
    page(({ script }) => html('', script)),
    {
      level: 'warning',
      message: /no <zaby-agent>/,
      remedy: /Put the tag/,
    },
  );
  finds(
    'is not taken in by a tag in a comment',
    page(({ tag, script }) => html(`<!-- ${tag} -->`, script)),
    {
      level: 'warning',
      message: /no <zaby-agent>/,
      remedy: /Put the tag/,
    },
  );
  finds(
    'corrects a misspelled attribute',
    withTag(({ tag }) => tag.replace('token-url', 'tokenUrl')),
    {
      level: 'fault',
      message: /says tokenurl/,
      remedy: /Write token-url/,
    },
  );
  finds(
    'says that the tag is not closed',
    withTag(({ tag }) => `${tag.replace('></zaby-agent>', '/>')}<main>The shop</main>`),
    { level: 'fault', message: /not closed/, remedy: /<\/zaby-agent>/ },
  );
  finds(
    'corrects a value',
    withTag(({ tag }) => tag.replace('floating', 'flaoting')),
    {
      level: 'fault',
      message: /mode="flaoting"/,
      remedy: /inline, floating/,
    },
  );
  finds(
    'misses a token-url',
    withTag(({ tag }) => tag.replace(/token-url="[^"]*"/, '')),
    {
      level: 'warning',
      message: /no token-url/,
      remedy: /token-url="\/api\/zaby-token"/,
    },
  );
  finds(
    'refuses an api-origin that is none',
    withTag(({ tag }) => tag.replace(/api-origin="[^"]*"/, 'api-origin="http://evil.example/x"')),
    {
      level: 'fault',
      message: /api-origin is no origin/,
      remedy: /bare https origin/,
    },
  );
});

describe('doctor on the script', () => {
  finds('says that it is not there', ({ pages }) => delete pages['/zaby-agent.js'], {
    level: 'fault',
    message: /not there: .* answers 404/,
    remedy: /node_modules\/zaby-agent\/dist\/zaby-agent\.js/,
  });
  finds(
    'says that a page stands in for it',
    ({ pages }) => (pages['/zaby-agent.js'] = answerWith('text/html', html(''))),
    {
      level: 'fault',
      message: /answers with HTML/,
      remedy: /Copy/,
    },
  );
  finds(
    'says that its type is wrong, where browsers refuse it',
    ({ pages }) =>
      (pages['/zaby-agent.js'] = answerWith('text/plain', widget, { 'x-content-type-options': 'nosniff' })),
    {
      level: 'fault',
      message: /comes as text\/plain.*refuse/,
      remedy: /text\/javascript/,
    },
  );
  finds(
    'says that it is another script',
    ({ pages }) => (pages['/zaby-agent.js'] = answerWith('text/javascript', 'alert(1)')),
    {
      level: 'warning',
      message: /does not begin as the widget/,
      remedy: /anew/,
    },
  );
  finds(
    'says that it is not the one that the page has pinned',
    page(({ tag }) => html(tag, `<script src="/zaby-agent.js" integrity="sha384-${'A'.repeat(64)}"></script>`)),
    {
      level: 'fault',
      message: /not the one that integrity names/,
      remedy: new RegExp(
        `sha384-${createHash('sha384')
          .update(widget)
          .digest('base64')
          .replaceAll(/[+/]/g, String.raw`\$&`)}`,
      ),
    },
  );
});

describe('doctor on the script as a module', () => {
  const module = `${widget}import("./chunks/element-x.js");`;
  const asModule = (shop: Shop): void => {
    shop.pages['/'] = answerWith('text/html', html(shop.tag, '<script type="module" src="/w/zaby-agent.js"></script>'));
    shop.pages['/w/zaby-agent.js'] = answerWith('text/javascript', module);
  };
  finds('misses its parts', asModule, {
    level: 'fault',
    message: /part of the script is not there: .*\/w\/chunks\/element-x\.js answers 404/,
    remedy: /whole folder/,
  });
  it('finds nothing wrong where they are there', async (test) => {
    const shop = await openShop(test);
    asModule(shop);
    shop.pages['/w/chunks/element-x.js'] = answerWith('text/javascript', '');
    assert.deepEqual(badOnes(await examine([shop.origin])), []);
  });
});

describe('doctor on an endpoint of another origin', () => {
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

describe('doctor on the content policy', () => {
  finds(
    'misses the platform in connect-src',
    withPolicy((policy) => policy.replace(/ http:\/\/localhost:\d+/, '')),
    {
      level: 'fault',
      message: /connect-src forbids calling http:\/\/localhost:\d+/,
      remedy: /^Add http:\/\/localhost:\d+ to connect-src\.$/,
    },
  );
  finds(
    'misses the endpoint in connect-src',
    withPolicy((policy) => policy.replace("connect-src 'self'", 'connect-src')),
    {
      level: 'fault',
      message: /connect-src forbids calling \/api\/zaby-token/,
      remedy: /^Add 'self' to connect-src\.$/,
    },
  );
  finds(
    'misses the script in script-src',
    withPolicy((policy) => policy.replace("script-src 'self'", "script-src 'nonce-abc'")),
    {
      level: 'fault',
      message: /script-src forbids the script/,
      remedy: /^Add 'self' to script-src\.$/,
    },
  );
  finds(
    'asks for a nonce under strict-dynamic',
    withPolicy((policy) => policy.replace("script-src 'self'", "script-src 'strict-dynamic' 'nonce-abc' 'self'")),
    {
      level: 'fault',
      message: /script-src forbids the script/,
      remedy: /nonce/,
    },
  );
  finds(
    'misses the name in trusted-types',
    withPolicy((policy) => policy.replace('trusted-types zaby-agent', 'trusted-types lit-html')),
    {
      level: 'fault',
      message: /trusted-types does not name the widget/,
      remedy: /Add zaby-agent/,
    },
  );
  finds(
    'reads the policy in the page, too',
    page(({ tag, script }) =>
      html(tag, `<meta http-equiv="Content-Security-Policy" content="connect-src 'none'">${script}`),
    ),
    {
      level: 'fault',
      message: /connect-src forbids/,
      remedy: /Add/,
    },
  );
});

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

describe('doctor misused', () => {
  it('wants an address', async () => {
    const { code, errors } = await runCommand(['doctor']);
    assert.equal(code, 2);
    assert.match(errors, /takes one address/);
  });
  it('knows no other options, and repeats no value of them', async () => {
    const { code, errors } = await runCommand(['doctor', '--token=eyJabc.def.ghi', 'http://localhost']);
    assert.equal(code, 2);
    assert.match(errors, /no option --token\./);
    assert.doesNotMatch(errors, /eyJ/);
  });
});
