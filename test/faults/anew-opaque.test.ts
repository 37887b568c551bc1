import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createConversation } from '../../src/core/index.js';
import { hasty, transcript } from '../core/open-agent.js';
import { json, openServer } from '../core/open-server.js';

const words = ['one', ' two', ' three', ' four'];
const run = [
  { type: 'RUN_STARTED' },
  ...words.map((delta) => ({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta })),
  { type: 'RUN_FINISHED' },
];

interface Server {
  /** What the ids of the so-manieth stream begin with. */
  readonly epoch: (stream: number) => string;
  /** Its stored events can be had. */
  readonly withStored: boolean;
  /** Its ids are drawn, not counted. */
  readonly drawn?: boolean;
  /** Begins with its first event, whoever asks. */
  readonly forgets?: boolean;
  /** Begins with words. */
  readonly silent?: boolean;
  /** Answers 410 to whoever has another epoch's id. */
  readonly gone?: boolean;
}

/** Hears a run whose first stream ends after three words. Numbers in ids count from 1 in each epoch. */
const hear = async ({ epoch, withStored, drawn = false, gone = false, forgets = false, silent = false }: Server) => {
  let streams = 0;
  let asked = 0;
  const name = (index: number) => `${epoch(streams)}-${drawn ? 'qwertz'[index] : index + 1}`;
  await using server = await openServer(({ url, headers }, response) => {
    asked++;
    if (url.endsWith('/runs')) return json(response, 200, { runId: 'run_1' });
    if (!url.endsWith('/aiui')) {
      const events = run.map((data, index) => ({ id: name(index), seq: index + 1, data }));
      return json(response, 200, { events: withStored ? events : [] });
    }
    streams++;
    const last = headers['last-event-id'];
    const known = forgets ? -1 : run.findIndex((_, index) => name(index) === last);
    if (gone && last !== undefined && known < 0) return json(response, 410, { message: 'Gone' });
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const [index, data] of run.entries())
      if (index > known && !(silent && index === 0) && (streams > 1 || index < 4))
        response.write(`id: ${name(index)}\ndata: ${JSON.stringify(data)}\n\n`);
    return response.end();
  });
  const conversation = createConversation({
    getToken: async () => 'token',
    apiOrigin: server.origin,
    storage: 'none',
    policy: hasty,
  });
  await conversation.send('Hello');
  conversation.dispose();
  return { lines: transcript(conversation), asked };
};

const told = ['user: Hello', 'agent: one two three four', 'finished'];

/** After the first stream the server was another one. */
const other = (stream: number): string => (stream > 1 ? 'b' : 'a');

describe('a server whose ids are no numbers', () => {
  for (const withStored of [true, false])
    for (const drawn of [true, false]) {
      const where = `${drawn ? ', which are drawn' : ''}${withStored ? '' : ', and stores nothing'}`;

      it(`F28 begins anew under the same ids${where}`, async () => {
        const { lines, asked } = await hear({ epoch: () => 'a', withStored, drawn, forgets: true });
        assert.deepEqual(lines, told);
        assert.ok(asked <= 4, `${asked} requests`);
      });

      it(`F32 begins anew under other ids${where}`, async () => {
        const { lines, asked } = await hear({ epoch: other, withStored, drawn });
        assert.deepEqual(lines, told);
        assert.ok(asked <= 5, `${asked} requests`);
      });

      it(`F31 knows the place no more, and has other ids${where}`, async () => {
        const { lines, asked } = await hear({ epoch: other, withStored, drawn, gone: true });
        assert.deepEqual(lines, told);
        assert.ok(asked <= 6, `${asked} requests`);
      });

      it(`F31 knows the place no more, has other ids, and begins with words${where}`, async () => {
        const { lines } = await hear({ epoch: other, withStored: false, drawn, gone: true, silent: true });
        assert.deepEqual(lines, told);
      });
    }
});
