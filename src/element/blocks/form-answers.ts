import type { UiBlock } from '../../core/index.js';
import type { BlockSettings } from './context.js';
import { readForm } from './form-field.js';
import { type Fields, contentOf, read, show } from './read.js';

type Way = readonly [before: string, style: Intl.DateTimeFormatOptions];

/** What stands before a value so that it is a moment, and how that is told. A day is the same day everywhere. */
const moments: Readonly<Record<string, Way>> = {
  date: ['', { dateStyle: 'medium', timeZone: 'UTC' }],
  'datetime-local': ['', { dateStyle: 'medium', timeStyle: 'short' }],
  time: ['2000-01-01T', { timeStyle: 'short' }],
};

/** What a person answered, in the words of the form: each label with its answer, which may be empty. What the form has no word for comes last, as it is. */
export const formAnswers = (
  form: UiBlock,
  sent: Fields,
  { strings, locale }: Pick<BlockSettings, 'strings' | 'locale'>,
): (readonly [label: string, answer: string])[] => {
  const fields = readForm(contentOf(form));
  const said = (value: unknown, choices: readonly { value: unknown; label: string }[] = [], way?: Way): string => {
    if (typeof value === 'boolean') return value ? strings.yes : strings.no;
    const moment = way && new Date(way[0] + show(value));
    if (moment && moment.getTime()) return moment.toLocaleString(locale, way[1]);
    return choices.find((choice) => choice.value === value)?.label ?? show(value);
  };
  const named = new Set(fields.map(({ name }) => name));
  return [
    ...fields.map(
      ({ name, label, choices, kind }) =>
        [
          label,
          [read(sent, name)]
            .flat()
            .map((value) => said(value, choices, moments[kind]))
            .join(', '),
        ] as const,
    ),
    ...Object.entries(sent)
      .filter(([name]) => !named.has(name))
      .map(
        ([name, value]) =>
          [
            name,
            [value]
              .flat()
              .map((each) => said(each))
              .join(', '),
          ] as const,
      ),
  ];
};
