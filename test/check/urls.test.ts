import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findAddresses, findServerSecrets } from './urls.js';

const addresses = (text: string): string[] =>
  findAddresses({ path: 'dist/a.js', text }).map((message) => message.replace('dist/a.js holds the address ', ''));

describe('the search for addresses in built files', () => {
  it('finds an address in a text, in a template and without a scheme', () => {
    assert.deepEqual(
      addresses("f('https://cdn.example.com/a.js'); f(`wss://example.com/${id}`); f('//cdn.example.com/a.css');"),
      ['https://cdn.example.com/a.js', 'wss://example.com/', '//cdn.example.com/a.css'],
    );
  });

  it('is calm about comments, namespaces, the platform and bare schemes', () => {
    const text =
      "// https://example.com\nf('http://www.w3.org/2000/svg', 'https://genapi.zaby.io', 'https://', 'a // b');";
    assert.deepEqual(addresses(text), []);
  });

  it('finds what belongs to servers', () => {
    assert.deepEqual(
      findServerSecrets({ path: 'dist/a.js', text: "f({ 'X-Zaby-Api-Key': key }, `/api/v1/provisioning/${app}`);" }),
      [
        'dist/a.js holds x-zaby-api-key, which belongs to servers',
        'dist/a.js holds /api/v1/provisioning, which belongs to servers',
      ],
    );
  });
});
