/** A page with deep-chat, which asks a function of the page for its answers. */
import 'deep-chat';
import { enter } from '../page/contestant.ts';
import { kept } from '../page/kept.ts';
import { readStream } from '../page/read-stream.ts';

const element = document.createElement('deep-chat');
let over = () => {};

Object.assign(element, {
  style: 'inline-size: 420px; block-size: 640px',
  connect: {
    stream: true,
    handler: async ({ messages }, signals) => {
      signals.onOpen();
      await readStream(messages[0].text, (text) => signals.onResponse({ text }));
      signals.onClose();
      over();
    },
  },
  history: kept().flatMap(({ question, answer }) => [
    { role: 'user', text: question },
    { role: 'ai', text: answer },
  ]),
});
document.querySelector('#peer').append(element);

enter({
  send: (load) =>
    new Promise((resolve) => {
      over = resolve;
      element.submitUserMessage({ text: load });
    }),
  messages: () => element.shadowRoot?.querySelector('#messages'),
  input: () => element.shadowRoot?.querySelector('#text-input'),
});
