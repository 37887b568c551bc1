import { deepEqual, equal, match } from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  asEvents,
  cutAfter,
  end,
  hangAfter,
  type ModelAnswer,
  openFakeModel,
  refuse,
  stream,
  words,
} from './fake-model.js';
import { spoken } from './open-emulator.js';
import { apiKey, ask, errorOf, namesOf, openTalk } from './open-model.js';

describe('A model that fails', () => {
  const cases: Record<string, { answer: ModelAnswer; code: string; message: RegExp; logged?: RegExp }> = {
    'with a key that is refused': {
      answer: refuse(401, {
        error: { message: `Incorrect API key provided: ${apiKey}. See sk-proj-******est, and Bearer abc123.\nBye` },
      }),
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

  it('by sending us elsewhere gets no key there', async (test) => {
    const other = await openFakeModel(test, stream(words('Give me your key.'), end()));
    const away: ModelAnswer = (response) =>
      response.writeHead(307, { location: `${other.baseUrl}/chat/completions` }).end();
    const talk = await openTalk(test, [away]);
    equal(errorOf(await ask(talk, 'Hi'), talk).code, 'MODEL_UNREACHABLE');
    equal(other.calls.length, 0);
  });

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
      talk.model.calls[1]?.body.messages.slice(1).map(({ role, content }: any) => `${role}: ${content}`),
      ['user: Hi', 'assistant: (There was no answer.)', 'user: Again?'],
    );
  });

  it('only at hanging up has said everything', async (test) => {
    const talk = await openTalk(test, [cutAfter(words('Whole.'), end())]);
    const events = await ask(talk, 'Hi');
    equal(spoken(events), 'Whole.');
    equal(namesOf(events).at(-1), 'RUN_FINISHED');
  });
});
