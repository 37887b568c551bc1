import { type Argument, type CallExpression, parseSync, Visitor } from 'oxc-parser';
import { type Check, describeFinding, type Finding, lineAt, type Source, sourcesBelow } from './source.js';
import { calledName, calledOwner, fixedText, isText } from './syntax.js';
import { findTemplateFaults } from './template-faults.js';

/** Names that parse text as markup or code, wherever they stand: as a property, an import, or a text such as `el['innerHTML']`. */
const sinkNames = new Set([
  'innerHTML',
  'outerHTML',
  'srcdoc',
  'insertAdjacentHTML',
  'createContextualFragment',
  'setHTML',
  'setHTMLUnsafe',
  'parseHTML',
  'parseHTMLUnsafe',
  'parseFromString',
  'DOMParser',
  'XSLTProcessor',
  'unsafeHTML',
  'unsafeSVG',
  'unsafeMathML',
  'unsafeStatic',
  'unsafeCSS',
  'createPolicy',
  'eval',
]);

const sinkModule = /^(?:lit|lit-html)\/(?:directives\/unsafe-|static-html)/;
const dangerousElements = new Set(['script', 'style', 'iframe', 'frame', 'object', 'embed', 'base', 'link', 'meta']);
const dangerousAttribute = /^(?:style|srcdoc|on.+)$/i;
const templateTags = new Set(['html', 'svg', 'mathml']);

const elementFault = (argument: Argument | undefined): string | undefined => {
  const name = fixedText(argument)?.toLowerCase();
  if (name === undefined) return 'creates an element whose name is computed';
  return dangerousElements.has(name) ? `creates <${name}>` : undefined;
};

const attributeFault = (argument: Argument | undefined): string | undefined => {
  const name = fixedText(argument);
  if (name === undefined) return 'sets an attribute whose name is computed';
  return dangerousAttribute.test(name) ? `sets the attribute ${name}` : undefined;
};

const makesCode = (name: string | undefined): string | undefined =>
  name === 'Function' || name === 'constructor' ? `makes code with ${name}` : undefined;

/** What is wrong with a call by its name alone. */
const callFault = ({ callee, arguments: given }: CallExpression): string | undefined => {
  const name = calledName(callee);
  switch (name) {
    case 'setTimeout':
    case 'setInterval':
      return isText(given[0]) ? `calls ${name} with a text` : undefined;
    case 'createElement':
      return elementFault(given[0]);
    case 'createElementNS':
      return elementFault(given[1]);
    case 'setAttribute':
    case 'toggleAttribute':
      return attributeFault(given[0]);
    case 'setAttributeNS':
      return attributeFault(given[1]);
    case 'write':
    case 'writeln':
      return calledOwner(callee) === 'document' ? `uses document.${name}` : undefined;
    default:
      return makesCode(name);
  }
};

const moduleFault = (specifier: string | undefined): string | undefined => {
  if (specifier === undefined) return 'imports an address that is computed';
  return sinkModule.test(specifier) ? `imports ${specifier}` : undefined;
};

const nameFault = (name: unknown): string | undefined =>
  typeof name === 'string' && sinkNames.has(name) ? `uses ${name}` : undefined;

/** Finds what could turn text into markup or code, on the syntax tree: a name in a comment or within a longer text is no alarm. */
export const findSinks = ({ path, text }: Source): Finding[] => {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) return [{ path, line: 1, message: `does not parse: ${errors[0]?.message ?? ''}` }];
  const findings: Finding[] = [];
  const report = ({ start }: { start: number }, message: string | undefined): void => {
    if (message !== undefined) findings.push({ path, line: lineAt(text, start), message });
  };
  new Visitor({
    Identifier: (node) => report(node, nameFault(node.name)),
    Literal: (node) => report(node, nameFault(node.value)),
    TemplateLiteral: (node) => report(node, nameFault(fixedText(node))),
    ImportDeclaration: (node) => report(node, moduleFault(node.source.value)),
    ImportExpression: (node) => report(node, moduleFault(fixedText(node.source))),
    NewExpression: (node) => report(node, makesCode(calledName(node.callee))),
    CallExpression: (node) => report(node, callFault(node)),
    TaggedTemplateExpression(node) {
      if (!templateTags.has(calledName(node.tag) ?? '')) return;
      const stretches = node.quasi.quasis.map(({ value }) => value.cooked ?? value.raw);
      for (const fault of findTemplateFaults(stretches)) report(node, fault);
    },
  }).visit(program);
  return findings;
};

export const sinks: Check = {
  name: 'sinks',
  // The program for a terminal has no page to write to.
  run: async () =>
    (await sourcesBelow('src'))
      .filter(({ path }) => !path.startsWith('src/cli/'))
      .flatMap(findSinks)
      .map(describeFinding),
};
