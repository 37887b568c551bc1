import { parseSync, Visitor } from 'oxc-parser';
import { type Plugin, RolldownMagicString } from 'rolldown';

/** One literal stretch of a tagged template, between two `${}`. Offsets are those of the source. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

const quoted = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/.source;
const cssComment = new RegExp(String.raw`(${quoted})|/\*[\s\S]*?\*/`, 'g');
const cssSpace = new RegExp(String.raw`(${quoted})|\s*([{};,])\s*|(:)\s+|\s+`, 'g');
/** The last `;` of a block, the space around `>`, and the zero before a fraction. */
const cssNeedless = new RegExp(String.raw`(${quoted})|;(?=\})|\s*(>)\s*|(?<![\w.])0(?=\.\d)`, 'g');

/** Shortens CSS without understanding it: comments go, white space shrinks, quoted strings stay as they are. */
export const minifyCss = (text: string): string =>
  text
    .replace(cssComment, (_, string: string | undefined) => string ?? '')
    .replace(cssSpace, (_, string?: string, mark?: string, colon?: string) => string ?? mark ?? colon ?? ' ')
    .replace(cssNeedless, (_, string?: string, child?: string) => string ?? child ?? '');

/** Turns each line break and its indentation into one space. Templates with `<pre>` or `<textarea>` are left alone by the caller. */
export const minifyHtml = (text: string): string => text.replace(/[^\S\n]*\n\s*/g, ' ');

const stretchesOf = (source: string, path: string): { css: Stretch[]; html: Stretch[] } => {
  const css: Stretch[] = [];
  const html: Stretch[] = [];
  new Visitor({
    TaggedTemplateExpression({ tag, quasi }) {
      if (tag.type !== 'Identifier') return;
      const stretches = quasi.quasis.map(({ start, end }) => ({ start, end }));
      const whole = source.slice(quasi.start, quasi.end);
      // A comment around a `${}` spans stretches; so rare that such a template simply keeps its length.
      if (tag.name === 'css' && stretches.every(({ start, end }) => hasWholeComments(source.slice(start, end))))
        css.push(...stretches);
      if ((tag.name === 'html' || tag.name === 'svg') && !/<(?:pre|textarea)/i.test(whole)) html.push(...stretches);
    },
  }).visit(parseSync(path, source).program);
  return { css, html };
};

const hasWholeComments = (text: string): boolean => !/\/\*|\*\//.test(text.replace(/\/\*[\s\S]*?\*\//g, ''));

/** Shortens the templates of `css`, `html` and `svg` in our own sources. What the page shows stays the same. */
export const minifyTemplates = (): Plugin => ({
  name: 'minify-templates',
  transform: {
    filter: { id: /[\\/]src[\\/]element[\\/].*\.ts$/, code: /(?:css|html|svg)`/ },
    handler(code, id) {
      const edited = new RolldownMagicString(code);
      const { css, html } = stretchesOf(code, id);
      for (const [stretches, minify] of [
        [css, minifyCss],
        [html, minifyHtml],
      ] as const) {
        for (const { start, end } of stretches) {
          const text = code.slice(start, end);
          const shorter = minify(text);
          if (shorter !== text) edited.overwrite(start, end, shorter);
        }
      }
      return { code: edited };
    },
  },
});
