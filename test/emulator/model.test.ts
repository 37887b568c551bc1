import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createEmulator, demoAccount, demoAgent } from '../../demo/emulator/index.js';
import { modelAgent, newcomer, readModelSettings } from '../../demo/emulator/model/index.js';
import { call, delta, end, hangAfter, openFakeModel, refuse, stream, usage, words } from './fake-model.js';
import { openEmulator, spoken } from './open-emulator.js';
import { all, apiKey, ask, namesOf, openTalk } from './open-model.js';

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

  it('is told the end of a conversation that is too long to tell whole', async (test) => {
    const talk = await openTalk(test, [stream(words('Yes.'), end())]);
    const told = (): string[] =>
      talk.model.calls
        .at(-1)
        ?.body.messages.slice(1)
        .map(({ content }: { content: string }) => content) ?? [];
    for (let count = 0; count <= 32; count += 1) await ask(talk, `Question ${count}`);
    equal(told().length, 61);
    deepEqual([told()[0], told().at(-1)], ['Question 2', 'Question 32']);
    await ask(talk, 'x'.repeat(59_950));
    await ask(talk, 'And now?');
    deepEqual([told().at(-3)?.length, told().at(-1)], [59_950, 'And now?']);
    ok(told().length < 61);
    ok(told().join('').length < 61_000);
  });

  it('remembers it after a restart', async (test) => {
    const model = await openFakeModel(test, stream(words('Hello Ada.'), end()));
    const folder = await mkdtemp(join(tmpdir(), 'zaby-model-'));
    test.after(() => rm(folder, { recursive: true }));
    const agent = modelAgent(demoAgent(), { baseUrl: model.baseUrl, apiKey, model: 'test-model' });
    const tell = async (message: string): Promise<void> => {
      const emulator = createEmulator({ snapshot: join(folder, 'state'), seed: { origins: [], agent } });
      const post = (path: string, body: object, headers: object) =>
        emulator
          .fetch(
            new Request(`http://emulator${path}`, {
              method: 'POST',
              headers: { ...headers, 'content-type': 'application/json' },
              body: JSON.stringify(body),
            }),
          )
          .then(async (response) => (await response.json()) as { token: string });
      const { apiKey: key, externalAppId, deploymentId, quotaPolicyId } = demoAccount;
      const mint = { deploymentId, quotaPolicyId, externalUserId: 'ada', externalSessionId: 'one' };
      const minting = `/api/v1/provisioning/managed-agents/external-apps/${externalAppId}/runtime-tokens`;
      const { token } = await post(minting, mint, { 'x-zaby-api-key': key });
      await post('/api/v1/agent-runtime/runs', { input: message }, { authorization: `Bearer ${token}` });
      emulator.dispose();
    };
    await tell('I am Ada');
    await tell('Who am I?');
    deepEqual(
      model.calls[1]?.body.messages.slice(1).map(({ content }: { content: string }) => content),
      ['I am Ada', 'Hello Ada.', 'Who am I?'],
    );
  });

  it('reads what somebody put into a form', async (test) => {
    const talk = await openTalk(test, [stream(words('Noted.'), end())]);
    const input = { form: { blockId: 'trip', values: { tent: 'Solo' } } };
    await talk.visitor.call('POST', '/runs', { input });
    match(talk.model.calls[0]?.body.messages.at(-1).content, /"trip".*"tent":"Solo"/);
  });

  it('counts what the model says it has used, and by the usual rule where it says nothing', async (test) => {
    const sofar = usage(60, 1);
    const talk = await openTalk(test, [
      stream(call(0, { id: 'a', name: 'find_order', args: '{}' }), end('tool_calls'), usage(30, 8)),
      stream({ ...words('He'), usage: sofar.usage }, words('re.'), end(), usage(60, 4)),
      stream(words('Four'), end()),
    ]);
    const used = async (): Promise<[number, number]> => {
      const path = `/agentic-os/agents/usage?agentId=${talk.visitor.agent.agentId}`;
      const { body } = await talk.visitor.manage('GET', path);
      return [body.inputTokens ?? body.items[0].inputTokens, body.outputTokens ?? body.items[0].outputTokens];
    };
    await ask(talk, 'My orders?');
    deepEqual(await used(), [90, 12]);
    await ask(talk, 'Four');
    deepEqual(await used(), [91, 13]);
  });

  it('follows the instructions that an agent was published with', async (test) => {
    const model = await openFakeModel(test, stream(words('Aye.'), end()));
    const settings = { baseUrl: model.baseUrl, apiKey, model: 'test-model' };
    const { manage } = await openEmulator(test, [], { plainAgent: modelAgent({ scripts: [] }, settings, newcomer) });
    const { body } = await manage('POST', '/agentic-os/agents', {
      name: 'Parrot',
      slug: 'parrot',
      instructions: 'Be a pirate.',
    });
    await manage('POST', `/agentic-os/agents/${body.id}/test-runs`, { input: 'Hello' });
    deepEqual(model.calls[0]?.body.messages[0], { role: 'system', content: 'Be a pirate.' });
    equal(model.calls[0]?.body.tools, undefined);
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
