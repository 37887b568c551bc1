import { LitElement } from 'lit';
import { createSpeech } from '../../src/element/controllers/strings.js';
import { type LauncherModel, enLauncher, launcherStyles, renderLauncher } from '../../src/element/launcher.js';

/** The launcher alone, in whatever state. */
export class GalleryLauncher extends LitElement {
  static override readonly properties = { model: { attribute: false }, locale: {} };
  static override readonly styles = launcherStyles;

  declare model: Partial<LauncherModel>;
  declare locale: string | undefined;

  readonly #speak = createSpeech(enLauncher);

  override render() {
    const { strings } = this.#speak(this, this.locale);
    const toggle = (): void => {
      this.model = { ...this.model, open: !(this.model.open ?? false) };
    };
    return renderLauncher(
      { open: false, unread: 0, running: false, approval: false, ...this.model },
      { strings, toggle },
    );
  }
}
