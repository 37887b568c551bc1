import { longConversation } from './gallery-long.js';

/** The address carries the settings: `?messages=5000&mode=pin-to-question`. */
const settings = new URLSearchParams(location.search);
const form = document.querySelector<HTMLFormElement>('#settings')!;
for (const [name, value] of settings) {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLSelectElement) field.value = value;
}
const chosen = (): Record<string, string> => Object.fromEntries(new FormData(form)) as Record<string, string>;
const { messages, mode = '' } = chosen();

// Where the widget will look for it. What was added since stays over a reload, until another number is chosen.
const key = 'zaby:/api/zaby-token:anon:long';
if (sessionStorage.getItem('messages') !== messages || !sessionStorage.getItem(key)) {
  sessionStorage.setItem(key, JSON.stringify({ version: 1, state: longConversation(Number(messages)) }));
  sessionStorage.setItem('messages', messages ?? '');
}

document.querySelector('zaby-agent')?.setAttribute('scroll-mode', mode);
await import('../../src/element/index.js');

form.addEventListener('change', () => {
  location.search = new URLSearchParams(chosen()).toString();
});
