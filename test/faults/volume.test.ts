import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { answerText, createConversation } from '../../src/core/index.js';
import { json, openServer } from '../core/open-server.js';

const megabyte = 1_000_000;
const count = 1_000_000;
const perWrite = 500;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What is alive, in bytes. */
const heapUsed = (): number => {
  collectGarbage();
  return process.memoryUsage().heapUsed;
};

const word = (index: number): string => `${index} `;

/** Writes the answer no faster than it is read. */
const writeAnswer = async (response: ServerResponse): Promise<void> => {
  for (let start = 0; start < count; start += perWrite) {
    let text = '';
    for (let index = start; index < start + perWrite; index++)
      text += `id: ${index + 1}\ndata: {"type":"TEXT_MESSAGE_CONTENT","messageId":"m","delta":"${word(index)}"}\n\n`;
    // oxlint-disable-next-line no-await-in-loop -- One after the other.
    if (!response.write(text)) await new Promise((resolve) => response.once('drain', resolve));
  }
  response.end(`id: ${count + 1}\ndata: {"type":"RUN_FINISHED"}\n\n`);
};

describe('an answer in a million pieces', () => {
  it('F57 arrives whole, each piece once and in order, and takes no memory but for its text', async () => {
    await using server = await openServer(({ url }, response) => {
      if (!url.endsWith('/aiui')) return json(response, 200, { runId: 'run_1' });
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      return void writeAnswer(response);
    });
    const conversation = createConversation({
      getToken: async () => 'token',
      apiOrigin: server.origin,
      storage: 'none',
    });
    let heard = 0;
    let wrong = 0;
    let text = 0;
    /** Of every quarter: the heap beside the text. */
    const heaps: number[] = [heapUsed()];
    conversation.listen((event) => {
      if (event.type !== 'agent-event' || event.event.type !== 'text-delta') return;
      if (event.event.delta !== word(heard)) wrong += 1;
      text += event.event.delta.length;
      heard += 1;
      if (heard % (count / 4) === 0) heaps.push(heapUsed() - text);
    });
    const turn = await conversation.send('How far can you count?');
    assert.deepEqual([turn.status, heard, wrong], ['finished', count, 0]);
    const whole = answerText(turn);
    assert.equal(whole.length, text);
    assert.ok(whole.startsWith('0 1 2 ') && whole.endsWith(`${count - 2} ${count - 1} `));
    conversation.dispose();
    const [before = 0, , half = 0, , end = 0] = heaps;
    assert.ok(end - before < 50 * megabyte, `The heap grew by ${end - before} bytes beside the text`);
    assert.ok(end - half < 5 * megabyte, `The second half of the answer left ${end - half} bytes beside its text`);
  });
});
