import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createServer, type ViteDevServer } from 'vite';

/** What `npm start` serves, asked over HTTP as a browser would. */
describe('the demo site', () => {
  let site: ViteDevServer;
  let origin: string;

  before(async () => {
    site = await createServer({ mode: 'test', server: { port: 0, open: false, watch: null }, logLevel: 'silent' });
    await site.listen();
    ({ origin } = new URL(site.resolvedUrls?.local[0] ?? ''));
  });
  after(() => site.close());

  for (const path of ['/', '/inline.html', '/gallery.html', '/long.html']) {
    it(`serves ${path} under the content policy, with scripts and styles in files only`, async () => {
      const response = await fetch(origin + path, { headers: { accept: 'text/html' } });
      assert.equal(response.status, 200);
      const policy = response.headers.get('content-security-policy') ?? '';
      for (const part of [
        "default-src 'none'",
        "script-src 'self';",
        "style-src 'self';",
        'require-trusted-types-for',
      ]) {
        assert.ok(policy.includes(part), part);
      }
      const page = await response.text();
      assert.doesNotMatch(page, /<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/i);
      assert.doesNotMatch(page.replaceAll(/http:\/\/localhost:\d+/g, ''), /(?:src|href)="(?:https?:)?\/\//);
    });
  }

  it('answers a path that is no page with 404', async () => {
    assert.equal((await fetch(`${origin}/nothing-here`, { headers: { accept: 'text/html' } })).status, 404);
  });

  it('hands the page a token that the platform takes from this origin, and from no other', async () => {
    const page = await (await fetch(`${origin}/`, { headers: { accept: 'text/html' } })).text();
    const apiOrigin = /api-origin="([^"]+)"/.exec(page)?.[1] ?? '';
    const minted = await fetch(`${origin}/api/zaby-token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify({ conversationId: crypto.randomUUID(), reason: 'first' }),
    });
    assert.equal(minted.status, 200);
    assert.equal(minted.headers.get('cache-control'), 'no-store');
    const { token } = (await minted.json()) as { token: string };
    const start = (from: string) =>
      fetch(`${apiOrigin}/api/v1/agent-runtime/runs`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', origin: from },
        body: JSON.stringify({ input: { message: 'Hello' }, respondAsync: true }),
      });
    const own = await start(origin);
    assert.equal(own.ok, true);
    assert.equal(own.headers.get('access-control-allow-origin'), origin);
    const other = await start('http://evil.example');
    assert.equal(other.status, 403);
  });

  it('refuses a token to a page of another site', async () => {
    const response = await fetch(`${origin}/api/zaby-token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'http://evil.example' },
      body: JSON.stringify({ conversationId: crypto.randomUUID(), reason: 'first' }),
    });
    assert.equal(response.status, 403);
    assert.deepEqual(await response.json(), { code: 'forbidden-origin' });
  });
});
