import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { languagesOf } from '../../build/locales.js';
import { en } from '../../src/element/locales/en.js';
import { loadWords } from '../../src/element/locales/files.js';
import type { Strings } from '../../src/element/locales/strings.js';

const languages = languagesOf(join(import.meta.dirname, '../..'));

const all: ReadonlyMap<string, Strings> = new Map([
  ['en', en],
  ...(await Promise.all(
    languages.map(async (language): Promise<[string, Strings]> => {
      const words = await loadWords(language);
      assert.ok(words, language);
      return [language, words];
    }),
  )),
]);

const others = [...all].filter(([language]) => language !== 'en');

type Word = string | ((...values: unknown[]) => string);

/** Every word by its name, `errors.network` among them. */
const wordsOf = (strings: object, path = ''): [name: string, word: Word][] =>
  Object.entries(strings).flatMap(([key, value]: [string, unknown]): [string, Word][] =>
    typeof value === 'object' && value !== null ? wordsOf(value, `${path}${key}.`) : [[`${path}${key}`, value as Word]],
  );

/** What words are told that depend on something, with each that is told a number. */
const told: Readonly<Record<string, readonly unknown[]>> = {
  step: [3, 7],
  stepsDone: [3, 7],
  rows: [51, 57, 93],
  source: [4, 'Handbook'],
  sorted: ['Price', true],
  chartSummary: ['Line', 12, '3.5', '97'],
  metricChange: ['up', '12 %'],
};
/** Functions of how many there are. */
const counted = [
  'newMessages',
  'steps',
  'stepsFailed',
  'showAll',
  'showMore',
  'stars',
  'formProblems',
  'fieldShort',
  'fieldLong',
  'chartMore',
  'entries',
  'moreEntries',
  'characters',
];
const sampleOf = (name: string): readonly unknown[] => {
  if (name === 'thoughtFor') return [12];
  return told[name] ?? (counted.includes(name) ? [5] : ['Handbook', 'Alt+Shift+A'].slice(0, lengthOf(name)));
};
const lengthOf = (name: string): number =>
  Math.max(1, (en as unknown as Record<string, () => string>)[name]?.length ?? 0);

const say = (name: string, word: Word, values = sampleOf(name)): string =>
  typeof word === 'string' ? word : word(...values);

/** What reads the same in English and in a language of its own: the same word there, and no word left over. */
const shared: Readonly<Record<string, string>> = {
  fr: 'agent alerts.important approvalTool message showCode sources starters transcript',
  de: 'code heading showCode statusOffline',
  es: 'alertError heading no',
  pt: 'heading',
  it: 'heading no statusOffline',
  nl: 'heading alerts.tip',
};

const kindsOf = (words: Strings): string[] =>
  wordsOf(words)
    .map(([name, word]) => `${name}: ${typeof word}`)
    .toSorted();

const steps = (language: string, counts: readonly number[]): string[] =>
  counts.map((count) => all.get(language)!.steps(count));

