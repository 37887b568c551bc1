import { warnOnce } from '../settings.js';
import { loadWords } from './files.js';
import { findLocale, registerLocale } from './registry.js';

/** In ms: how long to wait for words before English stands in, and before a file that was lost is asked for again. */
const [patience, pauses] = [3000, [2000, 20_000]];

const coming = new Map<string, Promise<void>>();

const wait = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/** Ends with the words, or when their file was lost for the first time. */
const load = async (language: string, attempt = 0): Promise<void> => {
  try {
    const words = await loadWords(language);
    // The page may have brought its own meanwhile.
    if (findLocale(language) === undefined) registerLocale(language, words ?? null);
  } catch (error) {
    warnOnce(
      `the words of "${language}" did not arrive, English stands in; script tags look for them in locales/ beside zaby-agent.js (${String(error)})`,
    );
    const pause = pauses[attempt];
    if (pause === undefined) coming.delete(language);
    else void wait(pause).then(() => load(language, attempt + 1));
  }
};

/** Brings the words of a language and registers them, or that there are none. Resolves then, or when it takes too long. */
export const bringLocale = async (locale: string, told: string | undefined): Promise<void> => {
  const [language = ''] = locale.toLowerCase().split('-');
  let words = coming.get(language);
  if (!words) coming.set(language, (words = load(language)));
  await Promise.race([words, wait(patience)]);
  if (told && findLocale(locale) === null)
    warnOnce(
      `nobody knows locale="${locale}", English stands in; teach it by registerLocale, or set the strings property`,
    );
};
