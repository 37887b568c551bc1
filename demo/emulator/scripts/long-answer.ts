import type { Answer } from '../definition.js';
import { say } from './pace.js';

const guide = `## Coffee outdoors, without regret

Good coffee on a trip is mostly **preparation**. Decide on a brewer, weigh the beans at home, and carry them ground only
if you leave the same day.

### Which brewer

| Brewer | Weight | Cups | Takes | Good for |
| :--- | ---: | ---: | ---: | :--- |
| Pour-over cone | 85 g | 1–2 | 3 min | clear, light roasts |
| Pressure press | 230 g | 1 | 2 min | early starts |
| Moka pot | 480 g | 3 | 6 min | a camp with a stove |
| Cowboy pot | 0 g | 4 | 8 min | nothing else at hand |

### How to pour over

1. Heat the water until it just stops boiling, about *94 °C*.
2. Rinse the filter. It is one minute well spent:
   - it takes the taste of paper away,
   - and it warms the cup.
3. Wet the grounds with twice their weight in water, and wait 30 seconds.
4. Pour the rest in slow circles. Stop when the scale says so.

> Sixty grams to the litre is a good place to begin. Change one thing at a time from there.

### How much to bring

If you like to plan, this does the sum:

\`\`\`ts
/** Grams of beans for a trip, with one cup to spare. */
const beansFor = (people: number, days: number, cupsADay = 2): number => {
  const cups = people * days * cupsADay + 1;
  return Math.ceil(cups * 0.25 * 60);
};

console.log(\`Pack \${beansFor(2, 3)} g.\`); // Pack 195 g.
\`\`\`

Call \`beansFor(2, 3)\` for two people and a long weekend.

### Further reading

- [Grinding by hand](https://example.com/guides/grinding), with pictures
- [Which water to use](https://example.com/guides/water)
- Or write to [our coffee bar](mailto:coffee@example.com); they answer the same day.

Is it for a day trip, or for longer?`;

/** A long answer with everything that text can be. */
export const longAnswer: readonly Answer[] = [
  { when: '\\b(brew(ing)?|coffee|guide|long|markdown|table|code)\\b', script: [say(guide)] },
];
