import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'rolldown';

/** A file of words: named by its language. */
const isWords = /^[a-z]{2}\.ts$/;

const folderBelow = (root: string): string => join(root, 'src/element/locales');

/** The languages that have a file of their own: all but English, which is built in. */
export const languagesOf = (root: string): string[] =>
  readdirSync(folderBelow(root))
    .filter((name) => isWords.test(name) && name !== 'en.ts')
    .map((name) => name.slice(0, 2));

/** Leaves the words where they are entries of the package, instead of building them in once more. Chunks lie in a folder of their own. */
export const wordsAreEntries = (): Plugin => ({
  name: 'words-are-entries',
  resolveId: (source, importer) =>
    isWords.test(source.replace(/^\.\/(.*)\.js$/, '$1.ts')) && importer?.endsWith('files.ts')
      ? { id: `../locales/${source.slice(2)}`, external: true }
      : null,
});

/**
 * Lets the classic script look for words beside itself, in `locales/`, since it has no other files.
 *
 * The address changes with the words: kept ones of another version might lack what this one asks for.
 */
export const wordsBesideScript = (root: string): Plugin => {
  const languages = languagesOf(root);
  const version = createHash('sha256');
  for (const language of languages) version.update(readFileSync(join(folderBelow(root), `${language}.ts`)));
  const query = version.digest('hex').slice(0, 8);
  return {
    name: 'words-beside-script',
    load: {
      filter: { id: /[\\/]locales[\\/]files\.ts$/ },
      handler: () => `
        // Known only while the script runs for the first time; unknown where it was loaded in another way, and then the address is none.
        const src = document.currentScript?.src;
        export const loadWords = (language) => ${JSON.stringify(languages.join(' '))}.split(' ').includes(language)
          ? import(new URL('locales/' + language + '.js?${query}', src).href).then((words) => words[language])
          : undefined;`,
    },
  };
};
