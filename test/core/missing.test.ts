import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { finish, wait } from '../../demo/emulator/script.js';
import { createFaultProxy } from '../support/fault-proxy.js';
import { openAgent, transcript } from './open-agent.js';

/** A stream's answer made of events with these numbers; 1 begins the run, 5 ends it, the others say their number. */
const stream = (...numbers: number[]) => ({
  match: /\/aiui /,
  times: 99,
  at: 'request' as const,
  do: 'answer' as const,
  status: 200,
  headers: { 'content-type': 'text/event-stream' },
  body: numbers
    .map((number) => {
      const type = number === 1 ? 'RUN_STARTED' : number === 5 ? 'RUN_FINISHED' : 'TEXT_MESSAGE_CHUNK';
      return `id: ${number}\ndata: ${JSON.stringify({ type, messageId: 'm', delta: `${number} ` })}\n\n`;
    })
    .join(''),
});

const nothing = {
  match: /\/events/,
  times: 99,
  at: 'request' as const,
  do: 'answer' as const,
  status: 200,
  body: '{"events":[]}',
};

describe('an answer with a part missing', () => {
  it('F29 is told anew by retry() and replaced, and stays as it is where it cannot be told', async () => {
    await using agent = await openAgent([wait(1), finish()]);
    const proxy = await createFaultProxy({ target: agent.options.apiOrigin! });
    const conversation = agent.reopen({ apiOrigin: proxy.origin });
    proxy.plan([stream(1, 2, 4, 5), nothing]);
    await conversation.send('Count');
    const withGap = ['user: Count', 'agent: 2 4 ', 'agent: notice missing-events', 'finished'];
    assert.deepEqual(transcript(conversation), withGap);

    await proxy.down();
    await conversation.retry();
    assert.deepEqual(transcript(conversation).slice(0, -1), withGap.slice(0, -1));
    await proxy.up();

    proxy.plan([stream(1, 2, 3, 4, 5), nothing]);
    await conversation.retry();
    assert.deepEqual(transcript(conversation), ['user: Count', 'agent: 2 3 4 ', 'finished']);
    assert.equal(agent.emulator.runs().length, 1);
    await proxy.close();
  });
});
