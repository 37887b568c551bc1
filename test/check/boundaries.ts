import { posix } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { type Check, describeFinding, type Finding, lineAt, type Source, sourcesBelow } from './source.js';
import { calledName, fixedText } from './syntax.js';

/** What the files below a folder may import. */
interface Boundary {
  readonly folder: string;
  /** Files of the repository, without ending, or folders that end with `/`. The folder itself is always allowed. */
  readonly files?: readonly string[];
  /** Packages, with everything below them; `node:` for what Node brings. `*` for any. */
  readonly packages?: readonly string[];
}

const borders: readonly Boundary[] = [
  { folder: 'src/core/' },
  { folder: 'src/server/', files: ['src/core/inner'] },
  { folder: 'src/element/', files: ['src/core/index'], packages: ['lit'] },
  { folder: 'src/cli/', files: ['src/server/'], packages: ['node:', '@clack/prompts', 'parse5'] },
  { folder: 'demo/emulator/', packages: ['*'] },
  { folder: 'demo/', files: ['src/', 'vite.config'], packages: ['*'] },
];

/** Every way to reach the network, so that `element` never does. */
const networkNames = new Set(['fetch', 'XMLHttpRequest', 'EventSource', 'WebSocket', 'WebTransport', 'sendBeacon']);

const isWithin = (path: string, place: string): boolean =>
  place.endsWith('/') ? path.startsWith(place) : path === place;

const isAllowed = (path: string, specifier: string, { folder, files = [], packages = [] }: Boundary): boolean => {
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(path), specifier).replace(/\.[jt]s$/, '');
    return [folder, ...files].some((place) => isWithin(target, place));
  }
  return packages.some(
    (name) => name === '*' || specifier === name || specifier.startsWith(name.endsWith(':') ? name : `${name}/`),
  );
};

/** Finds imports that cross a border of the repository's layout, and network calls where there may be none. */
export const findCrossings = ({ path, text }: Source): Finding[] => {
  const boundary = borders.find(({ folder }) => path.startsWith(folder));
  if (boundary === undefined) return [];
  const findings: Finding[] = [];
  const report = ({ start }: { start: number }, message: string): void => {
    findings.push({ path, line: lineAt(text, start), message });
  };
  const check = (node: { start: number }, specifier: string | undefined): void => {
    if (specifier !== undefined && !isAllowed(path, specifier, boundary)) report(node, `may not import ${specifier}`);
  };
  const checkCall = (node: { start: number }, name: string | undefined): void => {
    if (path.startsWith('src/element/') && name !== undefined && networkNames.has(name))
      report(node, `may not call ${name}`);
  };
  new Visitor({
    ImportDeclaration: (node) => check(node, node.source.value),
    ExportAllDeclaration: (node) => check(node, node.source.value),
    ExportNamedDeclaration: (node) => check(node, node.source?.value),
    ImportExpression: (node) => check(node, fixedText(node.source)),
    TSImportType: (node) => check(node, node.source.value),
    CallExpression: (node) => checkCall(node, calledName(node.callee)),
    NewExpression: (node) => checkCall(node, calledName(node.callee)),
  }).visit(parseSync(path, text).program);
  return findings;
};

export const boundaries: Check = {
  name: 'boundaries',
  run: async () =>
    [...(await sourcesBelow('src')), ...(await sourcesBelow('demo'))].flatMap(findCrossings).map(describeFinding),
};
