/** Texts as agents and people write them, the same each time. */

const words =
  'the order report was checked against every invoice of last month and two of them do not match what customers paid so a refund is due before Friday unless support finds another reason in the notes that came with delivery'.split(
    ' ',
  );

/** A row of numbers that look as if drawn by lot (Numerical Recipes' linear congruential generator). */
const createLot = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

const list = <Item>(count: number, item: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, i) => item(i));

const createWriter = (seed: number) => {
  const lot = createLot(seed);
  const phrase = (count: number): string => list(count, () => words[lot(words.length)]).join(' ');
  const sentence = (): string => {
    const text = phrase(6 + lot(10));
    const marked = [
      `**${phrase(2)}**`,
      `_${phrase(1)}_`,
      `\`${phrase(1)}_id\``,
      `[${phrase(2)}](https://shop.example/${lot(999)})`,
      phrase(2),
    ];
    return `${text[0]!.toUpperCase()}${text.slice(1)} ${marked[lot(marked.length)]} ${phrase(3)}.`;
  };
  const paragraph = (): string => list(2 + lot(4), sentence).join(' ');
  const parts: readonly (() => string)[] = [
    () => `## ${phrase(3)}`,
    paragraph,
    paragraph,
    () => list(3 + lot(5), () => `- ${sentence()}`).join('\n'),
    paragraph,
    () => list(3 + lot(4), (index) => `${index + 1}. **${phrase(2)}**: ${phrase(8)}\n   - ${phrase(6)}`).join('\n'),
    () =>
      `\`\`\`ts\n${list(4 + lot(8), (index) => `const total${index} = items.reduce((sum, { price }) => sum + price * ${lot(99)}, 0);`).join('\n')}\n\`\`\``,
    paragraph,
    () =>
      `| Order | Customer | Total |\n|---|---|---:|\n${list(4 + lot(8), () => `| ${lot(99_999)} | ${phrase(2)} | ${lot(900)}.${10 + lot(90)} |`).join('\n')}`,
    () => `> ${sentence()}`,
  ];
  return { lot, phrase, sentence, part: (index: number) => parts[index % parts.length]!() };
};

/** The last words of every answer: where they show, all of it does. */
export const lastWords = 'Nothing is left to say.';

/** Headings, paragraphs, lists, code, tables and quotes in turns: exactly so many characters. */
export const answer = (length: number): string => {
  const { part } = createWriter(1);
  let text = '';
  for (let index = 0; text.length < length; index++) text += `${part(index)}\n\n`;
  // Cut where a block ends, and filled up with words: a fence that is cut would swallow the last ones.
  const end = text.lastIndexOf('\n\n', length - lastWords.length - 4);
  const left = length - end - 3 - lastWords.length;
  return `${text.slice(0, end)}\n\n${'and so on '.repeat(Math.ceil(left / 10)).slice(0, left)} ${lastWords}`;
};

export interface Exchange {
  readonly question: string;
  readonly answer: string;
}

/** So many messages: a question, an answer of a few hundred characters, in turns. */
export const exchanges = (messages: number): Exchange[] => {
  const { sentence, part } = createWriter(2);
  return Array.from({ length: messages / 2 }, (_, index) => ({
    question: `${index + 1}: ${sentence().slice(0, 60)}?`,
    answer: `${sentence()}\n\n${part(index)}\n\n${sentence()} This was answer ${index + 1}.`,
  }));
};
