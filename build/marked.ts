import { type Class, type Node, type ObjectExpression, parseSync, type Program, Visitor } from 'oxc-parser';
import { type Plugin, RolldownMagicString } from 'rolldown';
import { minifySync } from 'rolldown/utils';

/** All that we use of marked. Anything else fails the build, for it would not be there. */
const wanted = ['Lexer', 'Tokenizer'];

/** What each option of the lexer is with us, as code. */
const settled = new Map([
  ['breaks', 'false'],
  ['extensions', '(void 0)'],
  ['gfm', 'true'],
  ['hooks', '(void 0)'],
  ['pedantic', 'false'],
]);

/** The dialects that these options leave aside. */
const otherDialects = new Set(['breaks', 'normal', 'pedantic']);

/** Members of both classes that nobody calls: we lex blocks and what is in them apart, and read the words of a text ourselves. */
const uncalled = new Set(['inlineText', 'lex', 'lexInline', 'rules']);

interface Range {
  readonly start: number;
  readonly end: number;
}

const parse = (code: string): Program => parseSync('marked.js', code).program;

const nameOf = (key: Node): string => (key.type === 'Identifier' ? key.name : '');

/** The `name` in `something.name`. */
const memberOf = (node: Node): string =>
  node.type === 'MemberExpression' && !node.computed ? nameOf(node.property) : '';

const keyOf = (property: ObjectExpression['properties'][number]): string =>
  'key' in property ? nameOf(property.key) : '';

const without = (code: string, ranges: readonly Range[]): string => {
  const edited = new RolldownMagicString(code);
  // With the comma behind it, where there is one.
  for (const { start, end } of ranges) edited.remove(start, code[end] === ',' ? end + 1 : end);
  return edited.toString();
};

/** Writes the options as what they are, so that a minifier sees which ways are never taken. */
const settle = (code: string): string => {
  const edited = new RolldownMagicString(code);
  new Visitor({
    MemberExpression(node) {
      const value = memberOf(node.object) === 'options' ? settled.get(memberOf(node)) : undefined;
      if (value !== undefined) edited.overwrite(node.start, node.end, value);
    },
  }).visit(parse(code));
  const { code: folded } = minifySync('marked.js', edited.toString(), { module: true, compress: true, mangle: false });
  return folded;
};

const deadMembers = ({ body }: Class): Range[] =>
  body.body.filter((member) => member.type === 'MethodDefinition' && uncalled.has(nameOf(member.key)));

const deadDialects = ({ properties }: ObjectExpression): Range[] => {
  const names = new Set(properties.map(keyOf));
  const isTable = names.has('gfm') && names.has('normal');
  return isTable ? properties.filter((property) => otherDialects.has(keyOf(property))) : [];
};

const cutDead = (code: string): string => {
  const dead: Range[] = [];
  new Visitor({
    ClassDeclaration: (node) => void dead.push(...deadMembers(node)),
    ClassExpression: (node) => void dead.push(...deadMembers(node)),
    ObjectExpression: (node) => void dead.push(...deadDialects(node)),
  }).visit(parse(code));
  return without(code, dead);
};

/** One name of the top level, and the code behind it. */
interface Declared extends Range {
  readonly kind: 'var' | 'whole';
}

const declaredIn = ({ body }: Program): Map<string, Declared> => {
  const declared = new Map<string, Declared>();
  for (const node of body) {
    if (node.type === 'VariableDeclaration')
      for (const { id, start, end } of node.declarations) declared.set(nameOf(id), { start, end, kind: 'var' });
    else if (node.type === 'FunctionDeclaration' && node.id)
      declared.set(node.id.name, { start: node.start, end: node.end, kind: 'whole' });
    else if (node.type !== 'ExpressionStatement' && node.type !== 'ExportNamedDeclaration')
      throw new Error(`marked has a ${node.type} on its top level, which this build does not know.`);
  }
  return declared;
};

/** All names that stand in a piece of code; those of its own variables, too, which only keeps more than it must. */
const namesIn = (code: string): Set<string> => {
  const names = new Set<string>();
  new Visitor({ Identifier: ({ name }) => void names.add(name) }).visit(parse(code));
  return names;
};

/** Keeps what the wanted names need, in its order. Everything else on the top level only serves `marked()`. */
const keepReachable = (code: string, roots: readonly string[]): string => {
  const declared = declaredIn(parse(code));
  const source = ({ start, end, kind }: Declared): string =>
    kind === 'var' ? `var ${code.slice(start, end)};` : code.slice(start, end);
  const reached = new Set(roots);
  for (const name of reached) {
    const found = declared.get(name);
    if (found) for (const inside of namesIn(source(found))) reached.add(inside);
  }
  const kept = [...declared].filter(([name]) => reached.has(name));
  return kept.map(([, found]) => source(found)).join('\n');
};