describe('the words of every language', () => {
  it('are of sixteen', () => assert.equal(all.size, 16));

  for (const [language, strings] of others) {
    it(`are complete, each of the kind that it is in English (${language})`, () => {
      assert.deepEqual(kindsOf(strings), kindsOf(en));
    });

    it(`say everything they are told (${language})`, () => {
      for (const [name, word] of wordsOf(strings)) {
        const text = say(name, word);
        assert.match(text, /\S/, name);
        assert.doesNotMatch(text, /undefined|#|NaN|\[object/, `${name}: ${text}`);
        if (typeof word !== 'function') continue;
        for (const value of sampleOf(name)) {
          if (typeof value === 'boolean' || value === 'up') continue;
          assert.ok(text.includes(String(value)), `${name} does not say ${String(value)}: ${text}`);
        }
      }
    });

    it(`tell which way round (${language})`, () => {
      assert.notEqual(strings.sorted('a', true), strings.sorted('a', false));
      assert.equal(new Set((['up', 'down', 'same'] as const).map((way) => strings.metricChange(way, '1'))).size, 3);
      for (const by of ['approvalApproved', 'approvalRejected', 'approvalDecided'] as const) {
        assert.match(strings[by]('Ada'), /Ada/);
        assert.match(strings[by](), /\S/);
      }
      assert.match(strings.code(), /\S/);
      assert.match(strings.imageFrom('a.example', ''), /a\.example/);
      assert.doesNotMatch(strings.imageFrom('a.example', ''), /[:：]/);
    });

    it(`leave no English over (${language})`, () => {
      const english = new Map(wordsOf(en));
      const same = wordsOf(strings)
        .filter(([name, word]) => /\p{L}/u.test(say(name, word)) && say(name, word) === say(name, english.get(name)!))
        .map(([name]) => name);
      assert.deepEqual(same.toSorted(), (shared[language] ?? '').split(' ').filter(Boolean).toSorted());
      if (!['ar', 'he', 'hi', 'ja', 'ko', 'uk', 'zh'].includes(language)) return;
      for (const [name, word] of wordsOf(strings)) {
        const text = sampleOf(name).reduce<string>(
          (left, value) => left.replaceAll(String(value), ''),
          say(name, word),
        );
        assert.doesNotMatch(text.replaceAll(/\b(?:AI|CSV)\b/g, ''), /[a-z]{2}/i, `${name}: ${text}`);
      }
    });

    it(`count by the rules of the language, with its numbers (${language})`, () => {
      const format = new Intl.NumberFormat(language);
      const few = new Set([0, 1, 2]);
      for (const name of counted.filter((each) => each !== 'stars')) {
        const word = strings[name as 'steps'];
        for (const count of [0, 1, 2, 3, 4, 5, 11, 12, 21, 22, 25, 100, 101, 102, 12_345, 1_000_000]) {
          if (name === 'newMessages' && count === 0) continue;
          const text = word(count);
          assert.doesNotMatch(text, /undefined|#/, `${name}(${count}): ${text}`);
          // One and two may be words of their own, and none one too.
          if (few.has(count) || /stepsFailed|More|more/.test(name)) continue;
          assert.ok(text.includes(format.format(count)), `${name}(${count}): ${text}`);
        }
      }
    });
  }

  it('have the forms that their grammar asks for', () => {
    assert.deepEqual(steps('pl', [1, 2, 5, 12, 21, 22, 25]), [
      '1 krok',
      '2 kroki',
      '5 kroków',
      '12 kroków',
      '21 kroków',
      '22 kroki',
      '25 kroków',
    ]);
    assert.deepEqual(steps('uk', [1, 2, 5, 11, 21, 22, 25]), [
      '1 крок',
      '2 кроки',
      '5 кроків',
      '11 кроків',
      '21 крок',
      '22 кроки',
      '25 кроків',
    ]);
    assert.deepEqual(steps('ar', [0, 1, 2, 3, 11, 100]), [
      'لا خطوات',
      'خطوة واحدة',
      'خطوتان',
      '3 خطوات',
      '11 خطوة',
      '100 خطوة',
    ]);
    assert.deepEqual(steps('he', [1, 2, 3]), ['שלב אחד', 'שני שלבים', '3 שלבים']);
    assert.deepEqual(
      steps('fr', [0, 1, 2, 1_000_000]).map((text) => text.replaceAll(/\s/g, ' ')),
      ['0 étape', '1 étape', '2 étapes', '1 000 000 d’étapes'],
    );
    assert.deepEqual(steps('ja', [1, 2]), ['1ステップ', '2ステップ']);
  });

  it('tell how long something took', () => {
    assert.equal(all.get('pl')!.thoughtFor(12), 'Czas namysłu: 12 sekund');
    assert.equal(all.get('pl')!.thoughtFor(150), 'Czas namysłu: 3 minuty');
    assert.equal(all.get('ja')!.thoughtFor(12), '12 秒間考えました');
    assert.equal(all.get('es')!.thoughtFor(1), 'Pensó durante 1 segundo');
  });
});
