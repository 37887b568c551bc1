import { type TemplateResult, html } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { TextPart, UiBlock } from '../../core/index.js';
import type { ViewContext } from './context.js';

/** More than anybody reads, in characters. What is skipped while it is not seen costs little, but not nothing. */
const readable = 500_000;

const longestWord = 1000;

/** How much of a text is shown. */
export const shownOf = ({ id }: TextPart, turnId: string, { notes }: ViewContext): number =>
  notes.of(turnId).shown?.[id] ?? readable;

/** A text of the agent's; of one that is longer than anybody reads, its beginning, and more at each press. */
export const longText = (part: TextPart, turnId: string, context: ViewContext, sources?: UiBlock): TemplateResult => {
  const { text } = part;
  const shown = shownOf(part, turnId, context);
  if (text.length <= shown) return context.text(part, sources);
  const space = Math.max(text.lastIndexOf(' ', shown), text.lastIndexOf('\n', shown));
  // Not half of a word, and never half of a character.
  const beginning = text.slice(0, space > shown - longestWord ? space : shown).replace(/[\uD800-\uDBFF]$/, '');
  const { notes, strings } = context;
  const more = (): void => notes.change(turnId, { shown: { ...notes.of(turnId).shown, [part.id]: shown + readable } });
  return html`${guard([beginning, context, sources], () => context.text({ ...part, text: beginning, cut: true }, sources))}<button
      class="button show-more"
      part="show-more"
      type="button"
      @click=${more}
    >
      ${strings.showMore(text.length - beginning.length)}
    </button>`;
};
