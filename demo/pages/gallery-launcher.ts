import { LitElement } from 'lit';
import { createSpeech } from '../../src/element/controllers/strings.js';
import { launcherStyles, renderLauncher } from '../../src/element/launcher.js';
import { en } from '../../src/element/locales/en.js';
import { panelStyles } from '../../src/element/panel.js';
import { type LauncherNewsModel, launcherNews, launcherNewsStyles } from '../../src/element/views/launcher-news.js';

/** The launcher alone, in whatever state. */
export class GalleryLauncher extends LitElement {
  static override readonly properties = { model: { attribute: false }, locale: {} };
  static override readonly styles = [...launcherStyles, ...panelStyles, launcherNewsStyles];

  declare model: Partial<LauncherNewsModel>;
  declare locale: string | undefined;

  readonly #speak = createSpeech(en);

  override render() {
    const { strings, locale } = this.#speak(this, this.locale);
    const toggle = (): void => {
      this.model = { ...this.model, open: !(this.model.open ?? false) };
    };
    const model = { open: false, unread: 0, approval: false, ...this.model };
    return renderLauncher({ open: model.open, news: launcherNews(model, strings) }, { strings, locale, toggle });
  }
}
