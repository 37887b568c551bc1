import { type LinkDefinition, readDefinition } from './read-link.js';

/** What is left of a paragraph behind the definitions of links that it begins with (CommonMark §4.7). */
export const withoutDefinitions = (text: string, define: (label: string, link: LinkDefinition) => void): string => {
  let rest = text;
  while (rest.startsWith('[')) {
    const definition = readDefinition(rest, 0);
    if (!definition) break;
    const { label, address, title, end } = definition;
    define(label, { address, title });
    rest = rest.slice(end);
  }
  return rest;
};
