import { render } from 'lit';
import type { MarkdownContext } from './context.js';
import { create } from './create.js';
import { image } from './images.js';
import { link } from './links.js';
import { type InlineNode, type LinkDefinition, readInline } from './read-inline.js';
import { plainTextOf } from './emphasis.js';

/** What drawing needs besides the blocks. */
export interface Drawing {
  readonly context: MarkdownContext;
  /** Where labels lead, by what is defined so far. */
  readonly links: ReadonlyMap<string, LinkDefinition>;
  /** What is to be drawn again when a label is defined after all. */
  readonly late: Map<string, Set<() => void>>;
}

/** An inline node, and what shows it. */
interface Drawn {
  node: InlineNode;
  readonly shown: readonly ChildNode[];
  readonly inside: Drawn[];
}

/** Between two nodes of `parent`: its own beginning and end where they are `null`. */
export interface Place {
  parent: Node;
  after: ChildNode | null;
  before: ChildNode | null;
}

/** All of an element. */
export const within = (parent: Node): Place => ({ parent, after: null, before: null });

/** Draws a template, and gives what it is drawn of: it can be drawn again by the same fragment. */
export const drawTemplate = (template: unknown, fragment = new DocumentFragment()): ChildNode[] => {
  render(template, fragment);
  return [...fragment.childNodes];
};

const insideOf = (node: InlineNode): readonly InlineNode[] => ('children' in node ? node.children : []);

const draw = (node: InlineNode, drawing: Drawing, inLink: boolean): Drawn => {
  const { context } = drawing;
  const inside: Drawn[] = [];
  const drawInside = (parent: Node, isLink = inLink): Node => {
    patch(within(parent), inside, insideOf(node), drawing, isLink);
    return parent;
  };
  const shown = (): ChildNode[] => {
    switch (node.type) {
      case 'text': {
        const words = context.cite && !inLink ? context.cite(node.text) : node.text;
        return words === node.text ? [document.createTextNode(node.text)] : drawTemplate(words);
      }
      case 'code': {
        const code = create('code');
        code.dir = 'ltr';
        code.textContent = node.text;
        return [code];
      }
      case 'break':
        return [create('br')];
      case 'link':
        return drawTemplate(
          // A browser would take a backslash for a slash.
          link(
            node.address.replaceAll('\\', '%5C'),
            plainTextOf(node.children),
            drawInside(new DocumentFragment(), true),
            context,
            node.title,
          ),
        );
      case 'image':
        return drawTemplate(image(node.address, node.alt, node.title, context, inLink));
      default:
        return [drawInside(create(node.type)) as HTMLElement];
    }
  };
  return { node, shown: shown(), inside };
};

/** True where what is shown of a node could be made to show another one. */
const update = (drawn: Drawn, node: InlineNode, drawing: Drawing, inLink: boolean): boolean => {
  const { node: before, shown, inside } = drawn;
  if (before.type !== node.type) return false;
  if (node.type === 'strong' || node.type === 'em' || node.type === 'del') {
    patch(within(shown[0]!), inside, node.children, drawing, inLink);
  } else if (node.type === 'text' && before.type === 'text') {
    const [text] = shown;
    if (node.text !== before.text) {
      const { cite } = drawing.context;
      if (shown.length > 1 || !(text instanceof Text) || (cite && cite(node.text) !== node.text)) return false;
      // Only what is added: the lines before need no new layout.
      if (node.text.startsWith(before.text)) text.appendData(node.text.slice(before.text.length));
      else text.data = node.text;
    }
  } else if (node.type === 'code' && before.type === 'code') {
    if (node.text !== before.text) shown[0]!.textContent = node.text;
  } else if (JSON.stringify(before) !== JSON.stringify(node)) return false;
  drawn.node = node;
  return true;
};

/** Makes what is shown in a place show other nodes; what did not change stays. */
const patch = (place: Place, drawn: Drawn[], nodes: readonly InlineNode[], drawing: Drawing, inLink = false): void => {
  for (const [index, node] of nodes.entries()) {
    const before = drawn[index];
    if (before && update(before, node, drawing, inLink)) continue;
    const next = draw(node, drawing, inLink);
    for (const each of next.shown) place.parent.insertBefore(each, before?.shown[0] ?? place.before);
    for (const each of before?.shown ?? []) each.remove();
    drawn[index] = next;
  }
  for (const { shown } of drawn.splice(nodes.length)) for (const each of shown) each.remove();
};

const longestText = 1000;

/** Two texts that meet become one. */
const join = (nodes: readonly InlineNode[], more: readonly InlineNode[]): readonly InlineNode[] => {
  const last = nodes.at(-1);
  const [first, ...others] = more;
  return last?.type === 'text' && first?.type === 'text'
    ? [...nodes.slice(0, -1), { type: 'text', text: last.text + first.text }, ...others]
    : [...nodes, ...more];
};

export type InlineView = (source: string, done: boolean) => void;

/** Draws inline source that may grow: what is settled is drawn once and then left alone. */
export const createPiece = (place: Place, drawing: Drawing): InlineView => {
  const { links, late } = drawing;
  /** The source of what is drawn for good, and the text it ends with, which may go on. */
  let settled = '';
  let words: readonly InlineNode[] = [];
  /** What is not. */
  let drawn: Drawn[] = [];
  let guessed = false;
  /** Labels without a definition, and how many definitions there were then. */
  let missing = new Set<string>();
  let known = 0;
  let whole = '';
  let isDone = false;

  const clear = (): void => {
    const { parent, after, before } = place;
    for (let node = after ? after.nextSibling : parent.firstChild; node !== before;) {
      const next: ChildNode | null = node!.nextSibling;
      node!.remove();
      node = next;
    }
    settled = '';
    words = [];
    drawn = [];
    guessed = false;
    missing = new Set();
  };

  const redraw = (): void => show(whole, true);

  const show = (source: string, done: boolean): void => {
    if (isDone || (guessed && done) || !source.startsWith(settled) || (missing.size > 0 && known !== links.size))
      clear();
    isDone = done;
    known = links.size;
    const from = settled.length;
    const reading = readInline(source.slice(from), {
      links,
      streaming: !done,
      before: from === 0 ? undefined : Array.from(settled.slice(-2)).at(-1),
      onLabel: (label) => {
        if (!links.has(label)) missing.add(label);
      },
    });
    const { nodes } = reading;
    const firm = join(words, reading.settledNodes);
    // A text at the end of what is settled may go on, until it is so long that a browser takes its time to add to it.
    const last = firm.at(-1);
    const goesOn = last?.type === 'text' && last.text.length < longestText;
    patch(place, drawn, goesOn ? join(firm, nodes) : [...firm, ...nodes], drawing);
    if (done) {
      drawn = [];
      settled = '';
      if (missing.size > 0) whole = source;
      for (const label of missing) late.set(label, (late.get(label) ?? new Set()).add(redraw));
      return;
    }
    guessed ||= reading.guessed;
    words = goesOn ? [last] : [];
    drawn.splice(0, firm.length - words.length);
    settled = source.slice(0, from + reading.settled);
  };

  return show;
};
