import { type TemplateResult, html, nothing, render } from 'lit';
import { Directive, type ElementPart, directive } from 'lit/directive.js';

class Unfold extends Directive {
  #show: (() => void) | undefined;

  render(_draw: () => unknown): unknown {
    return nothing;
  }

  override update({ element }: ElementPart, [draw]: [() => unknown]): unknown {
    const details = element as HTMLDetailsElement;
    if (!this.#show) details.addEventListener('toggle', () => this.#show?.());
    this.#show = () => {
      if (details.open) render(draw(), details.lastElementChild as HTMLElement);
    };
    this.#show();
    return nothing;
  }
}

/** On a `<details>`: draws into its last child what is unfolded, not before. Behind `?open` where it has that. */
export const unfold = directive(Unfold);

/** Words that unfold what is drawn then, not before. `titleId`: the title of that. */
export const folded = (summary: unknown, draw: () => unknown, open = false, titleId?: string): TemplateResult =>
  html`<details ?open=${open} ${unfold(draw)}><summary class=${typeof summary === 'string' ? 'unfold' : nothing} aria-describedby=${titleId ?? nothing}>${summary}</summary><div></div></details>`;

/** Draws a long list by pages of a hundred, each one unfolded by the words that say how many are left. */
export const paged = <Item>(
  items: readonly Item[],
  left: (count: number) => string,
  draw: (page: readonly Item[]) => unknown,
): unknown => {
  const rest = items.slice(100);
  return rest.length === 0
    ? draw(items)
    : [draw(items.slice(0, 100)), folded(left(rest.length), () => paged(rest, left, draw))];
};
