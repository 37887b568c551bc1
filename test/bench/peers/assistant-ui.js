/** A page with assistant-ui: its local runtime, its thread, and its Markdown, as its documentation puts them together. */
import {
  AssistantRuntimeProvider,
  ComposerPrimitive,
  MessagePrimitive,
  ThreadPrimitive,
  useLocalRuntime,
} from '@assistant-ui/react';
import { MarkdownTextPrimitive } from '@assistant-ui/react-markdown';
import { createElement as h, memo } from 'react';
import { createRoot } from 'react-dom/client';
import remarkGfm from 'remark-gfm';
import { enter } from '../page/contestant.ts';
import { kept } from '../page/kept.ts';
import { readStream } from '../page/read-stream.ts';

/** What `readStream` calls with, one piece after the other, for `for await`. */
const piecesOf = (load) => {
  let controller;
  const stream = new ReadableStream({ start: (own) => (controller = own) });
  void readStream(load, (delta) => controller.enqueue(delta)).then(() => controller.close());
  return stream;
};

const adapter = {
  async *run({ messages }) {
    let text = '';
    for await (const piece of piecesOf(messages.at(-1).content[0].text)) {
      text += piece;
      yield { content: [{ type: 'text', text }] };
    }
  },
};

const remarkPlugins = [remarkGfm];
const MarkdownText = memo(() => h(MarkdownTextPrimitive, { remarkPlugins, smooth: false }));
const UserMessage = () => h(MessagePrimitive.Root, null, h(MessagePrimitive.Parts));
const AssistantMessage = () =>
  h(MessagePrimitive.Root, null, h(MessagePrimitive.Parts, { components: { Text: MarkdownText } }));

const initialMessages = kept().flatMap(({ question, answer }) => [
  { role: 'user', content: question },
  { role: 'assistant', content: answer },
]);

let runtime;
const App = () => {
  runtime = useLocalRuntime(adapter, { initialMessages });
  return h(
    AssistantRuntimeProvider,
    { runtime },
    h(
      ThreadPrimitive.Root,
      { style: { display: 'flex', flexDirection: 'column', blockSize: '100%' } },
      h(
        ThreadPrimitive.Viewport,
        { autoScroll: true, id: 'messages', style: { flex: 1, overflow: 'auto' } },
        h(ThreadPrimitive.Messages, { components: { UserMessage, AssistantMessage } }),
      ),
      h(ComposerPrimitive.Root, null, h(ComposerPrimitive.Input)),
    ),
  );
};

createRoot(document.querySelector('#peer')).render(h(App));

enter({
  send: (load) =>
    new Promise((resolve) => {
      let ran = false;
      const stop = runtime.thread.subscribe(() => {
        const { isRunning } = runtime.thread.getState();
        if (ran && !isRunning) {
          stop();
          resolve();
        }
        ran ||= isRunning;
      });
      runtime.thread.append({ role: 'user', content: [{ type: 'text', text: load }] });
    }),
  messages: () => document.querySelector('#messages'),
  input: () => document.querySelector('textarea'),
});
