import { html, render } from 'lit';
import { de } from '../../src/element/locales/de.js';
import { registerLocale } from '../../src/element/locales/index.js';
import { GalleryLauncher } from './gallery-launcher.js';
import { GalleryPanel } from './gallery-panel.js';
import { galleryStates } from './gallery-states.js';

registerLocale('de', de);
customElements.define('gallery-launcher', GalleryLauncher);
customElements.define('gallery-panel', GalleryPanel);

const form = document.querySelector<HTMLFormElement>('#settings')!;
const main = document.querySelector<HTMLElement>('#gallery')!;

const only = form.elements.namedItem('only') as HTMLSelectElement;
for (const { name } of galleryStates) only.add(new Option(name));

/** The address carries the settings, so that one can send somebody a state. */
const settings = new URLSearchParams(location.hash.slice(1));
for (const [name, value] of settings) {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLSelectElement) field.value = value;
}

const launchers = [
  { label: 'Closed' },
  { label: 'Open', open: true },
  { label: 'Unread', unread: 3 },
  { label: 'Answering', activity: { text: 'Answering…' } },
  { label: 'At work', activity: { text: 'Step 3 of 10: Reading invoices', since: 0, share: 0.2 } },
  { label: 'Approval', approval: true },
];

const draw = (): void => {
  const {
    scheme,
    width,
    direction,
    locale,
    only: wanted,
  } = Object.fromEntries(new FormData(form)) as Record<string, string>;
  Object.assign(document.documentElement.dataset, { scheme, width });
  document.documentElement.dir = direction ?? 'ltr';
  location.hash = new URLSearchParams({ scheme, width, direction, locale, only: wanted } as Record<
    string,
    string
  >).toString();
  const states = galleryStates.filter(({ name }) => !wanted || name === wanted);
  render(
    html`
      ${
        wanted
          ? ''
          : html`<section>
            <h2>Launcher</h2>
            <div class="launchers">
              ${launchers.map((each) => html`<gallery-launcher color-scheme=${scheme} .model=${each} .locale=${locale}></gallery-launcher>`)}
            </div>
          </section>`
      }
      ${states.map(
        ({ name, state, starters }) => html`<section>
          <h2>${name}</h2>
          <gallery-panel color-scheme=${scheme} .state=${state} .starters=${starters ?? []} .locale=${locale} .direction=${direction}></gallery-panel>
        </section>`,
      )}
    `,
    main,
  );
};

form.addEventListener('change', draw);
draw();
