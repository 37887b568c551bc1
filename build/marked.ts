import { type ExportNamedDeclaration, parseSync, type Program } from 'oxc-parser';
import { type Plugin, RolldownMagicString } from 'rolldown';

/** All that we use of marked. Anything else fails the build, for it would not be there. */
const wanted = ['Lexer', 'Tokenizer'];

interface Exports {
  readonly statement: ExportNamedDeclaration;
  /** Exported names, each with the name it has inside the module. */
  readonly locals: ReadonlyMap<string, string>;
}

const exportsOf = (program: Program): Exports | undefined => {
  const statement = program.body.find((node) => node.type === 'ExportNamedDeclaration');
  if (statement?.type !== 'ExportNamedDeclaration') return undefined;
  const pairs = statement.specifiers.flatMap(({ local, exported }) =>
    local.type === 'Identifier' && exported.type === 'Identifier' ? [[exported.name, local.name] as const] : [],
  );
  return { statement, locals: new Map(pairs) };
};

/** Where `marked.option = …` and the like stand on the top level. */
const attachmentsTo = (name: string, program: Program): readonly { start: number; end: number }[] =>
  program.body.filter((statement) => {
    if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'AssignmentExpression') return false;
    const { left } = statement.expression;
    return left.type === 'MemberExpression' && left.object.type === 'Identifier' && left.object.name === name;
  });

/** Lets a bundler see that what a variable of the top level begins with has no side effects. */
const calmVariables = (program: Program, edited: RolldownMagicString): void => {
  const variables = program.body.flatMap((node) => (node.type === 'VariableDeclaration' ? node.declarations : []));
  for (const { init } of variables) {
    // The one instance behind `marked()`.
    if (init?.type === 'NewExpression') edited.appendLeft(init.start, '/* @__PURE__ */ ');
    // `var use = marked.use`: only ever for the exports.
    if (init?.type === 'MemberExpression' && init.object.type === 'Identifier')
      edited.overwrite(init.start, init.end, 'undefined');
  }
};

/**
 * Frees marked's lexer from the rest of marked, so that what parses and writes HTML is not in the built files at all.
 *
 * The package is one module whose function `marked` is given its parts by assignment, which no bundler may leave out: 3 kB
 * gzip that nobody calls. Without the assignments the bundler sees that only the lexer is wanted.
 */
export const keepOnlyLexer = (): Plugin => ({
  name: 'keep-only-lexer',
  transform: {
    filter: { id: /[\\/]node_modules[\\/]marked[\\/]lib[\\/].*\.js$/ },
    handler(code, id) {
      const { program } = parseSync(id, code);
      const exported = exportsOf(program);
      const attachments = attachmentsTo(exported?.locals.get('marked') ?? '', program);
      if (exported === undefined || attachments.length === 0) {
        this.error('marked is no longer put together in the form that this build takes apart.');
      }
      const edited = new RolldownMagicString(code);
      for (const { start, end } of attachments) edited.remove(start, end);
      calmVariables(program, edited);
      const kept = wanted.map((name) => `${exported.locals.get(name) ?? ''} as ${name}`);
      edited.overwrite(exported.statement.start, exported.statement.end, `export { ${kept.join(', ')} };`);
      return { code: edited };
    },
  },
});
