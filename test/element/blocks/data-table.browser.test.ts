import { expect } from '@open-wc/testing';
import { markdownStrings as strings } from '../hostile/strings.js';
import { button, draw, drawAgain, texts } from './draw.js';

const stock = {
  kind: 'data-table',
  title: 'Stock',
  columns: ['Article', 'Left', 'Counted', 'Price'],
  rows: [
    ['Zelt', 9, '2026-05-04', '1,129.00 EUR'],
    ['Äpfel', 40, '2025-12-19', ''],
    ['Apfelsaft', 100, '2026-03-01', '49.90 EUR'],
    ['item 10', 1, '2026-05-03', '118.80 EUR'],
    ['item 9', 7, '2026-04-01', '9.00 EUR'],
  ],
};

const column = (drawn: Element, index: number): string[] => texts(drawn, `tbody td:nth-child(${index})`);

const sorts = (drawn: Element): (string | null)[] =>
  [...drawn.querySelectorAll('th')].map((head) => head.getAttribute('aria-sort'));

const many = (count: number, more: object = {}) => ({
  kind: 'data-table',
  rows: Array.from({ length: count }, (_, index) => ({ Number: index + 1 })),
  ...more,
});

/** The words of the element that an attribute of another leads to. */
const titled = (attribute: string, element: Element | null): string =>
  document.getElementById(element!.getAttribute(attribute)!)!.textContent;

