const create = (tag: string, attributes: Readonly<Record<string, string | number>>, text = ''): SVGElement => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.textContent = text;
  return element;
};

interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

const boxHeight = 36;
const distance = 74;

/**
 * Draws lines such as `Order -> Warehouse: picks it` as boxes with arrows, one below the other.
 *
 * It shows how a page draws a fenced block of its own; a page in earnest takes a library for it.
 */
export const drawDiagram = (source: string): Element => {
  const arrows = source
    .split('\n')
    .map((line) => /^\s*(.+?)\s*->\s*([^:]+?)\s*(?::\s*(.*))?$/.exec(line))
    .filter((found) => found !== null)
    .map(([, from = '', to = '', label = '']): Arrow => ({ from, to, label }));
  if (arrows.length === 0) throw new Error('A diagram has lines such as "A -> B: why"');
  const names = [...new Set(arrows.flatMap(({ from, to }) => [from, to]))];
  const longest = Math.max(...arrows.map(({ label }) => label.length));
  // Room for a label beside the arrow that leaves in the middle.
  const width = Math.max(9 * Math.max(...names.map((name) => name.length)) + 32, 15 * longest + 28);
  const bend = width + 40;
  const total = bend + 8 + 7.5 * longest;
  const height = (names.length - 1) * distance + boxHeight + 2;
  const svg = create('svg', {
    viewBox: `-1 -1 ${total} ${height}`,
    width: total,
    height,
    role: 'img',
    'aria-label': arrows.map(({ from, to, label }) => `${from} to ${to}${label && `: ${label}`}`).join('; '),
    fill: 'none',
    stroke: 'currentColor',
    'font-size': 14,
  });
  const middleOf = (name: string): number => names.indexOf(name) * distance + boxHeight / 2;
  for (const name of names) {
    const middle = middleOf(name);
    svg.append(
      create('rect', { x: 0, y: middle - boxHeight / 2, width, height: boxHeight, rx: 8, 'stroke-opacity': 0.5 }),
      create(
        'text',
        { x: width / 2, y: middle + 5, 'text-anchor': 'middle', fill: 'currentColor', stroke: 'none' },
        name,
      ),
    );
  }
  for (const { from, to, label } of arrows) {
    const [start, end] = [middleOf(from), middleOf(to)];
    const isNext = end - start === distance;
    const [x, far] = isNext ? [width / 2, width / 2] : [width, bend];
    const [first, last] = isNext ? [start + boxHeight / 2, end - boxHeight / 2] : [start, end];
    const head = isNext
      ? `M${x - 4} ${last - 7}L${x} ${last - 1}L${x + 4} ${last - 7}`
      : `M${x + 7} ${last - 4}L${x + 1} ${last}L${x + 7} ${last + 4}`;
    svg.append(
      create('path', { d: `M${x} ${first}C${far} ${first} ${far} ${last} ${x} ${last}${head}` }),
      create(
        'text',
        {
          x: (isNext ? x : width + 30) + 8,
          y: (first + last) / 2 + 5,
          fill: 'currentColor',
          stroke: 'none',
          'fill-opacity': 0.8,
        },
        label,
      ),
    );
  }
  return svg;
};
