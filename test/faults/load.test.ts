import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import { type Step, drop, finish, oversized, say } from '../../demo/emulator/script.js';
import { type Conversation, answerText, createConversation } from '../../src/core/index.js';
import { defaultPolicy } from '../../src/core/policy.js';
import { createFakeEnv, settle } from '../core/fake-env.js';
import { openServer } from '../core/open-server.js';
import { countEnv } from './invariants.js';
import { openLine } from './open-line.js';

/**
 * How many characters of an answer came, at the most, before anything else of the process had its turn. In turns and not in time: how
 * long one takes is the machine's business, and the benchmark's.
 */
const watchTurns = (conversation: Conversation) => {
  let [seen, shown, most] = [0, 0, 0];
  const stop = conversation.subscribe(({ turns }) => {
    shown = answerText(turns[0]!).length;
    most = Math.max(most, shown - seen);
  });
  let timer = setImmediate(function turn() {
    seen = shown;
    timer = setImmediate(turn);
  });
  return {
    most: () => most,
    [Symbol.dispose]: () => {
      stop();
      clearImmediate(timer);
    },
  };
};

describe('events that are large', () => {
  it('F55 show an answer of 8 MB in one event', async () => {
    await using line = await openLine([say('one'), oversized(8_000_000), say('two'), finish()], {
      policy: defaultPolicy,
      budget: { aiui: 1, events: 0 },
      partial: true,
    });
    const turn = await line.ask();
    assert.equal(turn.status, 'finished');
    assert.equal(answerText(turn).length, 8_000_006);
    assert.ok(turn.parts.every(({ kind }) => kind === 'text'));
  });

  it('F55 come once where the line is cut in the middle of one', async () => {
    await using line = await openLine([say('one'), oversized(2_000_000), say('two'), finish()], {
      policy: defaultPolicy,
      plan: [{ match: /aiui/, after: 1_000_000, do: 'reset' }],
      budget: { aiui: 2 },
      partial: true,
    });
    assert.equal(answerText(await line.ask()).length, 2_000_006);
  });

  it('F56 are passed by with a notice where they are beyond the limit, and the run goes on', async () => {
    await using line = await openLine([say('one'), oversized(20_000_000), say('two'), finish()], {
      policy: defaultPolicy,
      budget: { aiui: 1, events: 0 },
      partial: true,
    });
    await line.ask();
    assert.deepEqual(line.lines(), ['user: Hello', 'agent: onetwo', 'agent: notice oversized-event', 'finished']);
  });

  it('F56 are passed by once, though the line is cut behind them', async () => {
    await using line = await openLine([say('one'), oversized(50_000), drop(), say('two'), finish()], {
      policy: { eventLimit: 10_000 } as never,
      budget: { aiui: 2 },
      partial: true,
    });
    let warnings = 0;
    line.conversation.listen((event) => {
      if (event.type === 'agent-event' && event.event.type === 'warning') warnings++;
    });
    await line.ask();
    assert.equal(warnings, 1);
    assert.deepEqual(line.lines(), ['user: Hello', 'agent: onetwo', 'agent: notice oversized-event', 'finished']);
  });

  it('F56 are not fetched for ever where the line is cut in the middle of one', async () => {
    await using line = await openLine([say('one'), oversized(50_000), say('two'), finish()], {
      policy: { eventLimit: 10_000 } as never,
      plan: [{ match: /aiui/, times: 3, after: 30_000, do: 'cut' }],
      budget: { aiui: 4, events: 0 },
      partial: true,
    });
    await line.ask();
    assert.deepEqual(line.lines(), ['user: Hello', 'agent: onetwo', 'agent: notice oversized-event', 'finished']);
  });
});

/** A conversation with a platform that is only one stream. */
const openStream = async (stream: (response: ServerResponse) => Promise<void>) => {
  const server = await openServer((request, response) => {
    if (request.method === 'POST') {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"runId":"run-1"}');
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    void stream(response);
  });
  const conversation: Conversation = createConversation({
    apiOrigin: server.origin,
    getToken: async () => 'a.b.c',
    storage: 'none',
  });
  return {
    conversation,
    [Symbol.asyncDispose]: async () => {
      conversation.dispose();
      await server[Symbol.asyncDispose]();
    },
  };
};

/** Waits where the other side is slow. */
const write = (response: ServerResponse, text: string): Promise<void> =>
  new Promise((resolve) => {
    if (response.write(text)) resolve();
    else response.once('drain', resolve);
  });

const deltas = (from: number, to: number): string => {
  let text = '';
  for (let id = from; id < to; id++)
    text += `id: ${id}\ndata: {"type":"TEXT_MESSAGE_CONTENT","messageId":"m","delta":"${id % 10}"}\n\n`;
  return text;
};

describe('very many events', () => {
  it('F57 come one by one, a million of them, not too many at a time, and the heap does not grow', async () => {
    const count = 1_000_000;
    const heaps: number[] = [];
    await using opened = await openStream(async (response) => {
      await write(response, 'id: 1\ndata: {"type":"RUN_STARTED"}\n\n');
      for (let id = 2; id < count; id += 1_000) await write(response, deltas(id, Math.min(id + 1_000, count)));
      response.end(`id: ${count}\ndata: {"type":"RUN_FINISHED"}\n\n`);
    });
    using turns = watchTurns(opened.conversation);
    let states = 0;
    opened.conversation.subscribe(() => {
      if (states++ % 500 === 0) heaps.push(process.memoryUsage().heapUsed);
    });
    const turn = await opened.conversation.send('Hello');
    assert.equal(turn.status, 'finished');
    assert.equal(answerText(turn).length, count - 2);
    const atOnce = turns.most();
    assert.ok(atOnce < count / 5, `${atOnce} events at once`);
    // The least of each half: what a collection leaves.
    const half = Math.floor(heaps.length / 2);
    const growth = Math.min(...heaps.slice(half)) - Math.min(...heaps.slice(0, half));
    assert.ok(growth < 50 * 1024 * 1024, `${growth} bytes more`);
  });

  for (const gzip of [false, true])
    it(`F59 come all at once after 30 silent seconds${gzip ? ', compressed' : ''}, and are applied in slices`, async () => {
      const clock = createFakeEnv((input, init) => fetch(input, init));
      const env = countEnv(clock);
      const many: Step[] = [say(Array.from({ length: 20_000 }, (_, index) => ` ${index}`).join(''))];
      await using line = await openLine([...many, finish()], {
        env,
        policy: defaultPolicy,
        plan: [{ match: /aiui/, at: 'head', do: 'buffer', gzip }],
        budget: { aiui: 1, events: 0 },
      });
      let slices = 0;
      line.conversation.subscribe(() => slices++);
      // Its end would let the answer go.
      const answered = line.ask();
      while (!line.proxy.exchanges()[1]?.passed) await settle();
      await clock.advance(30_000);
      using turns = watchTurns(line.conversation);
      line.proxy.release();
      await answered;
      const atOnce = turns.most();
      assert.ok(atOnce < answerText(line.conversation.state.turns[0]!).length / 5, `${atOnce} characters at once`);
      assert.ok(slices > 10, `${slices} slices`);
      assert.deepEqual(line.statuses, ['sending', 'running', 'finished']);
    });
});
