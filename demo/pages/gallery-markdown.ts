import type { Part } from '../../src/core/index.js';
import type { GalleryState } from './gallery-states.js';

const answer = (name: string, question: string, markdown: string, done = true): GalleryState => {
  const part: Part = { id: 'text', kind: 'text', text: markdown, done };
  return {
    name,
    state: {
      conversationId: '0d0f2d0e-9a37-4a4c-8a43-1f6f9b2f7c11',
      turns: [
        {
          id: 'turn-1',
          question,
          askedAt: Date.UTC(2026, 4, 4, 9, 29),
          requestId: 'request-1',
          status: done ? 'finished' : 'running',
          parts: [part],
        },
      ],
      draft: '',
      shared: undefined,
      restoring: false,
    },
  };
};

const script = `Ask the shop's own endpoint, then read the stock:

\`\`\`ts
/** How many of a product are left. */
export async function stockOf(product: string): Promise<number> {
  const response = await fetch(\`/api/stock?product=\${encodeURIComponent(product)}&warehouse=north&reserved=without\`);
  if (!response.ok) throw new Error("The shop did not answer: " + response.status);
  const { left = 0 } = (await response.json()) as Stock; // never negative
  return Math.max(left, 0);
}
\`\`\`

From a shell, \`curl\` does the same:

\`\`\`sh
# Prints a number
curl --silent "https://shop.example/api/stock?product=$PRODUCT" | jq '.left'
\`\`\`

\`\`\`json
{ "product": "Fjell 2", "left": 7, "reserved": [1, 2], "back": null }
\`\`\`

\`\`\`diff
- left: 6
+ left: 7
\`\`\`

    Nothing tells what language this is.`;

const table = `| Tent | Sleeps | Weight | Season | Note |
| --- | ---: | ---: | :---: | --- |
${Array.from({ length: 14 }, (_, index) => `| Fjell ${index + 1} | ${1 + (index % 4)} | ${(1.2 + index / 10).toFixed(1)} kg | ${index % 3 === 0 ? 'four' : 'three'} | Pitches *in the rain*, see [the manual](https://example.com/fjell-${index + 1}) |`).join('\n')}`;

const inline = `All of it in a line: **strong**, *soft*, ***both***, ~~gone~~, \`code\`, [a link](https://example.com "With a title"), https://example.com/written?out=1, team@example.com.

> A quote with a list:
>
> 1. one
> 2. two
>    - [x] ticked
>    - [ ] not yet

> [!WARNING]
> The north face has *no* shelter above 2,100 m.

> [!TIP]
> Fill up at the hut.

HTML is text: <b onclick="alert(1)">not bold</b>.  
A hard break stands before this line.`;

const lists = `The last tents made:

98. Fjell 98
99. Fjell 99
100. Fjell 100, with a longer description that goes on in a second line of its own

In the years

1998. first pitched
1999. first sold<br>and sold out

How deep it goes:

${Array.from({ length: 9 }, (_, level) => `${'  '.repeat(level)}- level ${level + 1}`).join('\n')}`;

/** What Markdown can look like. */
export const markdownStates: readonly GalleryState[] = [
  answer('Markdown', 'What can you write?', inline),
  answer('Markdown lists', 'Which tents did you make?', lists),
  answer('Code', 'How do I ask for the stock?', script),
  answer('Code while it grows', 'How do I ask for the stock?', script.slice(0, 330), false),
  answer('Markdown table', 'Which tents are there?', table),
  answer('Markdown table while it grows', 'Which tents are there?', table.slice(0, 300), false),
  answer(
    'Drawn by the page',
    'How much gas do I need, and how does it get here?',
    `The gas that a pot of water takes:

\`\`\`math
m_{gas} = \\frac{m \\cdot c \\cdot \\Delta T}{\\sigma \\cdot H} \\approx 12 \\text{g}
\`\`\`

And its way to you:

\`\`\`diagram
Order -> Warehouse: is picked
Warehouse -> Courier: is packed
Courier -> You: two days
You -> Warehouse: returns
\`\`\`

What the page cannot draw stays code:

\`\`\`math
\\unknown{x}
\`\`\``,
  ),
];
