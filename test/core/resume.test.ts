import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createConversation } from '../../src/core/index.js';
import { readStored } from '../../src/core/read-wire.js';
import { hasty, transcript } from './open-agent.js';
import { type Respond, json, openServer } from './open-server.js';

const whole = ['user: Hello', 'agent: one two three', 'finished'];

const words = ['one', ' two', ' three'];

const events = [
  ...words.map((delta, index) => ({ id: `e-${index}`, type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta })),
  { id: 'e-3', type: 'RUN_FINISHED' },
];

/**
 * Hears a run of three words. Their ids are no numbers, or they have none: then a stream begins with the first. The stream to the so-manieth request begins behind the event that the listener
 * has, and ends before the event `until(count)`; that many are stored by then.
 */
const hear = async (ids: 'opaque' | 'none', until: (count: number) => number): Promise<string[]> => {
  let opened = 0;
  const respond: Respond = ({ url, headers }, response) => {
    if (url.endsWith('/runs')) return json(response, 200, { runId: 'run_1' });
    if (!url.endsWith('/aiui')) {
      const stored = events.slice(0, opened).map(({ id, ...data }, index) => ({ id, seq: index + 1, data }));
      return json(response, 200, { events: stored });
    }
    opened += 1;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const after = ids === 'none' ? -1 : events.findIndex(({ id }) => id === headers['last-event-id']);
    for (const { id, ...data } of events.slice(after + 1, until(opened)))
      response.write(`${ids === 'none' ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`);
    return response.end();
  };
  await using server = await openServer(respond);
  const conversation = createConversation({
    getToken: async () => 'token',
    apiOrigin: server.origin,
    storage: 'none',
    policy: hasty,
  });
  await conversation.send('Hello');
  conversation.dispose();
  return transcript(conversation);
};

describe('what the stream goes by is learned from the stream', () => {
  for (const ids of ['opaque', 'none'] as const)
    it(`says an answer once, whose events have ${ids} ids, though its first stream ended before it had said anything`, async () => {
      assert.deepEqual(await hear(ids, (count) => (count === 1 ? 0 : 4)), whole);
    });
});

describe('an event that was stored as text', () => {
  it('is read as the stream would have been', () => {
    const delta = { type: 'TEXT_MESSAGE_CONTENT', delta: 'x' };
    assert.deepEqual(readStored({ seq: 1, data: JSON.stringify(delta) }).data, delta);
    assert.equal(readStored({ seq: 2, type: 'TEXT_MESSAGE_CONTENT', data: '{"delta":' }).malformed, true);
  });
});