const isPatternTable = (node: Node): node is ObjectExpression =>
  node.type === 'ObjectExpression' && node.properties.some((property) => keyOf(property) === 'blockquoteStart');

/**
 * Gives each small pattern a name of its own, where they stand in one table, which nobody takes as a whole: so each can be left out,
 * and its name shortened.
 */
const takePatternsApart = (code: string): string => {
  const edited = new RolldownMagicString(code);
  const program = parse(code);
  const declaration = program.body
    .flatMap((node) => (node.type === 'VariableDeclaration' ? node.declarations : []))
    .find(({ init }) => init && isPatternTable(init));
  if (!declaration?.init || !isPatternTable(declaration.init))
    throw new Error('marked no longer has its patterns in one table.');
  const table = nameOf(declaration.id);
  const ownName = (key: string): string => `${table}_${key}`;
  const patterns = declaration.init.properties.map((property) => {
    if (property.type !== 'Property') throw new Error('The table of patterns in marked holds more than patterns.');
    return `${ownName(keyOf(property))} = ${code.slice(property.value.start, property.value.end)}`;
  });
  new Visitor({
    MemberExpression: (node) => {
      const isFromTable = memberOf(node.object) === 'other' || nameOf(node.object) === table;
      // What stands in a pattern's own function is copied with it, and names none of them.
      if (isFromTable) edited.overwrite(node.start, node.end, ownName(memberOf(node)));
    },
    Property: ({ key, value, start, end }) => {
      if (nameOf(key) === 'other' && nameOf(value) === table) edited.remove(start, code[end] === ',' ? end + 1 : end);
    },
  }).visit(program);
  edited.overwrite(declaration.start, declaration.end, patterns.join(', '));
  return edited.toString();
};

/** The rules that a dialect takes over by `{ ...rules, … }` and then puts its own in place of. Needs the other dialects gone. */
const cutReplacedRules = (code: string): string => {
  const replaced = new Map<string, Set<string>>();
  const dead: Range[] = [];
  const program = parse(code);
  new Visitor({
    ObjectExpression: ({ properties: [first, ...others] }) => {
      if (first?.type === 'SpreadElement') replaced.set(nameOf(first.argument), new Set(others.map(keyOf)));
    },
  }).visit(program);
  new Visitor({
    VariableDeclarator: ({ id, init }) => {
      const names = replaced.get(nameOf(id));
      if (names && init?.type === 'ObjectExpression')
        dead.push(...init.properties.filter((property) => names.has(keyOf(property))));
    },
  }).visit(program);
  return without(code, dead);
};

/** The names inside the module of what it exports. */
const localNames = (code: string): ReadonlyMap<string, string> => {
  const statement = parse(code).body.find((node) => node.type === 'ExportNamedDeclaration');
  if (statement?.type !== 'ExportNamedDeclaration') return new Map();
  return new Map(statement.specifiers.map(({ local, exported }) => [nameOf(exported), nameOf(local)]));
};

/** Takes from marked's one file what our use of its lexer never reaches; throws where that file has another form than expected. */
export const lexerOnly = (code: string): string => {
  const locals = localNames(code);
  const roots = wanted.map((name) => locals.get(name) ?? '');
  if (roots.includes(''))
    throw new Error('marked no longer exports its lexer in the form that this build takes apart.');
  const gfm = cutReplacedRules(keepReachable(cutDead(settle(code)), roots));
  const lexer = keepReachable(takePatternsApart(gfm), roots);
  return `${lexer}\nexport { ${wanted.map((name, index) => `${roots[index]} as ${name}`).join(', ')} };`;
};

/**
 * Leaves of marked only its lexer with the options that we give it: neither what parses and writes HTML nor other dialects are in
 * the built files.
 *
 * The package is one module whose function `marked` is given its parts by assignment, and whose rules stand in one object, which no
 * bundler may leave out: 4 kB gzip that nobody calls.
 */
export const keepOnlyLexer = (): Plugin => ({
  name: 'keep-only-lexer',
  transform: {
    filter: { id: /[\\/]node_modules[\\/]marked[\\/]lib[\\/].*\.js$/ },
    handler: (code) => ({ code: lexerOnly(code), map: null }),
  },
});
