import { deepEqual, equal, match } from 'node:assert/strict';
import { describe, it } from 'node:test';
import { call, delta, end, stream, usage, words } from './fake-model.js';
import { type SentEvent, spoken } from './open-emulator.js';
import { all, ask, errorOf, find, namesOf, openTalk, type Talk } from './open-model.js';

const check = (name: string, ...products: string[]): object[] =>
  products.map((product) => ({ function: { name, arguments: JSON.stringify({ product }) } }));

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

describe('A model with tools', () => {
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
});

describe('A model that wants to do something risky', () => {
  const args = { order: '10482', amount: 59 };
  const wants = stream(call(0, { id: 'pay', name: 'refund_order', args: JSON.stringify(args) }), end('tool_calls'));
  const then = stream(words('So it is.'), end());

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

  it('is told at once what is wrong with its arguments, and nobody is asked', async (test) => {
    const wrong = [
      { order: '10482' },
      { order: '10482', amount: '59' },
      { order: '1', amount: 59 },
      { order: '10482', amount: 0 },
    ];
    const calls = wrong.map((given, index) =>
      call(index, { id: `${index}`, name: 'refund_order', args: JSON.stringify(given) }),
    );
    const talk = await openTalk(test, [stream(...calls, end('tool_calls')), then]);
    const events = await ask(talk, 'Refund it');
    equal(find(events, 'UI_BLOCK'), undefined);
    for (const { content } of talk.model.calls[1]?.body.messages.slice(-4) ?? []) match(content, /break the schema/);
    equal(spoken(events), 'So it is.');
  });

  it('is told when the person changed the arguments to ones that cannot be', async (test) => {
    const talk = await openTalk(test, [wants, then]);
    const { told } = await decide(talk, 'approve', { editedArgs: { ...args, amount: 'all' } });
    match(told.error, /break the schema/);
  });

  it('asks anew each time, though the model calls it the same', async (test) => {
    const talk = await openTalk(test, [wants, then, wants, then]);
    const first = (await decide(talk, 'approve')).events;
    const second = (await decide(talk, 'approve')).events;
    const ids = [first, second].map((events) => find(events, 'UI_BLOCK').block.approvalId);
    equal(new Set(ids).size, 2);
  });

  it('asks in the way of AG-UI where that is spoken, and goes on in the next request', async (test) => {
    const { visitor, model } = await openTalk(test, [wants, then]);
    const send = async (fields: object): Promise<string> => {
      const body = {
        threadId: 't',
        messages: [{ id: '1', role: 'user', content: 'Refund it' }],
        tools: [],
        context: [],
        ...fields,
      };
      const response = await fetch(`${visitor.origin}/agents/${visitor.agent.deploymentId}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...body, forwardedProps: {} }),
      });
      return response.text();
    };
    const [, interruptId] = /"interrupts":\[\{"id":"(\w+)"/.exec(await send({ runId: 'first' })) ?? [];
    const resume = [{ interruptId, status: 'resolved', payload: { approved: true } }];
    const rest = await send({ runId: 'second', parentRunId: 'first', resume });
    match(rest, /"TOOL_CALL_RESULT".*R-10482/);
    match(rest, /RUN_FINISHED/);
    equal(model.calls.length, 2);
  });
});
