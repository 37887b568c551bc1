import type { Plugin } from 'rolldown';

/** How the bundler, minified, makes an object of a module's exports. */
const helper =
  /var (\w+)=Object\.defineProperty,(\w+)=\(\w+,\w+\)=>\{let \w+=\{\};for\((var \w+) in (\w+)\)\1\([^;]*;return [^;]*\};/;

/**
 * Keeps what a page added to `Object.prototype` out of the objects that the bundler makes of modules: it would take that for an
 * export, and fail at the first that is no function. Where all such objects are empty, what makes them goes.
 */
export const plainNamespaces = (): Plugin => ({
  name: 'plain-namespaces',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk') continue;
      const name = helper.exec(file.code)?.[2];
      if (name === undefined) {
        if (/for\(\w+ \w+ in /.test(file.code))
          this.error(`${file.fileName} has a loop over keys that may be the page's.`);
      } else if (file.code.includes(`=${name}({})`) && !new RegExp(`=${name}\\(\\{\\w`).test(file.code))
        file.code = file.code.replace(helper, '').replaceAll(`=${name}({})`, '={}');
      else
        file.code = file.code.replace(helper, (code) =>
          code.replace(/for\((var \w+) in (\w+)\)/, 'for($1 of Object.keys($2))'),
        );
    }
  },
});
