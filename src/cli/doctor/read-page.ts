import { parseAddress } from '../address.js';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;
type Attributes = ReadonlyMap<string, string>;

/** What matters of a page, as a browser's parser reads it: nothing in comments, templates or `<noscript>` counts. */
export interface Page {
  /** What relative addresses are relative to. */
  readonly base: URL;
  readonly tags: readonly Attributes[];
  /** A tag holds parts of the page: it was written as if `/>` closed it. */
  readonly swallows: boolean;
  readonly scripts: readonly Attributes[];
  /** The content policies in `<meta http-equiv>`, in order. */
  readonly policies: readonly string[];
}

/** Reads a page that came from `url`. HTML that is broken is read as browsers do. */
export const readPage = (html: string, url: URL): Page => {
  let base: URL | undefined;
  const tags: Attributes[] = [];
  let swallows = false;
  const scripts: Attributes[] = [];
  const policies: string[] = [];

  const visit = (node: Node): void => {
    if ('tagName' in node) {
      const attributes = new Map(node.attrs.map(({ name, value }) => [name, value]));
      const { tagName } = node;
      const href = attributes.get('href');
      if (tagName === 'base' && href !== undefined) base ??= parseAddress(href, url);
      if (tagName === 'zaby-agent') {
        tags.push(attributes);
        swallows ||= node.childNodes.some(isNoSlot);
      }
      if (tagName === 'script' && isCode(attributes.get('type'))) scripts.push(attributes);
      if (tagName === 'meta' && attributes.get('http-equiv')?.toLowerCase() === 'content-security-policy')
        policies.push(attributes.get('content') ?? '');
      // With scripting on, what is in there is text.
      if (tagName === 'noscript') return;
    }
    if ('childNodes' in node) for (const child of node.childNodes) visit(child);
  };
  visit(parse(html));
  return { base: base ?? url, tags, swallows, scripts, policies };
};

/** HTML standard, "prepare the script element": everything else is data. */
const isCode = (type: string | undefined): boolean =>
  type === undefined || /^(?:|module|(?:text|application)\/(?:x-)?(?:java|ecma)script)$/i.test(type.trim());

/** Only what is for a slot of the element belongs into it. */
const isNoSlot = (node: Node): boolean => 'tagName' in node && !node.attrs.some(({ name }) => name === 'slot');
