import { readFile } from 'node:fs/promises';

/** The page, as it is served: plain files, so that no tool stands between what is read here and what runs. */
const files: Readonly<Record<string, string>> = {
  'index.html': 'text/html; charset=utf-8',
  ...Object.fromEntries(['theme', 'layout', 'views'].map((name) => [`${name}.css`, 'text/css; charset=utf-8'])),
  ...Object.fromEntries(
    [
      'actions',
      'approvals',
      'dom',
      'events',
      'feed',
      'feedback',
      'format',
      'log-list',
      'main',
      'requests',
      'runs',
      'state',
      'table',
      'tabs',
      'tokens',
      'usage',
    ].map((name) => [`${name}.js`, 'text/javascript; charset=utf-8']),
  ),
};

/** A file of the page with its content type; undefined for any other name. Lies in `page/` beside this file, bundled or not. */
export const readPageFile = async (name: string): Promise<{ body: string; contentType: string } | undefined> => {
  const contentType = Object.hasOwn(files, name) ? files[name] : undefined;
  if (contentType === undefined) return undefined;
  return { body: await readFile(new URL(`./page/${name}`, import.meta.url), 'utf8'), contentType };
};
