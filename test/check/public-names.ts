import { type Expression, parseSync, type Program, type PropertyKey, Visitor } from 'oxc-parser';
import type { Source } from './source.js';
import { fixedText } from './syntax.js';

/** Reads from the sources what a host may name: settings, methods, events, parts, slots, custom properties, members of shapes. */

const programOf = ({ path, text }: Source): Program => parseSync(path, text).program;

const nameOf = (key: PropertyKey): string | undefined =>
  key.type === 'Identifier' ? key.name : fixedText(key as Expression);

/** The attribute of a reactive property as Lit makes it: named, none for `false`, else the name in small letters. */
const attributeOf = (property: string, settings: Expression): string | undefined => {
  if (settings.type !== 'ObjectExpression') return property.toLowerCase();
  for (const entry of settings.properties) {
    if (entry.type !== 'Property' || nameOf(entry.key) !== 'attribute') continue;
    return fixedText(entry.value);
  }
  return property.toLowerCase();
};

export interface Setting {
  readonly property: string;
  /** Absent where only a property sets it. */
  readonly attribute: string | undefined;
}

/** What stands in `static properties` of an element. */
export const settingsOf = (source: Source): Setting[] => {
  const settings: Setting[] = [];
  new Visitor({
    PropertyDefinition({ key, value, static: isStatic }) {
      if (!isStatic || nameOf(key) !== 'properties' || value?.type !== 'ObjectExpression') return;
      for (const entry of value.properties) {
        const property = entry.type === 'Property' ? nameOf(entry.key) : undefined;
        if (entry.type !== 'Property' || property === undefined) continue;
        settings.push({ property, attribute: attributeOf(property, entry.value) });
      }
    },
  }).visit(programOf(source));
  return settings;
};

/** The methods of a class that are its own and for others. */
export const methodsOf = (source: Source): string[] => {
  const methods: string[] = [];
  new Visitor({
    MethodDefinition({ key, kind, override, static: isStatic, accessibility }) {
      const isPublic = accessibility === null || accessibility === 'public' || accessibility === undefined;
      if (kind === 'method' && !override && !isStatic && isPublic && key.type === 'Identifier') methods.push(key.name);
    },
  }).visit(programOf(source));
  return methods;
};

/** The members of an interface, in order. */
export const membersOf = (source: Source, name: string): string[] => {
  const members: string[] = [];
  new Visitor({
    TSInterfaceDeclaration({ id, body }) {
      if (id.name !== name) return;
      for (const member of body.body) {
        if (member.type === 'TSPropertySignature' || member.type === 'TSMethodSignature')
          members.push(nameOf(member.key) ?? '');
      }
    },
  }).visit(programOf(source));
  return members;
};

/** The words of a type that is a choice of texts. */
export const wordsOf = (source: Source, name: string): string[] => {
  const words: string[] = [];
  new Visitor({
    TSTypeAliasDeclaration({ id, typeAnnotation }) {
      if (id.name !== name || typeAnnotation.type !== 'TSUnionType') return;
      for (const type of typeAnnotation.types) {
        const word = type.type === 'TSLiteralType' ? fixedText(type.literal as Expression) : undefined;
        if (word !== undefined) words.push(word);
      }
    },
  }).visit(programOf(source));
  return words;
};

/** The names in `CustomEvent<Detail>` of an event map, each with the members of its detail. */
export const eventsOf = (source: Source, map: string): Map<string, readonly string[]> => {
  const events = new Map<string, readonly string[]>();
  new Visitor({
    TSInterfaceDeclaration({ id, body }) {
      if (id.name !== map) return;
      for (const member of body.body) {
        if (member.type !== 'TSPropertySignature') continue;
        const type = member.typeAnnotation?.typeAnnotation;
        const detail = type?.type === 'TSTypeReference' ? type.typeArguments?.params[0] : undefined;
        const shape =
          detail?.type === 'TSTypeReference' && detail.typeName.type === 'Identifier' ? detail.typeName.name : '';
        events.set(nameOf(member.key) ?? '', membersOf(source, shape));
      }
    },
  }).visit(programOf(source));
  return events;
};

/** The texts that an expression chooses between. */
const choicesOf = (node: Expression): string[] => {
  if (node.type === 'ConditionalExpression') return [...choicesOf(node.consequent), ...choicesOf(node.alternate)];
  return [fixedText(node) ?? `(computed at ${node.start})`];
};

/** What an attribute is set to in the templates of a source: `part="panel"`, or the choices of `part=${a ? 'b' : 'c'}`. */
export const attributeTextsOf = (source: Source, attribute: string): string[] => {
  const texts: string[] = [];
  const fixed = new RegExp(String.raw`(?<=\s)${attribute}="([^"]*)"`, 'g');
  const computed = new RegExp(String.raw`\s${attribute}=$`);
  new Visitor({
    TaggedTemplateExpression({ tag, quasi }) {
      if (tag.type !== 'Identifier' || tag.name !== 'html') return;
      for (const [index, { value }] of quasi.quasis.entries()) {
        for (const [, text = ''] of value.raw.matchAll(fixed)) texts.push(text);
        const next = quasi.expressions[index];
        if (next && computed.test(value.raw)) texts.push(...choicesOf(next));
      }
    },
  }).visit(programOf(source));
  return texts;
};

/** The custom properties that a stylesheet declares for pages; those without the prefix are its own. */
export const customPropertiesOf = (source: Source): string[] => {
  const names: string[] = [];
  new Visitor({
    TemplateElement: ({ value }) => {
      for (const [, name = ''] of value.raw.matchAll(/^\s*(--zaby-[\w-]+):/gm)) names.push(name);
    },
  }).visit(programOf(source));
  return names;
};
