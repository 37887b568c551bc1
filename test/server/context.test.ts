import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { describe, it } from 'node:test';
import { createTokenEndpoint, toNodeHandler } from '../../src/server/index.js';
import { apiKey, conversationId, listen, openPlatform, tokenRequest } from './support.js';

/** What a session middleware leaves on a request. */
interface WithSession {
  readonly session: { readonly user: string } | null;
}

const account = { apiKey, externalAppId: 'app_1', deploymentId: 'dep_1', quotaPolicyId: 'policy_1' };
const identify = (_request: Request, { session }: WithSession) => session && { userId: session.user };

describe('identify', () => {
  it('is told what was passed beside the request', async (test) => {
    const platform = await openPlatform();
    test.after(platform.close);
    const handler = createTokenEndpoint({ ...account, apiOrigin: platform.origin, identify });
    assert.equal((await handler(tokenRequest(), { session: { user: 'grace' } })).status, 200);
    assert.equal((await handler(tokenRequest(), { session: null })).status, 401);
    assert.deepEqual(
      platform.seen.map(({ body }) => body['externalUserId']),
      ['grace'],
    );
  });

  it('finds on a Node request what a session middleware has put there', async (test) => {
    const platform = await openPlatform();
    test.after(platform.close);
    const handle = toNodeHandler<IncomingMessage & WithSession>(
      createTokenEndpoint({ ...account, apiOrigin: platform.origin, identify }),
    );
    const site = await listen((request, response) => {
      const session = request.headers.cookie === 'session=1' ? { user: 'grace' } : null;
      void handle(Object.assign(request, { session }), response);
    });
    test.after(site.close);
    const ask = async (cookie: string): Promise<number> =>
      (
        await fetch(site.origin, {
          method: 'POST',
          headers: { 'content-type': 'application/json', cookie },
          body: JSON.stringify({ conversationId }),
        })
      ).status;
    assert.deepEqual([await ask('session=1'), await ask('session=2')], [200, 401]);
  });
});
