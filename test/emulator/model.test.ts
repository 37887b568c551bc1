import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { demoAgent } from '../../demo/emulator/index.js';
import { modelAgent, type ModelSettings, readModelSettings } from '../../demo/emulator/model/index.js';
import {
  asEvents,
  call,
  cutAfter,
  delta,
  end,
  type FakeModel,
  hangAfter,
  type ModelAnswer,
  openFakeModel,
  refuse,
  stream,
  usage,
  words,
} from './fake-model.js';
import { openEmulator, type SentEvent, spoken, type Visitor } from './open-emulator.js';

const apiKey = 'sk-proj-secret-of-the-test';

interface Talk {
  readonly model: FakeModel;
  readonly visitor: Visitor;
  readonly log: string[];
}

/** An emulator whose agent answers from a fake model. */
const openTalk = async (
  test: TestContext,
  answers: readonly ModelAnswer[],
  more: Partial<ModelSettings> = {},
): Promise<Talk> => {
  const log: string[] = [];
  const model = await openFakeModel(test, ...answers);
  const settings = {
    baseUrl: model.baseUrl,
    apiKey,
    model: 'test-model',
    log: (line: string) => log.push(line),
    ...more,
  };
  const visitor = await openEmulator(test, modelAgent(demoAgent(), settings));
  return { model, visitor, log };
};

const ask = async ({ visitor }: Talk, message: string): Promise<readonly SentEvent[]> =>
  (await visitor.hear(await visitor.start(message))).events;

const namesOf = (events: readonly SentEvent[]): unknown[] => events.map(({ data }) => data.type);
const find = (events: readonly SentEvent[], type: string): any => events.find(({ data }) => data.type === type)?.data;
const all = (events: readonly SentEvent[], type: string): any[] =>
  events.filter(({ data }) => data.type === type).map(({ data }) => data);

/** The error that a run ended with, after nobody was told the key. */
const errorOf = (events: readonly SentEvent[], { log }: Talk): { code: string; message: string } => {
  const { code, message } = find(events, 'RUN_ERROR') ?? {};
  ok(!JSON.stringify(events).includes('sk-proj'), 'an event holds the key');
  ok(!log.join().includes('sk-proj'), 'the log holds the key');
  return { code, message };
};

