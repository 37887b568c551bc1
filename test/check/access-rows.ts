import { coveredRows, type Table } from './covered-rows.js';

const views = 'test/element/views';
const access = 'test/element/access.browser.test.ts';
const page = 'test/journeys/access.test.ts';
const byHand = 'test/element/access-by-hand.md';

/** Where each row of docs/ACCESS.md is held. */
export const accessTable: Table = {
  E1: [
    `${access} › E1 is accessible in both directions`,
    'test/element/gallery.browser.test.ts › is accessible: ${name}',
    'test/element/gallery.browser.test.ts › is accessible, ${scheme}',
    'test/element/blocks/accessible.browser.test.ts › are accessible: ${name}',
  ],
  E2: [
    'test/element/accent.browser.test.ts › keeps the words on it readable',
    'test/element/accent.browser.test.ts › shows where the focus is',
    'test/element/themes.browser.test.ts › has words that read on everything they stand on',
  ],
  E3: [
    `${views}/announcer.browser.test.ts › say once that an answer began, and once the whole answer in plain words`,
    `${views}/announcer.browser.test.ts › are cleared again`,
    `${views}/announcer.browser.test.ts › interrupt for an approval`,
  ],
  E4: [`${views}/panel.browser.test.ts › marks a growing answer as busy until it is finished`],
  E5: [
    'test/journeys/keyboard.test.ts › opens the chat, writes, sends, stops and closes it, and the focus comes back',
    `${views}/panel.browser.test.ts › tells whether the panel is open`,
    'test/journeys/small-screen.test.ts › covers it, keeps the keyboard inside, and gives the page back as it was',
  ],
  E6: [
    `${views}/panel.browser.test.ts › never moves the focus by itself, whatever happens in a conversation`,
    `${views}/approval-card.browser.test.ts › is reached by its key from the composer`,
    'test/journeys/page.test.ts › keeps its focus and its place when the widget mounts and answers',
  ],
  E7: [`${views}/approval-card.browser.test.ts › puts the focus on what came of it, and takes no button away under it`],
  E8: [
    'test/journeys/keyboard.test.ts › goes to a request, reads it first, and approves',
    'test/journeys/keyboard.test.ts › rejects with a reason',
    'test/journeys/keyboard.test.ts › rates an answer, with stars and a comment',
    `${views}/panel.browser.test.ts › can be used by the keyboard alone, in the order that one sees`,
    `${views}/panel.browser.test.ts › unfolds what a tool was given and gave by the keyboard`,
    `${access} › E8 is on the keyboard path by its place alone`,
  ],
  E9: [
    `${views}/approval-card.browser.test.ts › names what is decided in its buttons, and has the harmless one first`,
    `${views}/approval-card.browser.test.ts › can be decided by the keyboard, and never by Enter in the composer`,
    'test/journeys/approval.test.ts › is not given by Enter in the composer, which keeps the text',
  ],
  E10: [
    `${access} › E10 is at least 24 px wide and high`,
    'test/element/gallery.browser.test.ts › is large enough for a finger',
  ],
  E11: [`${access} › E11 shows its focus, and nothing lies over it`],
  E12: [
    `${page} › E12 a page of 320 × 256`,
    'test/element/gallery.browser.test.ts › fits into 320 px, in both directions',
    'test/element/markdown.browser.test.ts › names scroll boxes, puts them on the keyboard path',
  ],
  E13: [`${access} › E13 loses nothing with wider spacing and letters of twice the size`],
  E14: [
    `${page} › E14 Enter that ends a composition in \${language} sends nothing`,
    `${views}/composer.browser.test.ts › leaves Enter to an input method that is composing, in every order browsers know`,
  ],
  E15: [
    `${page} › E15 keeps borders, focus and what is disabled where the person chose the colours`,
    'test/element/code-blocks.browser.test.ts › has no colours on a screen whose colours the person has chosen',
  ],
  E16: [`${views}/panel.browser.test.ts › stands still where the person wants less motion`],
  E17: [
    `${views}/scroll.browser.test.ts › is released by \${name}, and comes back at the end`,
    `${views}/scroll.browser.test.ts › goes to the end by its button`,
  ],
  E18: [
    `${access} › E18 is the mirror of the panel from left to right`,
    `${access} › E18 gives each message the direction of its own words`,
    'test/element/locales.browser.test.ts › is read from right to left where it is written so',
  ],
  E19: ['test/element/locales.browser.test.ts › is its own locale, in every part that says something'],
  E20: ['test/element/markdown-accessible.browser.test.ts › keeps its headings below that of the panel'],
  E21: [
    'test/element/blocks/data-table.browser.test.ts › has a caption, a named scroll box that the keyboard reaches, and header cells',
    'test/element/markdown-links.browser.test.ts › opens a new tab that knows nothing of the page, and says so',
    'test/element/markdown.browser.test.ts › names scroll boxes, puts them on the keyboard path',
  ],
  E22: [
    'test/journeys/host.test.ts › F48, F49: (${how}) tells the visitor in words',
    `${views}/announcer.browser.test.ts › say why an answer failed`,
  ],
  E23: [
    `${page} › E23 has Stop within two presses of Tab`,
    'test/journeys/token.test.ts › that cannot be replaced ends the session in words',
  ],
  E24: ['test/element/blocks/chart.browser.test.ts › tells its lines apart without colour', `${byHand} › E24`],
  E25: [`${byHand} › E25`],
  E26: [
    'test/journeys/modes.test.ts › takes the width that the keyboard gives it',
    'test/journeys/modes.test.ts › takes the width that a finger gives it',
  ],
  E27: [`${page} › E27 tells a screen reader the same as ever`, `${byHand} › E27`],
};

export const accessRows = coveredRows('access-rows', 'docs/ACCESS.md', /^E\d+$/, accessTable);
