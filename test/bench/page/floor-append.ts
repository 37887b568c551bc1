/** A page that appends a text node for each delta, and does nothing else. */
import { enter } from './contestant.js';
import { kept } from './kept.js';
import { readStream } from './read-stream.js';

const box = document.querySelector('main')!;

const message = (): HTMLElement => box.appendChild(document.createElement('div'));

for (const { question, answer } of kept()) {
  message().append(question);
  message().append(answer);
}
box.scrollTop = box.scrollHeight;

enter({
  async send(load) {
    const element = message();
    await readStream(load, (delta) => element.append(delta));
  },
  messages: () => box,
  input: () => document.querySelector('textarea'),
});
