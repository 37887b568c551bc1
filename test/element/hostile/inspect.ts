import { blockStrings, markdownStrings } from './strings.js';

/** Elements that Markdown and blocks may draw, with the attributes they may have. Whatever else is there came from the content. */
const allowed: Readonly<Record<string, string>> = {
  a: 'href title target rel referrerpolicy',
  bdi: 'class',
  blockquote: 'class dir',
  br: '',
  button: 'type class part disabled hidden aria-label aria-disabled aria-pressed aria-describedby',
  caption: 'class dir id',
  code: 'dir',
  dd: 'dir class',
  defs: '',
  details: 'open class',
  del: '',
  div: 'class part tabindex role aria-label aria-labelledby dir',
  dl: 'class',
  dt: 'class dir',
  em: '',
  fieldset: 'class disabled role aria-required aria-invalid aria-describedby',
  figcaption: 'class',
  figure: 'class part dir',
  form: 'class novalidate',
  g: 'color class',
  h3: 'class dir',
  h4: 'class dir',
  h5: 'class dir',
  h6: 'class dir',
  hr: '',
  input:
    'type disabled class aria-label dir value step min max checked id name aria-required aria-invalid aria-describedby',
  label: 'class for dir',
  legend: 'dir',
  li: 'class value tabindex',
  line: 'class x2 y1 y2',
  ol: 'class dir start aria-labelledby',
  option: 'value selected',
  p: 'class dir id tabindex',
  path: 'd opacity class color fill stroke-dasharray',
  pattern: 'id color width height patternUnits',
  circle: 'cx cy r opacity class fill',
  rect: 'x y width height rx fill',
  pre: 'tabindex role aria-label',
  progress: 'max value aria-label',
  select: 'class id aria-required aria-invalid aria-describedby',
  span: 'class title dir aria-hidden',
  strong: 'class dir aria-hidden',
  summary: 'class aria-describedby',
  svg: 'viewBox aria-hidden class preserveAspectRatio role aria-label',
  table: '',
  tbody: '',
  td: 'class',
  textarea: 'class rows dir id aria-required aria-invalid aria-describedby',
  th: 'scope class aria-sort',
  thead: '',
  time: 'datetime',
  title: '',
  tr: '',
  ul: 'class dir',
};

/** Values that only we write: a content that reaches one of these attributes would show as another value. */
const words: Readonly<Record<string, RegExp>> = {
  class:
    /^(?:markdown|part|piece|long|literal|no-link|link-host|visually-hidden|code|copied|copy|table-(?:box|frame|foot)|code-buttons|align-(?:start|center|end)|task|heading-[1-6]|deep|deepest|digits-\d+|growing|alert-(?:note|tip|important|warning|caution)|block|block-title|block-description|notice|notice-text|list|sources|progress|progress-line|card|steps|copied|data|pages|sort|icon-button|back|back-page|chevron|citation|form-field|options?|problem|prompt-(?:fields|problems|answers)|info|success|warning|time|muted|small|label|escape|done|running|unfinished|failed|field|prompt-(?:form|sent)|button|primary|working|chart|line|bar|area|pie|plot|ticks|zero|below|seldom|lying|legend|slices|hole|fine|filled|metrics?|metric-value|good|bad|trend|timeline|json|key|fold|preview|unfold|refold|show-more|\s)+$/,
  part: /^(?:markdown|code-block|copy|wrap|source|table|block|progress)$/,
  role: /^(?:group|note|radiogroup|img)$/,
  id: /^zaby-(?:block-\d+(?:-\d+(?:-(?:hint|problem))?)?|chart-\d+-\d+)$/,
  for: /^zaby-block-\d+-\d+$/,
  name: /^zaby-block-\d+-\d+$/,
  'aria-describedby': /^(?:zaby-block-\d+(?:-\d+-(?:hint|problem))? ?)+$/,
  'aria-labelledby': /^zaby-block-\d+$/,
  'aria-required': /^(?:true|false)$/,
  'aria-invalid': /^true$/,
  'aria-pressed': /^false$/,
  'aria-disabled': /^(?:true|false)$/,
  'aria-sort': /^(?:ascending|descending)$/,
  'aria-hidden': /^true$/,
  dir: /^(?:auto|ltr|rtl)$/,
  target: /^_blank$/,
  rel: /^noopener noreferrer nofollow$/,
  referrerpolicy: /^no-referrer$/,
  color: /^var\(--zaby-chart-[1-6]\)$/,
  fill: /^(?:url\(#zaby-chart-\d+-\d+\)|currentColor)$/,
  datetime: /^\d{4}-\d\d-\d\dT[\d:.]+Z$/,
  tabindex: /^(?:0|-1)$/,
  href: /^(?:https?:\/\/[^@/]*(?:\/|$)|mailto:|tel:)/,
  type: /^(?:button|submit|checkbox|radio|text|number|date|time|datetime-local|email|url|tel)$/,
};

const names = new Set([
  'Progress',
  blockStrings.previousRows,
  blockStrings.nextRows,
  markdownStrings.table,
  markdownStrings.taskDone,
  markdownStrings.taskOpen,
  ...[undefined, 'JavaScript', 'Python', 'HTML'].map((language) => markdownStrings.code(language)),
]);

/** What stands for a chart: its kind and numbers. */
const summary = /^(?:Line|Bar|Area|Pie) chart: \d+ values, [-\d.,]+ to [-\d.,]+$/;

/** What is in a drawing that content alone could have put there. Empty is good. */
export const findForeign = (root: ParentNode): string[] =>
  [...root.querySelectorAll('*')].flatMap((element) => {
    const attributes = allowed[element.localName];
    if (attributes === undefined) return [`<${element.localName}>`];
    const links = element.localName === 'a' && element.parentElement?.closest('a') ? ['a link in a link'] : [];
    return links.concat(
      [...element.attributes]
        .filter(({ name, value }) => {
          if (!attributes.split(' ').includes(name)) return true;
          if (name === 'aria-label') return !names.has(value) && !summary.test(value);
          return words[name] ? !words[name].test(value) : false;
        })
        .map(({ name, value }) => `<${element.localName} ${name}="${value}">`),
    );
  });

/** What was fetched for content: addresses of the hosts that the corpus names. */
export const findFetched = (): string[] =>
  performance
    .getEntriesByType('resource')
    .map(({ name }) => name)
    .filter((name) => /evil|bank|ok\.example|i\.png|delete=/.test(name));

/** The drawing as markup without what Lit leaves behind, to compare two of them. */
export const markupOf = (root: Element): string => root.innerHTML.replaceAll(/<!--[\s\S]*?-->/g, '');

/** Cuts a text in pieces of one to nine characters, the same every time. */
export const cut = (text: string, seed = 7): string[] => {
  const pieces: string[] = [];
  let state = seed;
  for (let at = 0; at < text.length;) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    const length = 1 + (state % 9);
    pieces.push(text.slice(at, at + length));
    at += length;
  }
  return pieces;
};
