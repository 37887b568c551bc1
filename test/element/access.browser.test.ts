import { expect, fixtureCleanup } from '@open-wc/testing';
import type axeCore from 'axe-core';
import { galleryStates } from '../../demo/pages/gallery-states.js';
import { ar } from '../../src/element/locales/ar.js';
import { registerLocale } from '../../src/element/locales/index.js';
import { openPanel, painted, partOf } from './views/open-panel.js';

registerLocale('ar', ar);

/** Rows of ACCESS.md that need more than one view; the others stand beside their views (test/check/access-rows.ts). */

/** The states of row E1, as the gallery names them; the closed launcher is in gallery.browser.test.ts. */
const states = [
  'Empty',
  'Writing',
  'Streaming',
  'Tools',
  'Progress',
  'Approval',
  'Approval, decided elsewhere',
  'Run failed',
  'Offline',
  'Reconnecting',
  'Finished',
  'History',
] as const;

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const violations = async (element: Element): Promise<string[]> => {
  await import('axe-core');
  const { axe } = globalThis as unknown as { axe: typeof axeCore };
  const found = await axe.run(element, {
    runOnly: { type: 'tag', values: tags },
    // About a whole page, which a panel on a test page is not.
    rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } },
    resultTypes: ['violations'],
  });
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${String(target)}`));
};

const settle = (root: ShadowRoot): void => {
  for (const animation of root.getAnimations()) {
    if (animation.effect?.getComputedTiming().endTime === Infinity) animation.cancel();
    else animation.finish();
  }
};

const open = async (name: string) => {
  const found = galleryStates.find((each) => each.name === name);
  if (!found) throw new Error(`The gallery has no state "${name}".`);
  return openPanel(found.state, { starters: found.starters ?? [] });
};

const words = (element: Element): string => element.textContent.trim().replace(/^Step \d+ of \d+: /, '');

/** What can be pressed or written in, and is on the screen. */
const controls = (root: ShadowRoot): HTMLElement[] =>
  [...root.querySelectorAll<HTMLElement>('button, textarea, input, a[href], summary, [tabindex="0"]')].filter(
    (each) => each.checkVisibility() && !each.matches(':disabled, .visually-hidden, .at-focus, [tabindex="-1"]'),
  );

/** How wide the ring around what has the focus is, with the border where that joins in, in px. */
const ringOf = (element: Element): number => {
  const { outlineStyle, outlineWidth, outlineColor, borderTopColor, borderTopWidth } = getComputedStyle(element);
  if (outlineStyle === 'none') return 0;
  return parseFloat(outlineWidth) + (borderTopColor === outlineColor ? parseFloat(borderTopWidth) : 0);
};

/** What is cut off although nothing scrolls there, and stands nowhere else. */
const clipped = (root: ShadowRoot): string[] =>
  [...root.querySelectorAll<HTMLElement>('*')]
    .filter(
      (each) =>
        each.checkVisibility() &&
        !each.matches('.visually-hidden, .visually-hidden *, .at-focus:not(:focus), svg, svg *'),
    )
    .filter((each) => {
      const { overflowX, overflowY } = getComputedStyle(each);
      const hides = /hidden|clip/;
      return (
        (hides.test(overflowX) && each.scrollWidth > each.clientWidth + 1) ||
        (hides.test(overflowY) && each.scrollHeight > each.clientHeight + 1)
      );
    })
    .filter(
      (each) =>
        getComputedStyle(each).textOverflow !== 'ellipsis' ||
        ![...root.querySelectorAll('[part~="log"] *')].some(
          (other) => !other.contains(each) && other !== each && other.textContent.includes(words(each)),
        ),
    )
    .map((each) => `${each.localName}.${each.className}: ${each.textContent.trim().slice(0, 60)}`);

describe('the panel, 320 px wide', () => {
  for (const name of states)
    for (const scheme of ['light', 'dark'])
      it(`E1 is accessible in both directions: ${name}, ${scheme}`, async () => {
        for (const locale of ['en', 'ar']) {
          const panel = await open(name);
          Object.assign(panel, { locale });
          panel.setAttribute('color-scheme', scheme);
          panel.style.inlineSize = '320px';
          await painted();
          settle(panel.shadowRoot!);
          expect(await violations(panel), locale).to.deep.equal([]);
          fixtureCleanup();
        }
      });

  for (const name of states)
    it(`E13 loses nothing with wider spacing and letters of twice the size: ${name}`, async () => {
      const panel = await open(name);
      panel.style.inlineSize = '320px';
      panel.style.fontSize = '30px';
      const spacing = new CSSStyleSheet();
      spacing.replaceSync(
        '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }',
      );
      panel.shadowRoot!.adoptedStyleSheets.push(spacing);
      // What a line has no room for stands below it.
      for (const details of panel.shadowRoot!.querySelectorAll('details')) details.open = true;
      await painted();
      expect(clipped(panel.shadowRoot!)).to.deep.equal([]);
      expect(partOf(panel, 'panel').scrollWidth).to.be.at.most(320);
    });
});

describe('every control', () => {
  for (const name of states) {
    it(`E10 is at least 24 px wide and high, or a link in a text: ${name}`, async () => {
      const panel = await open(name);
      await painted();
      const small = controls(panel.shadowRoot!)
        .filter((each) => !each.matches('p a, li a, label input'))
        .map((each) => ({ each, box: each.getBoundingClientRect() }))
        .filter(({ box }) => box.width < 24 || box.height < 24);
      expect(small.map(({ each, box }) => `${each.outerHTML.slice(0, 80)} ${box.width}×${box.height}`)).to.deep.equal(
        [],
      );
    });

    it(`E11 shows its focus, and nothing lies over it: ${name}`, async () => {
      const panel = await open(name);
      await painted();
      const root = panel.shadowRoot!;
      for (const control of controls(root)) {
        control.focus({ focusVisible: true } as FocusOptions);
        if (root.activeElement !== control) continue;
        settle(root);
        control.scrollIntoView({ block: 'nearest', behavior: 'instant' });
        const label = control.outerHTML.slice(0, 80);
        const rings = [control, control.closest('label'), control.closest('.composer')].filter((each) => each !== null);
        expect(Math.max(...rings.map(ringOf)), label).to.be.at.least(2);
        const { left, top, width, height } = control.getBoundingClientRect();
        const seen = root.elementFromPoint(left + width / 2, top + Math.min(height / 2, 10));
        expect(
          control.contains(seen) || seen?.contains(control) || control.closest('label')?.contains(seen),
          `${label} is under ${seen?.outerHTML.slice(0, 80)}`,
        ).to.equal(true);
      }
    });
  }

  it('E8 is on the keyboard path by its place alone', async () => {
    for (const { state, starters = [] } of galleryStates) {
      // oxlint-disable-next-line no-await-in-loop -- One state after the other.
      const panel = await openPanel(state, { starters });
      const orders = [...panel.shadowRoot!.querySelectorAll<HTMLElement>('[tabindex]')].map(({ tabIndex }) => tabIndex);
      expect(orders.filter((order) => order > 0)).to.deep.equal([]);
      fixtureCleanup();
    }
  });
});

/** How far the parts are from where a line begins. */
const beginnings = async (locale: string) => {
  const panel = await open('Empty');
  Object.assign(panel, { locale });
  panel.style.inlineSize = '360px';
  await painted();
  const { left, right } = panel.getBoundingClientRect();
  return ['header', 'input', 'send'].map((name) => {
    const box = partOf(panel, name).getBoundingClientRect();
    return Math.round(locale === 'ar' ? right - box.right : box.left - left);
  });
};

describe('the panel from right to left', () => {
  it('E18 is the mirror of the panel from left to right', async () => {
    const leftToRight = await beginnings('en');
    fixtureCleanup();
    expect(await beginnings('ar')).to.deep.equal(leftToRight);
  });

  it('E18 gives each message the direction of its own words, and code that of code', async () => {
    const panel = await open('Code');
    Object.assign(panel, { locale: 'ar' });
    await painted();
    expect(getComputedStyle(panel.shadowRoot!.querySelector('pre')!).direction).to.equal('ltr');
    expect(getComputedStyle(panel.shadowRoot!.querySelector('[part~="text"] p')!).direction).to.equal('ltr');
  });
});
