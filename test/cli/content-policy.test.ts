import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { forbids, parsePolicies } from '../../src/cli/doctor/content-policy.js';

const self = new URL('https://shop.example/cart');

const allowed = (policy: string, url: string): boolean =>
  parsePolicies(policy).every((one) => forbids(one, 'connect-src', { url: new URL(url, self), self }) === undefined);

describe('what a content policy allows', () => {
  const cases: readonly (readonly [policy: string, url: string, allows: boolean])[] = [
    ['', 'https://api.example/', true],
    ["img-src 'none'", 'https://api.example/', true],
    ["default-src 'none'", 'https://api.example/', false],
    ["default-src 'none'; connect-src https://api.example", 'https://api.example/x', true],
    ["connect-src 'none'", '/api', false],
    ['connect-src', '/api', false],
    ["connect-src 'self'", '/api', true],
    ["CONNECT-SRC 'Self'", '/api', true],
    ["connect-src 'self'", 'https://shop.example:8443/api', false],
    ["connect-src 'self'", 'http://shop.example/api', false],
    ['connect-src *', 'https://api.example/', true],
    ['connect-src https:', 'https://api.example/', true],
    ['connect-src http:', 'https://api.example/', true],
    ['connect-src https:', 'http://api.example/', false],
    ['connect-src api.example', 'https://api.example/', true],
    ['connect-src api.example', 'https://other.example/', false],
    ['connect-src https://*.example', 'https://api.example/', true],
    ['connect-src https://*.api.example', 'https://api.example/', false],
    ['connect-src https://api.example:*', 'https://api.example:9/', true],
    ['connect-src https://api.example:9', 'https://api.example:9/', true],
    ['connect-src https://api.example:443', 'https://api.example/', true],
    ['connect-src https://api.example:9', 'https://api.example/', false],
    ['connect-src https://api.example/v1/', 'https://api.example/v1/runs', true],
    ['connect-src https://api.example/v1/', 'https://api.example/v2/runs', false],
    ['connect-src https://api.example/v1', 'https://api.example/v1/runs', false],
    ["connect-src 'self'; connect-src https://api.example", 'https://api.example/', false],
    ["connect-src https://api.example, connect-src 'self'", 'https://api.example/', false],
    ['connect-src http://[::1]:9080', 'http://[::1]:9080/health', true],
    ["connect-src 'unsafe-inline' 'nonce-x'", '/api', false],
  ];
  for (const [policy, url, allows] of cases) {
    it(`${allows ? 'lets' : 'stops'} ${url} under ${policy === '' ? 'no policy' : policy}`, () => {
      assert.equal(allowed(policy, url), allows);
    });
  }
});
