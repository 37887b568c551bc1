/** A page that parses the whole Markdown once, at the end, and sets the DOM. */
import { marked } from 'marked';
import { enter } from './contestant.js';
import { kept } from './kept.js';
import { readStream } from './read-stream.js';

const box = document.querySelector('main')!;

const message = (): HTMLElement => box.appendChild(document.createElement('div'));

const show = (text: string): void => void (message().innerHTML = marked.parse(text, { async: false }));

for (const { question, answer } of kept()) {
  message().append(question);
  show(answer);
}
box.scrollTop = box.scrollHeight;

enter({
  async send(load) {
    let text = '';
    await readStream(load, (delta) => (text += delta));
    show(text);
  },
  messages: () => box,
  input: () => document.querySelector('textarea'),
});
