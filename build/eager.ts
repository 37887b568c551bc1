import { parseSync, Visitor } from 'oxc-parser';
import { type Plugin, RolldownMagicString } from 'rolldown';

/**
 * Turns imports on demand into plain ones, for a file that has everything in it anyway.
 *
 * There the bundler would wrap every module that may come later into a function of its own, and could neither drop nor join
 * what is inside: 3 kB gzip for a wait that never happens.
 */
export const importAtOnce = (): Plugin => ({
  name: 'import-at-once',
  transform: {
    filter: { id: /[\\/]src[\\/](?:core|element)[\\/].*\.ts$/, code: /\bimport\(/ },
    handler(code, id) {
      const edited = new RolldownMagicString(code);
      let count = 0;
      new Visitor({
        ImportExpression({ start, end, source }) {
          const name = `atOnce${count++}`;
          edited.overwrite(start, end, `Promise.resolve(${name})`);
          edited.prepend(`import * as ${name} from ${code.slice(source.start, source.end)};\n`);
        },
      }).visit(parseSync(id, code).program);
      return { code: edited };
    },
  },
});
