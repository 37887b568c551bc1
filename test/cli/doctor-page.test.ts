import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { badOnes, examine, finds, page, withPolicy, withTag } from './examine.js';
import { answerWith, closedOrigin, html, openShop, widget, type Shop } from './support.js';

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
