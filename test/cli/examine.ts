import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import type { Finding } from '../../src/cli/doctor/report.js';
import { answerWith, type Around, html, openShop, runCommand, type Shop } from './support.js';

export interface Examined {
  readonly code: number;
  readonly findings: readonly Finding[];
  readonly text: string;
}

export const examine = async (args: readonly string[], around: Around = {}): Promise<Examined> => {
  const { code, output, errors } = await runCommand(['doctor', '--json', ...args], around);
  assert.equal(errors, '');
  return { code, findings: (JSON.parse(output) as { findings: Finding[] }).findings, text: output };
};

export const badOnes = ({ findings }: Examined): Finding[] => findings.filter(({ level }) => level !== 'ok');

/** A test of a shop in which one thing is broken, and of the one finding that tells. */
export const finds = (
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

export const page =
  (body: (shop: Shop) => string, headers: (shop: Shop) => Record<string, string> = () => ({})) =>
  (shop: Shop) => {
    shop.pages['/'] = answerWith('text/html', body(shop), headers(shop));
  };

export const withTag = (tag: (shop: Shop) => string) => page((shop) => html(tag(shop), shop.script));
export const withPolicy = (change: (policy: string) => string) =>
  page(
    ({ tag, script }) => html(tag, script),
    ({ policy }) => ({ 'content-security-policy': change(policy) }),
  );
export const withToken =
  (body: unknown, headers: Record<string, string> = {}, status = 200) =>
  (shop: Shop) => {
    shop.pages['/api/zaby-token'] = answerWith(
      'application/json',
      typeof body === 'string' ? body : JSON.stringify(body),
      { 'cache-control': 'no-store', ...headers },
      status,
    );
  };

export const jwt = (claims: object): string =>
  [{ alg: 'HS256' }, claims, 'signature']
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
export const seconds = (): number => Math.floor(Date.now() / 1000);

export const visitorOf = ({ headers }: Request) => {
  const visitor = /visitor=([\w-]+)/.exec(headers.get('cookie') ?? '')?.[1];
  return visitor === undefined ? null : { userId: visitor };
};
export const adaOf = ({ headers }: Request) => (headers.get('cookie') === 'session=s3cret' ? { userId: 'ada' } : null);
