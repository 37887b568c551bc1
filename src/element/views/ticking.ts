import { noChange } from 'lit';
import { AsyncDirective } from 'lit/async-directive.js';
import { type DirectiveResult, type PartInfo, directive } from 'lit/directive.js';

class Ticking extends AsyncDirective {
  #read: () => string = () => '';
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(part: PartInfo) {
    super(part);
    this.#start();
  }

  render(read: () => string): unknown {
    this.#read = read;
    return this.isConnected ? read() : noChange;
  }

  #start(): void {
    this.#timer = setInterval(() => this.setValue(this.#read()), 1000);
  }

  override disconnected(): void {
    clearInterval(this.#timer);
  }

  override reconnected(): void {
    this.#start();
  }
}

/** A text that depends on the clock: read anew each second while it is on the page, without rendering anything else. */
export const ticking: (read: () => string) => DirectiveResult = directive(Ticking);
