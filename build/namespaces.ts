import type { Plugin } from 'rolldown';

/** How the bundler, minified, makes an object of a module's exports; alone in a file, or with others. */
const helper =
  /var \w+=Object\.defineProperty,(\w+)=\(\w+,\w+\)=>\{let \w+=\{\};for\(var \w+ in \w+\)[^;]*;return [^;]*\};/;

/** The object for one module: `helper({ one: () => a, two: () => b })`. */
const call = (name: string): RegExp => new RegExp(String.raw`(?<=[=,])${name}\(\{((?:\w+:\(\)=>[\w$]+,?)*)\}\)`, 'g');

const plainly = (exports: string): string => `{${exports.replace(/(\w+):\(\)=>([\w$]+)/g, 'get $1(){return $2}')}}`;

/**
 * Writes the objects that the bundler makes of modules as what they are, `{ get one() { return a } }`, and drops its helper: it would
 * be a file of its own, and would take what a page added to `Object.prototype` for an export, and fail at the first that is no function.
 */
export const plainNamespaces = (): Plugin => ({
  name: 'plain-namespaces',
  generateBundle(_options, bundle) {
    const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
    const runtime = chunks.find(({ code }) => helper.test(code) && code.replace(helper, '').length < 100);
    const runtimeFile = runtime?.fileName.replace(/^.*\//, '').replaceAll('.', String.raw`\.`);
    for (const file of chunks) {
      if (file === runtime) continue;
      const imported = runtimeFile && new RegExp(String.raw`import\{\w+ as (\w+)\}from["'\`]\./${runtimeFile}["'\`];`);
      const [made, name] = helper.exec(file.code) ?? (imported && imported.exec(file.code)) ?? [];
      if (made !== undefined && name !== undefined)
        file.code = file.code.replace(made, '').replace(call(name), (_, exports: string) => plainly(exports));
      if (/for\(\w+ \w+ in /.test(file.code) || (runtimeFile && new RegExp(runtimeFile).test(file.code)))
        this.error(`${file.fileName} makes objects of modules in a way that this build does not know.`);
    }
    if (runtime) delete bundle[runtime.fileName];
  },
});
