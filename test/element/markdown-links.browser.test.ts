import { expect, fixtureSync } from '@open-wc/testing';
import { html, render } from 'lit';
import { type MarkdownContext, readLink, renderMarkdown } from '../../src/element/markdown/index.js';
import { markdownStrings as strings } from './hostile/strings.js';

const draw = (text: string, context: Partial<MarkdownContext> = {}): HTMLElement => {
  const host = fixtureSync<HTMLElement>(html`<div></div>`);
  render(renderMarkdown(text, { strings, ...context }), host);
  return host;
};

const base = 'https://shop.example/help/';

const allowed = (address: string): boolean => readLink(address, ['docs.example', '*.help.example'], base) !== undefined;

const hrefs = (text: string): string[] => [...draw(text).querySelectorAll('a')].map((link) => link.href);

describe('A link in an answer', () => {
  it('opens a new tab that knows nothing of the page, and says so', () => {
    const link = draw('[guide](https://docs.example/a?b=1)').querySelector('a')!;
    expect(link.href).to.equal('https://docs.example/a?b=1');
    expect(link.target).to.equal('_blank');
    expect(link.rel).to.equal('noopener noreferrer nofollow');
    expect(link.referrerPolicy).to.equal('no-referrer');
    expect(link.textContent).to.equal('guide (opens in a new tab)');
    expect(link.title).to.equal('https://docs.example/a?b=1');
  });

  for (const [address, url] of [
    ['https://a.example', 'https://a.example/'],
    ['HTTP://A.example/b', 'http://a.example/b'],
    ['//a.example/b', 'https://a.example/b'],
    ['/orders', 'https://shop.example/orders'],
    ['orders?id=1#x', 'https://shop.example/help/orders?id=1#x'],
    ['https:\\\\a.example', 'https://a.example/'],
    ['mailto:a@b.example', 'mailto:a@b.example'],
    ['tel:+49%20123', 'tel:+49%20123'],
    ['https://b\u00E4nk.example', 'https://xn--bnk-qla.example/'],
  ] as const) {
    it(`leads from ${address} to ${url}`, () => expect(readLink(address, undefined, base)?.url).to.equal(url));
  }

  for (const address of [
    '',
    ' ',
    'javascript:x',
    'java\tscript:x',
    '\u0001javascript:x',
    'data:text/html,x',
    'blob:https://a.example/1',
    'file:///x',
    'https://a@b.example',
    'https://:p@b.example',
    'https://[',
    'sandbox:/x',
  ]) {
    it(`is only text for ${JSON.stringify(address)}`, () =>
      expect(readLink(address, undefined, base)).to.equal(undefined));
  }

  it('stays on the hosts that the page allows', () => {
    expect(allowed('https://docs.example/a')).to.equal(true);
    expect(allowed('https://docs.example:8443/a')).to.equal(true);
    expect(allowed('https://de.help.example/')).to.equal(true);
    expect(allowed('/same-site')).to.equal(true);
    expect(allowed('mailto:a@b.example')).to.equal(true);
    expect(allowed('https://help.example/')).to.equal(false);
    expect(allowed('https://evil-help.example/')).to.equal(false);
    expect(allowed('https://docs.example.evil.example/')).to.equal(false);
    expect(draw('[a](https://evil.example)', { allowedLinkHosts: ['docs.example'] }).querySelector('a')).to.equal(null);
  });

  it('shows where it leads when its text names another host', () => {
    expect(draw('[bank.example/login](https://evil.example/x)').textContent).to.contain('(evil.example)');
    expect(draw('[https://www.bank.example](https://bank.example/x)').textContent).not.to.contain('(bank.example)');
    expect(draw('[the manual](https://evil.example/x)').textContent).not.to.contain('(evil.example)');
  });

  it('points out an address that carries much data', () => {
    const drawn = draw(`[x](https://a.example/?q=${'secret'.repeat(40)})`);
    expect(drawn.textContent).to.contain('(a long address at a.example)');
  });

  it('reads character references in its address once', () => {
    expect(hrefs('[x](https://a.example/?a=1&amp;b=2)')).to.deep.equal(['https://a.example/?a=1&b=2']);
    expect(hrefs('https://a.example/?a=1&amp;b=2')).to.deep.equal(['https://a.example/?a=1&amp;b=2']);
    expect(hrefs('www.a.example')).to.deep.equal(['http://www.a.example/']);
  });

  it('asks the page before it is followed, whichever button', () => {
    const asked: string[] = [];
    const onLinkClick = (event: MouseEvent, url: string): void => {
      event.preventDefault();
      asked.push(`${event.type} ${url}`);
    };
    const link = draw('[x](https://a.example)', { onLinkClick }).querySelector('a')!;
    const followed = ['click', 'auxclick'].map((type) =>
      link.dispatchEvent(new MouseEvent(type, { cancelable: true })),
    );
    expect(followed).to.deep.equal([false, false]);
    expect(asked).to.deep.equal(['click https://a.example/', 'auxclick https://a.example/']);
  });
});

describe('A picture in an answer', () => {
  it('is a link that names its host and is not fetched', () => {
    const drawn = draw('![a cat](https://cats.example/1.png "T")');
    expect(drawn.querySelector('img')).to.equal(null);
    expect(drawn.querySelector('a')!.href).to.equal('https://cats.example/1.png');
    expect(drawn.textContent).to.contain('Image: a cat (cats.example)');
  });

  it('is only text inside a link', () => {
    const drawn = draw('[![a cat](https://cats.example/1.png)](https://a.example)');
    expect([...drawn.querySelectorAll('a')].map((link) => link.href)).to.deep.equal(['https://a.example/']);
  });

  it('is fetched from an allowed prefix alone', () => {
    const allowedImages = [`${location.origin}/pictures/`, 'https://cdn.example', 'javascript:', 'https:', ''];
    const sources = (address: string): string[] =>
      [...draw(`![x](${address})`, { allowedImages }).querySelectorAll('img')].map((image) => image.src);
    expect(sources('/pictures/none.png')).to.deep.equal([`${location.origin}/pictures/none.png`]);
    for (const address of [
      '/pictures/../delete',
      '/pictures/%2e%2e/delete',
      '/delete',
      'https://cdn.example.evil.example/x.png',
      'https://cdn.example@evil.example/x.png',
      'http://cdn.example/x.png',
      'https://other.example/x.png',
    ]) {
      expect(sources(address), address).to.deep.equal([]);
    }
  });

  it('is fetched without saying from where', () => {
    const image = draw('![x](/pictures/none.png)', { allowedImages: [`${location.origin}/pictures/`] }).querySelector(
      'img',
    )!;
    expect([image.referrerPolicy, image.loading, image.alt]).to.deep.equal(['no-referrer', 'lazy', 'x']);
  });
});
