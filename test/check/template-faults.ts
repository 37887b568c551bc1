/** Stands for a `${}` while a template is read. From the private use area: no template contains it. */
const hole = '\ue000';

const forbiddenElements = new Set([
  'script',
  'style',
  'iframe',
  'frame',
  'object',
  'embed',
  'base',
  'link',
  'meta',
  'foreignobject',
]);

const comment = /<!--[\s\S]*?-->/g;
const startTag = /<([a-z\ue000][^\s/>]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>/gi;
const attribute = /([^\s=/"'>]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]+))?/g;

/**
 * Says what a Lit template may not hold: elements that run or style, inline handlers and styles, addresses that are code.
 *
 * Takes the literal stretches between the `${}`. Event bindings (`@click`) are no attributes and pass.
 */
export const findTemplateFaults = (stretches: readonly string[]): string[] => {
  const markup = stretches.join(hole).replace(comment, '');
  return [...markup.matchAll(startTag)].flatMap(([, name = '', attributes = '']) => [
    ...elementFaults(name),
    ...[...attributes.matchAll(attribute)].flatMap(([, attributeName = '', value = '']) =>
      attributeFaults(attributeName, value),
    ),
  ]);
};

const elementFaults = (name: string): string[] => {
  if (name.includes(hole)) return ['has an element whose name is computed'];
  return forbiddenElements.has(name.toLowerCase()) ? [`has <${name}> in a template`] : [];
};

const attributeFaults = (name: string, value: string): string[] => {
  // `.name` sets a property, `?name` a boolean attribute, `@name` listens.
  const bare = name.replace(/^[.?]/, '').toLowerCase();
  if (name.startsWith('@') || name === hole) return [];
  if (name.includes(hole)) return ['has an attribute whose name is computed'];
  if (bare === 'style' || bare === 'srcdoc' || bare === 'innerhtml' || bare === 'outerhtml' || bare.startsWith('on')) {
    return [`has ${name}= in a template`];
  }
  return /^["']?\s*(?:javascript|vbscript|data):/i.test(value) ? [`has an address that is code in ${name}=`] : [];
};
