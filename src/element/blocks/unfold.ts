import { nothing, render } from 'lit';
import { Directive, type ElementPart, directive } from 'lit/directive.js';

/** Draws as many pages of a content as were asked for; `more` asks for one more. */
export type DrawPages = (pages: number, more: () => void) => unknown;

class Unfold extends Directive {
  #pages = 1;
  #show: (() => void) | undefined;

  render(_draw: DrawPages): unknown {
    return nothing;
  }

  override update({ element }: ElementPart, [draw]: [DrawPages]): unknown {
    const details = element as HTMLDetailsElement;
    const more = (): void => {
      this.#pages += 1;
      this.#show?.();
    };
    if (!this.#show) details.addEventListener('toggle', () => this.#show?.());
    this.#show = () => {
      if (details.open) render(draw(this.#pages, more), details.lastElementChild as HTMLElement);
    };
    this.#show();
    return nothing;
  }
}

/** On a `<details>`: draws into its last child, from the first unfolding on. Behind `?open` where it has that. */
export const unfold = directive(Unfold);
