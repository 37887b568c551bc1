import { html, render } from 'lit';
import { GalleryLauncher } from './gallery-launcher.js';
import { GalleryPanel } from './gallery-panel.js';
import { galleryStates } from './gallery-states.js';

customElements.define('gallery-launcher', GalleryLauncher);
customElements.define('gallery-panel', GalleryPanel);

/** `default` is what the element looks like by itself. */
const themes = ['default', 'paper', 'midnight', 'soft', 'compact', 'contrast'] as const;
const schemes = ['light', 'dark'] as const;

/** On a page a theme is for its `zaby-agent`; here it is for what stands below a class, so that all can be seen beside each other. */
const wear = async (name: string): Promise<void> => {
  const url = new URL(`../../src/element/themes/${name}.css`, import.meta.url);
  const response = await fetch(url, { headers: { accept: 'text/css' } });
  const sheet = new CSSStyleSheet();
  await sheet.replace((await response.text()).replaceAll(':where(zaby-agent)', `:where(.${name})`));
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
};
await Promise.all(themes.filter((name) => name !== 'default').map(wear));

const form = document.querySelector<HTMLFormElement>('#settings')!;
const main = document.querySelector<HTMLElement>('#themes')!;
const fieldNamed = (name: string): HTMLSelectElement => form.elements.namedItem(name) as HTMLSelectElement;
for (const name of themes) fieldNamed('theme').add(new Option(name));
for (const { name } of galleryStates) fieldNamed('state').add(new Option(name));
fieldNamed('state').value = 'Tools';

/** The address carries the settings, so that one can send somebody a look. */
for (const [name, value] of new URLSearchParams(location.hash.slice(1))) fieldNamed(name).value = value;

const own = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, own];

const draw = (): void => {
  const settings = Object.fromEntries(new FormData(form)) as Record<string, string>;
  const { theme, state, width, direction, accent = '' } = settings;
  document.documentElement.dataset['width'] = width;
  document.documentElement.dir = direction ?? 'ltr';
  location.hash = new URLSearchParams(settings).toString();
  own.replaceSync(CSS.supports('color', accent) ? `.theme { --zaby-accent: ${accent}; }` : '');
  const wanted = galleryStates.find(({ name }) => name === state) ?? galleryStates[0]!;
  render(
    themes
      .filter((name) => !theme || name === theme)
      .map((name) =>
        schemes.map(
          (scheme) => html`<section class="scheme-${scheme}">
          <h2>${name}, ${scheme}</h2>
          <gallery-panel class="theme ${name}" .state=${wanted.state} .starters=${wanted.starters ?? []}></gallery-panel>
          <div class="launchers"><gallery-launcher class="theme ${name}" .model=${{ unread: 2 }}></gallery-launcher></div>
        </section>`,
        ),
      ),
    main,
  );
};

form.addEventListener('input', draw);
draw();
