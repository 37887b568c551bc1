/** All that Markdown draws by hand: their names are written here, so that none can come from a text. */
const makers = {
  blockquote: () => document.createElement('blockquote'),
  br: () => document.createElement('br'),
  code: () => document.createElement('code'),
  del: () => document.createElement('del'),
  div: () => document.createElement('div'),
  em: () => document.createElement('em'),
  h1: () => document.createElement('h1'),
  h2: () => document.createElement('h2'),
  h3: () => document.createElement('h3'),
  h4: () => document.createElement('h4'),
  h5: () => document.createElement('h5'),
  h6: () => document.createElement('h6'),
  hr: () => document.createElement('hr'),
  input: () => document.createElement('input'),
  li: () => document.createElement('li'),
  ol: () => document.createElement('ol'),
  p: () => document.createElement('p'),
  span: () => document.createElement('span'),
  strong: () => document.createElement('strong'),
  table: () => document.createElement('table'),
  tbody: () => document.createElement('tbody'),
  td: () => document.createElement('td'),
  th: () => document.createElement('th'),
  thead: () => document.createElement('thead'),
  tr: () => document.createElement('tr'),
  ul: () => document.createElement('ul'),
} as const;

export type Tag = keyof typeof makers;

/** Makes an element. `className` is of ours, too. */
export const create = <Name extends Tag>(tag: Name, className?: string): HTMLElementTagNameMap[Name] => {
  const element = makers[tag]() as HTMLElementTagNameMap[Name];
  if (className) element.className = className;
  return element;
};
