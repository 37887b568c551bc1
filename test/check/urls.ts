import { join, relative } from 'node:path';
import { readFile } from 'node:fs/promises';
import { parseSync, Visitor } from 'oxc-parser';
import { scriptsBelow } from '../../build/sizes.js';
import { type Check, root, type Source } from './source.js';

/** Addresses that may stand in the built code, each for a reason. */
const allowedAddresses = [
  // Names of XML namespaces; nothing is fetched from them.
  'http://www.w3.org/',
  // An example in an error message; the name is reserved for examples (RFC 2606).
  'https://shop.example',
  // The platform.
  'https://genapi.zaby.io',
];

/** What belongs to servers: were it in a file for browsers, so could be the API key. */
const serverOnly = ['x-zaby-api-key', '/api/v1/provisioning'];

const address =
  /(?:\b(?:https?|wss?|ftp):)?\/\/[a-z0-9[][a-z0-9.-]*\.[a-z0-9][^\s"'`<>\\]*|\b(?:https?|wss?):\/\/[a-z0-9][^\s"'`<>\\]*/gi;

/** All literal text of a program: strings, the fixed stretches of templates, and patterns. Comments are not among it. */
const textsOf = ({ path, text }: Source): string[] => {
  const texts: string[] = [];
  new Visitor({
    Literal(node) {
      if (typeof node.value === 'string') texts.push(node.value);
    },
    TemplateElement: ({ value }) => {
      texts.push(value.cooked ?? value.raw);
    },
  }).visit(parseSync(path, text).program);
  return texts;
};

/** Finds addresses that have no business in a built file. */
export const findAddresses = (source: Source): string[] =>
  textsOf(source)
    .flatMap((text) => text.match(address) ?? [])
    .filter((found) => !allowedAddresses.some((allowed) => found.startsWith(allowed)))
    .map((found) => `${source.path} holds the address ${found}`);

/** Finds what only a server may know. */
export const findServerSecrets = (source: Source): string[] =>
  textsOf(source).flatMap((text) =>
    serverOnly
      .filter((secret) => text.toLowerCase().includes(secret))
      .map((secret) => `${source.path} holds ${secret}, which belongs to servers`),
  );

/** Where the built files lie that run on a server or at a terminal. */
const forServers = ['dist/server/', 'dist/cli/', 'dist/emulator/'];
/** The programs among them carry libraries whole, with addresses of documentation in their messages. */
const programs = ['dist/cli/', 'dist/emulator/'];

const isBelow = (folders: readonly string[], { path }: Source): boolean =>
  folders.some((folder) => path.startsWith(folder));

const builtSources = async (): Promise<Source[]> => {
  const paths = await scriptsBelow(join(root, 'dist')).catch((): string[] => []);
  return Promise.all(
    paths.map(async (path) => ({
      path: relative(root, path).replaceAll('\\', '/'),
      text: await readFile(path, 'utf8'),
    })),
  );
};

export const urls: Check = {
  name: 'urls',
  async run() {
    const sources = await builtSources();
    if (sources.length === 0) return ['dist is missing: run `npm run build` first'];
    const libraries = sources.filter((source) => !isBelow(programs, source));
    const browserFiles = sources.filter((source) => !isBelow(forServers, source));
    return [...libraries.flatMap(findAddresses), ...browserFiles.flatMap(findServerSecrets)];
  },
};
