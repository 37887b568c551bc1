import { createTokenEndpoint } from '../../../src/server/index.js';
import { freePlatform } from './free-platform.js';

/** The endpoint that is measured: everybody may ask, as the cookie they send. */
export const endpoint = createTokenEndpoint({
  apiKey: 'zaby_pk_bench',
  externalAppId: 'app',
  deploymentId: 'deployment',
  quotaPolicyId: 'policy',
  identify: ({ headers }) => ({ userId: headers.get('cookie') ?? 'nobody' }),
  rateLimit: { perMinute: 1_000_000 },
  fetch: freePlatform,
});
