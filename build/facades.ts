import type { Plugin } from 'rolldown';

/** A file that only gives exports of another one their names: `export { a as one, … } from './other.js'`, and comments. */
const facade = /^(?:\s*\/\*[^*]*\*\/)?\s*export\s*\{([^}]*)\}\s*from\s*["'`]\.\/([^"'`]+)["'`];?\s*(?:\/\/.*\s*)?$/;

/** The object that an import of the facade would have given, of the module `m` behind it. */
const namespaceOf = (specifiers: string): string =>
  specifiers
    .split(',')
    .map((specifier) => specifier.trim().split(/\s+as\s+/))
    .map(([local = '', exported = local]) => `${exported}:m.${local}`)
    .join();

/**
 * Leads each import on demand past a facade to the file behind it, and drops the facade.
 *
 * The bundler makes one wherever a file that is imported so was joined with others. To the browser it is a round trip in which
 * nothing arrives.
 */
export const skipFacades = (): Plugin => ({
  name: 'skip-facades',
  generateBundle(_options, bundle) {
    const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
    for (const { fileName, code } of chunks) {
      const [, specifiers, target] = facade.exec(code) ?? [];
      if (specifiers === undefined || target === undefined) continue;
      const name = fileName.replace(/^.*\//, '');
      const direct = (quote: string): string =>
        `import(${quote}./${target}${quote}).then(m=>({${namespaceOf(specifiers)}}))`;
      for (const chunk of chunks) {
        chunk.code = chunk.code
          .replaceAll(new RegExp(`import\\((["\`])\\./${name}\\1\\)`, 'g'), (_, quote: string) => direct(quote))
          // Only for what it does when it is evaluated, and it does nothing.
          .replaceAll(new RegExp(`import\\s*(["\`])\\./${name}\\1;?`, 'g'), '');
        if (chunk.fileName !== fileName && chunk.code.includes(name))
          this.error(`${chunk.fileName} needs the facade ${name} in a way that this build does not know.`);
      }
      delete bundle[fileName];
    }
  },
});
