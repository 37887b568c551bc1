import type { UiBlock } from '../../core/index.js';
import { contentOf, isFields, read, readList, readText, show } from './read.js';

/** Something that an answer rests on, and the number that the agent gave it, else its place in the list. */
export interface Source {
  readonly number: number;
  /** Empty where there is none. */
  readonly address: string;
  readonly label: string;
  readonly snippet: string | undefined;
}

/** Beginnings of an address: a title alone must not lead to a page of the host's. */
const anAddress = /^(?:[a-z][a-z\d+.-]*:|\/)\S+$/i;

export const readSources = (block: UiBlock): Source[] =>
  readList(contentOf(block), 'sources', 'items', 'links', 'citations', 'results')
    .map((source, index) => {
      const text = show(source);
      const fields = isFields(source) ? source : { [anAddress.test(text) ? 'url' : 'title']: text };
      const number = Number(read(fields, 'number', 'index', 'position') ?? index + 1);
      const address = readText(fields, 'url', 'href', 'link', 'uri') ?? '';
      return {
        number: Number.isInteger(number) && number > 0 && number < 1000 ? number : index + 1,
        address,
        label: readText(fields, 'title', 'name', 'label') ?? address,
        snippet: readText(fields, 'snippet', 'description', 'excerpt', 'text'),
      };
    })
    .filter(({ label, snippet }) => label || snippet);