describe('A data table', () => {
  it('has a caption, a named scroll box that the keyboard reaches, and header cells', () => {
    const drawn = draw(stock);
    expect(texts(drawn, 'caption')).to.deep.equal(['Stock']);
    const box = drawn.querySelector('[role="group"]')!;
    expect([titled('aria-labelledby', box), box.getAttribute('tabindex')]).to.deep.equal(['Stock', '0']);
    for (const name of ['Copy', 'Download CSV'])
      expect(titled('aria-describedby', button(drawn, name)), name).to.equal('Stock');
    const nameless = draw({ ...stock, title: undefined }).querySelector('[role="group"]')!;
    expect([nameless.getAttribute('aria-label'), nameless.getAttribute('aria-labelledby')]).to.deep.equal([
      'Table',
      null,
    ]);
    expect(texts(drawn, 'th[scope="col"]')).to.deep.equal(['Article', 'Left', 'Counted', 'Price']);
  });

  it('is put in the order of a column, of the language for words, and says so', () => {
    const said: string[] = [];
    const drawn = draw(stock, {
      locale: 'de',
      markdown: { strings, announce: (text) => said.push(text) },
    });
    button(drawn, 'Article').click();
    expect(column(drawn, 1)).to.deep.equal(['Äpfel', 'Apfelsaft', 'item 9', 'item 10', 'Zelt']);
    expect(sorts(drawn)).to.deep.equal(['ascending', null, null, null]);
    button(drawn, 'Article').click();
    expect(column(drawn, 1)).to.deep.equal(['Zelt', 'item 10', 'item 9', 'Apfelsaft', 'Äpfel']);
    expect(sorts(drawn)).to.deep.equal(['descending', null, null, null]);
    expect(said).to.deep.equal(['Article, ascending', 'Article, descending']);
  });

  it('knows numbers and dates from words', () => {
    const drawn = draw(stock);
    button(drawn, 'Left').click();
    expect(column(drawn, 2)).to.deep.equal(['1', '7', '9', '40', '100']);
    button(drawn, 'Counted').click();
    expect(column(drawn, 3)).to.deep.equal(['2025-12-19', '2026-03-01', '2026-04-01', '2026-05-03', '2026-05-04']);
  });

  it('keeps empty cells last, whichever way it is sorted', () => {
    const drawn = draw(stock);
    button(drawn, 'Price').click();
    expect(column(drawn, 4)).to.deep.equal(['9.00 EUR', '49.90 EUR', '118.80 EUR', '1,129.00 EUR', '']);
    button(drawn, 'Price').click();
    expect(column(drawn, 4)).to.deep.equal(['1,129.00 EUR', '118.80 EUR', '49.90 EUR', '9.00 EUR', '']);
  });

  it('keeps its order and the focus while rows arrive', () => {
    const drawn = draw(stock);
    const head = button(drawn, 'Left');
    head.focus();
    head.click();
    drawAgain(drawn, { ...stock, rows: [...stock.rows, ['Mug', 3, '2026-01-01', '8.00 EUR']] });
    expect(column(drawn, 2)).to.deep.equal(['1', '3', '7', '9', '40', '100']);
    expect(document.activeElement).to.equal(head);
  });

  it('shows fifty rows at a time, and counts them aloud', () => {
    const said: string[] = [];
    const drawn = draw(many(120), { markdown: { strings, announce: (text) => said.push(text) } });
    expect(column(drawn, 1).length).to.equal(50);
    expect(texts(drawn, '.pages > span')).to.deep.equal(['1–50 of 120']);
    const next = button(drawn, 'Next rows');
    next.focus();
    next.click();
    next.click();
    expect(column(drawn, 1)).to.deep.equal(Array.from({ length: 20 }, (_, index) => String(101 + index)));
    expect([next.getAttribute('aria-disabled'), document.activeElement]).to.deep.equal(['true', next]);
    next.click();
    expect(said).to.deep.equal(['51–100 of 120', '101–120 of 120']);
    button(drawn, 'Previous rows').click();
    expect(column(drawn, 1)[0]).to.equal('51');
  });

  it('needs no pages for fifty rows', () => {
    expect(texts(draw(many(50)), '.pages')).to.deep.equal([]);
  });

  it('goes back to the last page there is where rows went away', () => {
    const drawn = draw(many(120));
    button(drawn, 'Next rows').click();
    button(drawn, 'Next rows').click();
    drawAgain(drawn, many(60));
    expect(texts(drawn, '.pages > span')).to.deep.equal(['51–60 of 60']);
  });

  it('draws a hundred thousand rows, and rows of thousands of columns, as far as they are looked at', () => {
    expect(column(draw(many(100_000)), 1).length).to.equal(50);
    const wide = [Object.fromEntries(Array.from({ length: 4000 }, (_, index) => [`c${index}`, index]))];
    expect(draw({ kind: 'data-table', rows: [...wide, ...wide] }).querySelectorAll('tbody tr').length).to.equal(1);
  });

  it('stands numbers at the end', () => {
    const drawn = draw(stock);
    expect([...drawn.querySelectorAll('tbody tr:first-child td')].map(({ className }) => className)).to.deep.equal([
      '',
      'align-end',
      '',
      'align-end',
    ]);
  });

  it('links what is an address, and nothing that may not be followed', () => {
    const drawn = draw({
      kind: 'data-table',
      rows: [
        { Page: 'https://shop.example/a', Order: { label: '1042', url: 'https://shop.example/o' } },
        { Page: 'javascript:alert(1)', Order: { label: 'Bad', url: 'javascript:alert(1)' } },
        { Page: 'see https://shop.example/b there', Order: {} },
      ],
    });
    expect([...drawn.querySelectorAll('a')].map(({ href }) => href)).to.deep.equal([
      'https://shop.example/a',
      'https://shop.example/o',
    ]);
    expect(column(drawn, 2)).to.deep.equal(['1042 (opens in a new tab)', 'Bad', '{}']);
  });

  it('says that there is nothing in it', () => {
    const drawn = draw({ kind: 'data-table', title: 'Orders', columns: ['Order'], rows: [] });
    expect(texts(drawn, 'th, .table-foot')).to.deep.equal(['Order', 'No entries']);
    expect(drawn.querySelectorAll('button').length).to.equal(0);
  });

  it('gives all of its rows to a spreadsheet, in the order of now and without a formula', async () => {
    const links: HTMLAnchorElement[] = [];
    const click = HTMLAnchorElement.prototype.click;
    HTMLAnchorElement.prototype.click = function () {
      links.push(this);
    };
    try {
      const drawn = draw(
        many(60, {
          title: 'Orders: all/of them',
          rows: undefined,
          columns: ['Name', 'Left'],
          items: [
            ['=HYPERLINK("https://evil.example")', 2],
            ['b', 1],
          ],
        }),
      );
      button(drawn, 'Left').click();
      const [link] = (button(drawn, 'Download CSV').click(), links);
      expect(link!.download).to.equal('Orders all of them.csv');
      const written = fetch(link!.href).then((response) => response.arrayBuffer());
      const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await written);
      expect(text).to.equal(`\uFEFFName,Left\r\nb,1\r\n"'=HYPERLINK(""https://evil.example"")",2`);
    } finally {
      HTMLAnchorElement.prototype.click = click;
    }
  });
});
