import { noChange } from 'lit';
import { Directive, type DirectiveResult, type ElementPart, directive } from 'lit/directive.js';

/** Is given an element; what it answers is called before another one is. */
export type Attachment = (element: Element) => (() => void) | void;

class Attach extends Directive {
  #attachment: Attachment | undefined;
  #leave: (() => void) | void = undefined;

  render(_attachment: Attachment): unknown {
    return noChange;
  }

  override update({ element }: ElementPart, [attachment]: [Attachment]): unknown {
    if (attachment === this.#attachment) return noChange;
    this.#leave?.();
    this.#attachment = attachment;
    this.#leave = attachment(element);
    return noChange;
  }
}

/** Gives the element it stands on to a function: once for each function, so one that is kept is called once. */
export const attach: (attachment: Attachment) => DirectiveResult = directive(Attach);
