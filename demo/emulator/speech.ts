import type { CanonicalEvent } from './dialects.js';
import type { Filler } from './fill.js';
import type { Run } from './runs.js';

/** What an agent says and thinks, as messages that begin and end. Neighbouring sayings are one message. */
export interface Speech {
  /** Says or thinks a text, word by word, with `pace` milliseconds between words. */
  speak(word: 'say' | 'think', text: string, pace?: number): Promise<void>;
  /** The message that is open, or a new one. Returns its id. */
  open(word: 'say' | 'think'): string;
  /** Ends what is being said, before anything else happens. */
  close(): void;
}

export interface SpeechOptions {
  readonly run: Run;
  readonly fill: Filler;
  readonly createId: (prefix: string) => string;
  readonly send: (event: CanonicalEvent) => void;
  readonly pause: (milliseconds: number) => Promise<void> | undefined;
}

const splitWords = (text: string): readonly string[] => text.match(/\s*\S+(?:\s+$)?|^\s+$/g) ?? [];

export const createSpeech = ({ run, fill, createId, send, pause }: SpeechOptions): Speech => {
  /** What is being said or thought, and how it ends. */
  let current: { readonly word: 'say' | 'think'; readonly messageId: string; readonly close: () => void } | undefined;

  const close = (): void => {
    current?.close();
    current = undefined;
  };

  const open = (word: 'say' | 'think'): string => {
    if (current?.word === word) return current.messageId;
    close();
    const messageId = createId(word === 'say' ? 'message' : 'thought');
    if (word === 'say') {
      if (run.finalOutput !== '') run.finalOutput += '\n\n';
      send({ type: 'TEXT_MESSAGE_START', messageId, role: 'assistant' });
      current = { word, messageId, close: () => send({ type: 'TEXT_MESSAGE_END', messageId }) };
    } else {
      send({ type: 'REASONING_START', messageId });
      send({ type: 'REASONING_MESSAGE_START', messageId, role: 'reasoning' });
      const end = (): void => {
        send({ type: 'REASONING_MESSAGE_END', messageId });
        send({ type: 'REASONING_END', messageId });
      };
      current = { word, messageId, close: end };
    }
    return messageId;
  };

  const speak = async (word: 'say' | 'think', text: string, pace = 0): Promise<void> => {
    const messageId = open(word);
    const type = word === 'say' ? 'TEXT_MESSAGE_CONTENT' : 'REASONING_MESSAGE_CONTENT';
    for (const delta of splitWords(fill(text))) {
      // oxlint-disable-next-line no-await-in-loop -- One word after the other is the point.
      if (pace > 0) await pause(pace);
      if (word === 'say') run.finalOutput += delta;
      send({ type, messageId, delta });
    }
  };

  return { speak, open, close };
};
