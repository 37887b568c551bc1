import { type Expression, parseSync, Visitor } from 'oxc-parser';
import { type Plugin, RolldownMagicString } from 'rolldown';

/** What is taken from `await import(…)`, by the place where that stands. */
const takenNames = (id: string, code: string): Map<number, readonly string[]> => {
  const taken = new Map<number, readonly string[]>();
  const take = (from: Expression | null, names: () => readonly string[]): void => {
    const inner = from?.type === 'ParenthesizedExpression' ? from.expression : from;
    if (inner?.type === 'AwaitExpression' && inner.argument.type === 'ImportExpression')
      taken.set(inner.argument.start, names());
  };
  const namesOf = ({ properties }: { properties: readonly { start: number; end: number }[] }) =>
    properties.map(({ start, end }) => code.slice(start, end));
  new Visitor({
    VariableDeclarator({ id: to, init }) {
      if (to.type === 'ObjectPattern') take(init, () => namesOf(to));
    },
    AssignmentExpression({ left, right }) {
      if (left.type === 'ObjectPattern') take(right, () => namesOf(left));
    },
    MemberExpression({ object, property }) {
      if (property.type === 'Identifier') take(object, () => [property.name]);
    },
  }).visit(parseSync(id, code).program);
  return taken;
};

/**
 * Turns imports on demand into plain ones, for a file that has everything in it anyway.
 *
 * There the bundler would wrap every module that may come later into a function of its own, and could neither drop nor join
 * what is inside: 3 kB gzip for a wait that never happens. Only what is named is imported: for a whole module the bundler makes an
 * object by `for … in`, which fails on pages that add to `Object.prototype`.
 */
export const importAtOnce = (): Plugin => ({
  name: 'import-at-once',
  transform: {
    filter: { id: /[\\/]src[\\/](?:core|element)[\\/].*\.ts$/, code: /\bimport\(/ },
    handler(code, id) {
      const edited = new RolldownMagicString(code);
      const taken = takenNames(id, code);
      let count = 0;
      new Visitor({
        ImportExpression: ({ start, end, source }) => {
          if (source.type !== 'Literal') return;
          const names =
            taken.get(start) ?? this.error(`Name what is imported: const { it } = await import(…) in ${id}`);
          const own = `atOnce${count++}`;
          const list = (between: string): string => names.map((name) => `${name}${between}${own}_${name}`).join(', ');
          edited.overwrite(start, end, `Promise.resolve({ ${list(': ')} })`);
          edited.prepend(`import { ${list(' as ')} } from ${code.slice(source.start, source.end)};\n`);
        },
      }).visit(parseSync(id, code).program);
      return { code: edited };
    },
  },
});