describe('An agent with a model', () => {
  it('says what the model says, whatever the pieces it comes in', async (test) => {
    const talk = await openTalk(test, [
      stream(
        delta({ role: 'assistant', content: '' }),
        words('Grüße '),
        words('aus dem ☕-Laden, {{message}}'),
        words('\n\n- eins'),
        end(),
        usage(12, 5),
      ),
    ]);
    const events = await ask(talk, 'Hallo');
    equal(spoken(events), 'Grüße aus dem ☕-Laden, {{message}}\n\n- eins');
    equal(namesOf(events).at(-1), 'RUN_FINISHED');
    const [asked] = talk.model.calls;
    deepEqual([asked?.path, asked?.authorization], ['/v1/chat/completions', `Bearer ${apiKey}`]);
    equal(asked?.body.model, 'test-model');
    deepEqual(asked?.body.stream_options, { include_usage: true });
    deepEqual(
      asked?.body.messages.map(({ role }: { role: string }) => role),
      ['system', 'user'],
    );
  });

  it('thinks aloud where the model does, whatever the server calls it', async (test) => {
    const talk = await openTalk(test, [
      stream(
        delta({ reasoning_content: 'One tent, ' }),
        delta({ reasoning: 'two people.' }),
        delta({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: ' Fjell.' }] }] }),
        words('Take the Fjell 2.'),
        end(),
      ),
    ]);
    const events = await ask(talk, 'Which tent?');
    equal(
      all(events, 'REASONING_MESSAGE_CONTENT')
        .map((event) => event.delta)
        .join(''),
      'One tent, two people. Fjell.',
    );
    equal(spoken(events), 'Take the Fjell 2.');
  });

  it('uses a tool and answers from what that says', async (test) => {
    const talk = await openTalk(test, [
      stream(
        words('Let me look.'),
        call(0, { id: 'call_1', name: 'check_stock' }),
        call(0, { args: '{"pro' }),
        call(0, { args: 'duct":"Fjell 2"}' }),
        end('tool_calls'),
        usage(30, 8),
      ),
      stream(words('There are seven.'), end(), usage(60, 4)),
    ]);
    const events = await ask(talk, 'Is there a Fjell 2?');
    deepEqual(namesOf(events), [
      'RUN_STARTED',
      'TEXT_MESSAGE_START',
      ...Array.from({ length: 3 }, () => 'TEXT_MESSAGE_CONTENT'),
      'TEXT_MESSAGE_END',
      'TOOL_CALL_START',
      'TOOL_CALL_ARGS',
      'TOOL_CALL_ARGS',
      'TOOL_CALL_END',
      'TOOL_CALL_RESULT',
      'TEXT_MESSAGE_START',
      ...Array.from({ length: 3 }, () => 'TEXT_MESSAGE_CONTENT'),
      'TEXT_MESSAGE_END',
      'RUN_FINISHED',
    ]);
    equal(find(events, 'TOOL_CALL_START').toolCallName, 'check_stock');
    deepEqual(
      all(events, 'TOOL_CALL_ARGS').map((event) => event.delta),
      ['{"pro', 'duct":"Fjell 2"}'],
    );
    const told = talk.model.calls[1]?.body.messages.slice(-2);
    deepEqual(told, [
      {
        role: 'assistant',
        content: 'Let me look.',
        tool_calls: [
          { id: 'call_1', type: 'function', function: { name: 'check_stock', arguments: '{"product":"Fjell 2"}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'call_1', content: '{"product":"Fjell 2","inStock":7,"price":349}' },
    ]);
  });

  it('uses several tools at a time, their pieces mixed', async (test) => {
    const talk = await openTalk(test, [
      stream(
        call(0, { id: 'a', name: 'check_stock' }),
        call(1, { id: 'b', name: 'find_order' }),
        call(1, { args: '{"order":' }),
        call(0, { args: '{"product":' }),
        call(1, { args: '"10482"}' }),
        call(0, { args: '"Solo"}' }),
        end('tool_calls'),
      ),
      stream(words('None, and yes.'), end()),
    ]);
    await ask(talk, 'Solo? And my order?');
    const [solo, order] = talk.model.calls[1]?.body.messages.slice(-2) ?? [];
    deepEqual([solo.tool_call_id, JSON.parse(solo.content).inStock], ['a', 0]);
    deepEqual([order.tool_call_id, JSON.parse(order.content).item], ['b', 'Trail stove']);
  });

  const check = (name: string, ...products: string[]): object[] =>
    products.map((product) => ({ function: { name, arguments: JSON.stringify({ product }) } }));
  const spellings: Record<string, unknown[]> = {
    'no ids, and whole calls in one piece': [
      delta({ tool_calls: check('check_stock', 'Solo', 'Fjell 2').map((given, index) => ({ index, ...given })) }),
    ],
    'neither ids nor indexes': [delta({ tool_calls: check('check_stock', 'Solo', 'Fjell 2') })],
    'one index for all, told apart by their ids': [
      delta({ tool_calls: check('check_stock', 'Solo').map((given) => ({ index: 0, id: 'x', ...given })) }),
      delta({ tool_calls: check('check_stock', 'Fjell 2').map((given) => ({ index: 0, id: 'y', ...given })) }),
    ],
    'arguments as an object': [
      delta({
        tool_calls: [
          { index: 0, function: { name: 'check_stock', arguments: { product: 'Solo' } } },
          { index: 1, function: { name: 'check_stock', arguments: { product: 'Fjell 2' } } },
        ],
      }),
    ],
    'id and name in every piece': [
      call(0, { id: 'p', name: 'check_stock', args: '{"product":' }),
      call(0, { id: 'p', name: 'check_stock', args: '"Solo"}' }),
      call(1, { id: 'q', name: 'check_stock', args: '{"product":' }),
      call(1, { id: 'q', name: 'check_stock', args: '"Fjell 2"}' }),
    ],
  };
  for (const [spelling, chunks] of Object.entries(spellings)) {
    it(`understands tool calls with ${spelling}`, async (test) => {
      // `stop` where OpenAI says `tool_calls`, as other servers do.
      const talk = await openTalk(test, [stream(...chunks, end('stop')), stream(words('Done.'), end())]);
      const events = await ask(talk, 'What is there?');
      const results = talk.model.calls[1]?.body.messages.slice(-2) ?? [];
      deepEqual(
        results.map(({ content }: { content: string }) => JSON.parse(content).product),
        ['Solo', 'Fjell 2'],
      );
      equal(new Set(all(events, 'TOOL_CALL_START').map(({ toolCallId }) => toolCallId)).size, 2);
      equal(spoken(events), 'Done.');
    });
  }

  it('tells the model what went wrong with a tool, and lets it try again', async (test) => {
    const talk = await openTalk(test, [
      stream(
        call(0, { id: '1', name: 'teleport', args: '{}' }),
        call(1, { id: '2', name: 'find_order', args: '{"order":' }),
        call(2, { id: '3', name: 'check_stock', args: '{"product":"moon"}' }),
        end('tool_calls'),
      ),
      stream(words('I cannot.'), end()),
    ]);
    const events = await ask(talk, 'Beam me up');
    deepEqual(
      all(events, 'TOOL_CALL_RESULT').map(({ error }) => typeof error),
      ['string', 'string', 'string'],
    );
    const results: string[] =
      talk.model.calls[1]?.body.messages.slice(-3).map(({ content }: { content: string }) => content) ?? [];
    match(results[0] ?? '', /no tool teleport/);
    match(results[1] ?? '', /no JSON object/);
    match(results[2] ?? '', /no product of that name/);
    // What is no JSON goes back as none: servers refuse it.
    equal(talk.model.calls[1]?.body.messages.at(-4).tool_calls[1].function.arguments, '{}');
    equal(spoken(events), 'I cannot.');
  });

  it('gives a call another id where the model repeats itself', async (test) => {
    const look = stream(call(0, { id: 'call_0', name: 'find_order', args: '{}' }), end('tool_calls'));
    const talk = await openTalk(test, [look, look, stream(words('Two orders.'), end())]);
    const events = await ask(talk, 'My orders?');
    equal(new Set(all(events, 'TOOL_CALL_START').map(({ toolCallId }) => toolCallId)).size, 2);
    equal(spoken(events), 'Two orders.');
  });

  it('stops a model that only uses tools', async (test) => {
    const talk = await openTalk(test, [
      stream(call(0, { id: 'x', name: 'find_order', args: '{}' }), end('tool_calls')),
    ]);
    const { code, message } = errorOf(await ask(talk, 'Look'), talk);
    deepEqual([code, message], ['MODEL_TOO_MANY_STEPS', 'The model used tools 8 times without an answer.']);
    equal(talk.model.calls.length, 8);
  });

  it('remembers what was said in the same conversation, and in no other', async (test) => {
    const talk = await openTalk(test, [stream(words('Hello Ada.'), end()), stream(words('You are Ada.'), end())]);
    await ask(talk, 'I am Ada');
    await ask(talk, 'Who am I?');
    deepEqual(
      talk.model.calls[1]?.body.messages.slice(1).map(({ role, content }: any) => `${role}: ${content}`),
      ['user: I am Ada', 'assistant: Hello Ada.', 'user: Who am I?'],
    );
    const { body } = await talk.visitor.mint({ externalSessionId: 'another' });
    await talk.visitor.call('POST', '/runs', { input: 'Who am I?' }, { authorization: `Bearer ${body.token}` });
    equal(talk.model.calls[2]?.body.messages.length, 2);
  });

  it('reads what somebody put into a form', async (test) => {
    const talk = await openTalk(test, [stream(words('Noted.'), end())]);
    const input = { form: { blockId: 'trip', values: { tent: 'Solo' } } };
    await talk.visitor.call('POST', '/runs', { input });
    match(talk.model.calls[0]?.body.messages.at(-1).content, /"trip".*"tent":"Solo"/);
  });

  it('counts what the model has used', async (test) => {
    const talk = await openTalk(test, [
      stream(call(0, { id: 'a', name: 'find_order', args: '{}' }), end('tool_calls'), usage(30, 8)),
      stream(words('Here.'), end(), usage(60, 4)),
    ]);
    await ask(talk, 'My orders?');
    const { body } = await talk.visitor.manage('GET', `/agentic-os/agents/usage?agentId=${talk.visitor.agent.agentId}`);
    match(JSON.stringify(body), /\b90\b.*\b12\b/);
  });

  it('plays a script for who asks for one', async (test) => {
    const talk = await openTalk(test, [stream(words('The model.'), end())]);
    match(spoken(await ask(talk, '/script hello')), /^Hello! I look after orders/);
    match(spoken(await ask(talk, '/script thanks a lot')), /^You are welcome/);
    equal(talk.model.calls.length, 0);
    equal(spoken(await ask(talk, 'hello')), 'The model.');
  });

  it('understands a server that does not stream', async (test) => {
    const whole = {
      choices: [{ index: 0, message: { role: 'assistant', content: 'All at once.' } }],
      usage: { prompt_tokens: 1, completion_tokens: 2 },
    };
    const talk = await openTalk(test, [refuse(200, whole)]);
    equal(spoken(await ask(talk, 'Hi')), 'All at once.');
  });

  it('stops asking when the emulator ends', async (test) => {
    const talk = await openTalk(test, [hangAfter(words('Well'))]);
    await talk.visitor.start('Hi');
    while (talk.model.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
    talk.visitor.emulator.dispose();
    await talk.model.calls[0]?.closed;
  });
});

describe('A model that wants to do something risky', () => {
  const args = { order: '10482', amount: 59 };
  const wants = stream(call(0, { id: 'pay', name: 'refund_order', args: JSON.stringify(args) }), end('tool_calls'));
  const then = stream(words('So it is.'), end());

  /** Asks for a refund and decides; returns the events, and what the model was told. */
  const decide = async (talk: Talk, how: 'approve' | 'reject', body: object = {}) => {
    const runId = await talk.visitor.start('Refund it');
    const on = ({ data }: SentEvent): void => {
      if (data.type === 'UI_BLOCK')
        void talk.visitor.call('POST', `/runs/${runId}/approvals/${data.block.approvalId}/${how}`, body);
    };
    const { events } = await talk.visitor.hear(runId, { on });
    return { events, told: JSON.parse(talk.model.calls[1]?.body.messages.at(-1).content) };
  };

  it('is let when a person approves, and goes on from the result', async (test) => {
    const { events, told } = await decide(await openTalk(test, [wants, then]), 'approve');
    const { block } = find(events, 'UI_BLOCK');
    deepEqual(
      [block.toolName, block.toolCallId, block.args, block.title],
      ['refund_order', 'pay', args, 'Refund 59 EUR'],
    );
    deepEqual(told, { refund: 'R-10482', status: 'issued', amount: 59, to: 'card' });
    deepEqual(all(events, 'TOOL_CALL_START').length, 1);
    deepEqual(JSON.parse(find(events, 'TOOL_CALL_RESULT').content), told);
    equal(spoken(events), 'So it is.');
  });

  it('does it with the arguments as the person changed them', async (test) => {
    const talk = await openTalk(test, [wants, then]);
    const { told } = await decide(talk, 'approve', { editedArgs: { ...args, amount: 5 } });
    equal(told.amount, 5);
  });

  it('is told that the person refused, and why', async (test) => {
    const { events, told } = await decide(await openTalk(test, [wants, then]), 'reject', { reason: 'too much' });
    deepEqual(told, { status: 'rejected', reason: 'too much' });
    equal(find(events, 'CUSTOM').value.decision, 'rejected');
    equal(namesOf(events).at(-1), 'RUN_FINISHED');
  });
});

describe('A model that fails', () => {
  const cases: Record<string, { answer: ModelAnswer; code: string; message: RegExp; logged?: RegExp }> = {
    'with a key that is refused': {
      answer: refuse(401, { error: { message: `Incorrect API key provided: ${apiKey}. See sk-proj-******est.` } }),
      code: 'MODEL_KEY_REFUSED',
      message: /refused the key of this emulator/,
      logged: /401: Incorrect API key provided: …/,
    },
    'with a model that does not exist': {
      answer: refuse(404, { error: { message: 'The model `test-model` does not exist' } }),
      code: 'MODEL_NOT_FOUND',
      message: /no such model/,
      logged: /test-model/,
    },
    'with a question it does not take': {
      answer: refuse(400, { error: 'tools are not supported' }),
      code: 'MODEL_REFUSED',
      message: /did not take/,
      logged: /tools are not supported/,
    },
    'because it is busy, and says for how long': {
      answer: refuse(429, { error: { message: 'Rate limit' } }, { 'retry-after': '7' }),
      code: 'MODEL_BUSY',
      message: /Try again in 7 seconds/,
    },
    'because it is busy': { answer: refuse(429, {}), code: 'MODEL_BUSY', message: /in a little while/ },
    'by itself': { answer: refuse(500, '<h1>Oops</h1>'), code: 'MODEL_FAILED', message: /Try again/ },
    'in the middle, and says so': {
      answer: stream(words('Half'), { error: { message: `overloaded, ${apiKey}` } }),
      code: 'MODEL_FAILED',
      message: /in the middle/,
    },
    'with a line that breaks': { answer: cutAfter(words('Half')), code: 'MODEL_CUT', message: /broke off/ },
    'with an answer that just ends': {
      answer: (response) =>
        response.writeHead(200, { 'content-type': 'text/event-stream' }).end(asEvents([words('Half')])),
      code: 'MODEL_CUT',
      message: /broke off/,
    },
    'with events that are not JSON': {
      answer: stream(words('Half'), '{"choices": ['),
      code: 'MODEL_ANSWER_INVALID',
      message: /nobody can read/,
    },
    'with a page in place of an answer': {
      answer: (response) =>
        response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><h1>Sign in</h1>'),
      code: 'MODEL_ANSWER_INVALID',
      message: /nobody can read/,
    },
    'with an event that does not end': {
      answer: (response) =>
        response.writeHead(200, { 'content-type': 'text/event-stream' }).end(`data: ${'x'.repeat(1_100_000)}`),
      code: 'MODEL_ANSWER_INVALID',
      message: /nobody can read/,
    },
    'with an answer that is too long': {
      answer: stream(words('Half'), end('length')),
      code: 'MODEL_ANSWER_TOO_LONG',
      message: /too long/,
    },
    'at a filter': {
      answer: stream(words('Half'), end('content_filter')),
      code: 'MODEL_ANSWER_FILTERED',
      message: /content filter/,
    },
    'by saying nothing': { answer: stream(end()), code: 'MODEL_SAID_NOTHING', message: /said nothing/ },
    'with a redirect': {
      answer: (response) => response.writeHead(307, { location: 'http://127.0.0.1:9/elsewhere' }).end(),
      code: 'MODEL_UNREACHABLE',
      message: /cannot be reached/,
    },
  };
  for (const [how, { answer, code, message, logged }] of Object.entries(cases)) {
    it(`${how} ends the run with a plain sentence`, async (test) => {
      const talk = await openTalk(test, [answer]);
      const events = await ask(talk, 'Hi');
      const error = errorOf(events, talk);
      equal(error.code, code);
      match(error.message, message);
      match(talk.log.join(), logged ?? new RegExp(code));
      if (spoken(events) !== '') equal(spoken(events), 'Half');
      equal(talk.visitor.emulator.runs()[0]?.status, 'FAILED');
    });
  }

  it('by silence ends the run, too', async (test) => {
    const talk = await openTalk(test, [hangAfter(words('Half'))], { silenceMs: 40 });
    equal(errorOf(await ask(talk, 'Hi'), talk).code, 'MODEL_SILENT');
  });

  it('because nothing is there ends the run, too', async (test) => {
    const talk = await openTalk(test, [], { baseUrl: 'http://127.0.0.1:9/v1' });
    equal(errorOf(await ask(talk, 'Hi'), talk).code, 'MODEL_UNREACHABLE');
  });

  it('once answers the next question, and is told of the one before', async (test) => {
    const talk = await openTalk(test, [refuse(503, {}), stream(words('Here I am.'), end())]);
    await ask(talk, 'Hi');
    equal(spoken(await ask(talk, 'Again?')), 'Here I am.');
    deepEqual(
      talk.model.calls[1]?.body.messages.slice(1).map(({ role }: any) => role),
      ['user', 'assistant', 'user'],
    );
  });

  it('only at hanging up has said everything', async (test) => {
    const talk = await openTalk(test, [cutAfter(words('Whole.'), end())]);
    const events = await ask(talk, 'Hi');
    equal(spoken(events), 'Whole.');
    equal(namesOf(events).at(-1), 'RUN_FINISHED');
  });
});

describe('The settings of the model', () => {
  const base = { OPENAI_BASE_URL: 'http://localhost:11434/v1/', OPENAI_API_KEY: ' sk-1 ' };

  it('come from the environment, and a key alone asks nobody', () => {
    deepEqual(readModelSettings({ ...base, OPENAI_MODEL: 'qwen3' }), {
      baseUrl: 'http://localhost:11434/v1',
      apiKey: 'sk-1',
      model: 'qwen3',
    });
    equal(readModelSettings({ OPENAI_API_KEY: 'sk-1' }), undefined);
    equal(readModelSettings({ OPENAI_BASE_URL: 'http://localhost:1/v1' }), undefined);
  });

  const messageOf = (env: Record<string, string>): string => {
    try {
      readModelSettings({ ...base, ...env });
    } catch (error) {
      return error instanceof Error ? error.message : '';
    }
    return '';
  };

  it('that make no sense are refused without quoting a key', () => {
    match(messageOf({ OPENAI_BASE_URL: 'localhost:11434' }), /no http or https address/);
    match(
      messageOf({ OPENAI_BASE_URL: 'https://me:secret@api.example/v1' }),
      /^OPENAI_BASE_URL holds a user name or password/,
    );
    const broken = messageOf({ OPENAI_API_KEY: 'sk-se\ncret' });
    match(broken, /OPENAI_API_KEY/);
    ok(!broken.includes('sk-se'));
  });
});
