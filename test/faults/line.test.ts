import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AgentDefinition } from '../../demo/emulator/index.js';
import { type Step, deny, drop, emit, end, fail, finish, html, say, wait } from '../../demo/emulator/script.js';
import type { PlannedFault } from '../support/fault-proxy.js';
import { openLine } from './open-line.js';

const text = 'Grüße aus Köln: 5 € für 🚂';
const told = ['user: Hello', `agent: ${text}`, 'finished'];
const script = [say(text), finish()];
const aiui = { match: /\/aiui / };

/** Where a stream may break, by what stands before it. */
const places: Record<string, PlannedFault['after']> = {
  'before its first byte': 0,
  'in its first byte': 1,
  'in the middle of a line': '"delta":" au',
  'in the middle of a field’s name': '\nda',
  'in the middle of a two-byte character': Buffer.from('ü').subarray(0, 1),
  'in the middle of a three-byte character': Buffer.from('€').subarray(0, 2),
  'in the middle of a four-byte character': Buffer.from('🚂').subarray(0, 3),
  'after a line': '"delta":"Grüße"}\n',
  'behind an id': 'id: 4\n',
  'behind an event': '"delta":"Grüße"}\n\n',
  'after the last word': '🚂"}\n\n',
};

describe('a stream that breaks', () => {
  for (const [where, after] of Object.entries(places)) {
    for (const how of ['cut', 'reset', 'end', 'garble'] as const) {
      const title = {
        cut: 'F22 goes on where it is cut',
        reset: 'F26 goes on where it is reset',
        end: 'F24 goes on where it ends cleanly',
        garble: 'F22 goes on where it turns to garbage',
      }[how];
      it(`${title} ${where}`, async () => {
        await using line = await openLine(script, {
          plan: [{ ...aiui, after: after!, do: how }],
          budget: { runs: 1, aiui: 2, events: 1 },
        });
        await line.ask();
        assert.deepEqual(line.lines(), told);
        assert.deepEqual(line.proxy.exchanges()[1]?.faults, [how]);
        // A cut as short as this is nobody's business.
        assert.deepEqual(line.statuses, ['sending', 'running', 'finished']);
      });
    }
  }

  for (const [where, after] of Object.entries({
    'between CR and LF of a line': '\r',
    'between CR and LF of an event': '}\r\n\r',
    'between the two line ends of an event': '}\r\n',
  }))
    it(`F22 goes on where it is cut ${where}`, async () => {
      const agent: AgentDefinition = { scripts: [script], lineEnd: '\r\n' };
      for (let skip = 0; skip < 3; skip++) {
        await using line = await openLine(agent, {
          plan: [0, 1, 2].map((time) => ({ ...aiui, skip: time, after, do: 'cut' as const })),
          budget: { runs: 1, aiui: 4 },
        });
        await line.ask();
        assert.deepEqual(line.lines(), told);
      }
    });

  it('F22 says the same wherever it comes in single bytes, and wherever CR LF is split', async () => {
    for (const lineEnd of ['\n', '\r\n', '\r'] as const) {
      await using line = await openLine(
        { scripts: [script], lineEnd },
        { plan: [{ ...aiui, do: 'throttle', bytes: 1 }], budget: { aiui: 1 } },
      );
      await line.ask();
      assert.deepEqual(line.lines(), told);
    }
  });

  it('F22 goes on after a cut every few bytes', async () => {
    await using line = await openLine(script, {
      plan: Array.from({ length: 9 }, (_, skip) => ({ ...aiui, skip, after: 97 + 31 * skip, do: 'cut' as const })),
      budget: { runs: 1, aiui: 10 },
      policy: { reconnectAttempts: 20 } as never,
    });
    await line.ask();
    assert.deepEqual(line.lines(), told);
  });

  it('F24 is never done without its end, however often it ends cleanly', async () => {
    await using line = await openLine([say('one'), end(), say(' two'), end(), end(), say(' three'), end(), finish()], {
      budget: { runs: 1, aiui: 5 },
    });
    await line.ask();
    assert.deepEqual(line.lines(), ['user: Hello', 'agent: one two three', 'finished']);
  });

  it('F24 is incomplete, not done, where nobody knows of an end', async () => {
    await using line = await openLine([say('one'), finish({ quietly: true })], {
      policy: { reconnectAttempts: 3 } as never,
      budget: { runs: 1, aiui: 4, events: 4 },
    });
    const turn = await line.ask();
    assert.deepEqual(line.lines(), ['user: Hello', 'agent: one', 'incomplete']);
    assert.deepEqual([turn.error?.code, turn.error?.retryable], ['incomplete', true]);
  });

  it('F25 is done when the server says the end after a cut', async () => {
    await using line = await openLine([say('one'), drop(), finish()], { budget: { aiui: 2, events: 0 } });
    await line.ask();
    assert.deepEqual(line.statuses, ['sending', 'running', 'finished']);
  });

  it('F25 is done when the server has nothing more to say and the stored events know the end', async () => {
    await using line = await openLine([say('one'), drop(), finish()], {
      plan: [{ ...aiui, skip: 1, at: 'request', do: 'answer', status: 204 }],
      budget: { aiui: 1, events: 1 },
    });
    await line.ask();
    assert.deepEqual(line.lines(), ['user: Hello', 'agent: one', 'finished']);
    assert.deepEqual(line.statuses, ['sending', 'running', 'finished']);
  });

  it('F25 has failed when the stored events say so', async () => {
    await using line = await openLine([say('one'), drop(), fail('Out of paper')], {
      plan: [{ ...aiui, skip: 1, at: 'request', do: 'answer', status: 204 }],
    });
    assert.equal((await line.ask()).error?.message, 'Out of paper');
  });
});

describe('an answer that is no stream', () => {
  const answers: Record<string, Step> = {
    'a page': html({ on: 'aiui', times: 9 }),
    JSON: html({ on: 'aiui', times: 9, page: '{}', contentType: 'application/json' }),
    'a type that only begins like one': html({ on: 'aiui', times: 9, contentType: 'text/event-streams' }),
  };
  for (const [what, fault] of Object.entries(answers))
    it(`F23 is asked for once more, and told as such, where it is ${what}`, async () => {
      await using line = await openLine([fault, say('one')], { budget: { aiui: 2 } });
      const turn = await line.ask();
      assert.deepEqual([turn.status, turn.error?.code, line.count('aiui')], ['failed', 'protocol', 2]);
      assert.doesNotMatch(turn.error!.message, /<|Sign in/);
    });

  it('F23 is forgotten when the next one is a stream, and again when it happens later', async () => {
    const page = {
      ...aiui,
      at: 'request',
      do: 'answer',
      status: 200,
      headers: { 'content-type': 'text/html' },
    } as const;
    await using line = await openLine([say('one'), drop(), say(' two'), drop(), say(' three'), finish()], {
      plan: [page, { ...page, skip: 2 }, { ...page, skip: 4 }],
    });
    await line.ask();
    assert.deepEqual(line.lines(), ['user: Hello', 'agent: one two three', 'finished']);
  });

  for (const type of ['text/event-stream;', 'text/event-stream; charset=UTF-8', 'Text/Event-Stream ;x=y'])
    it(`F23 is one where it is called "${type}"`, async () => {
      const events = ['RUN_STARTED', 'TEXT_MESSAGE_CHUNK', 'RUN_FINISHED'].map(
        (name, index) => `id: ${index + 1}\ndata: {"type":"${name}","messageId":"m","delta":"one"}\n\n`,
      );
      await using line = await openLine([wait(5), finish()], {
        plan: [
          {
            ...aiui,
            at: 'request',
            do: 'answer',
            status: 200,
            headers: { 'content-type': type },
            body: events.join(''),
          },
        ],
        partial: true,
      });
      await line.ask();
      assert.deepEqual(line.lines(), ['user: Hello', 'agent: one', 'finished']);
    });
});

describe('a run that fails', () => {
  it('F61 keeps what was said as cut off, says why, and asks anew under another key', async () => {
    const failure = emit({ type: 'RUN_ERROR', message: 'Out of paper', code: 'PAPER' });
    await using line = await openLine(
      { scripts: [[say('one two'), failure], [say('one two three')]] },
      { budget: { runs: 2, aiui: 2 } },
    );
    const turn = await line.ask();
    assert.deepEqual([turn.status, turn.error?.message, turn.error?.platformCode], ['failed', 'Out of paper', 'PAPER']);
    assert.deepEqual(
      turn.parts.map((part) => part.kind === 'text' && [part.text, part.cut]),
      [['one two', true]],
    );
    assert.equal(turn.error?.retryable, true);
    await line.conversation.retry();
    assert.deepEqual(line.lines().slice(-3), ['user: Hello', 'agent: one two three', 'finished']);
    const [first, second] = line.emulator.runs();
    assert.notEqual(first?.requestId, second?.requestId);
  });

  it('F61 says that trying again is of no use where the agent says so', async () => {
    const failure = emit({ type: 'RUN_ERROR', message: 'Never', retryable: false });
    await using line = await openLine([say('one'), failure]);
    const turn = await line.ask();
    assert.deepEqual([turn.status, turn.error?.message, turn.error?.retryable], ['failed', 'Never', false]);
  });

  it('F61 fails once, whatever follows', async () => {
    await using line = await openLine([say('one'), fail('Out of paper'), say(' two'), finish(), fail('Again')]);
    const turn = await line.ask();
    assert.equal(turn.error?.message, 'Out of paper');
    assert.deepEqual(line.lines(), ['user: Hello', 'agent: one', 'failed']);
  });

  it('F61 fails though the line is cut right before it says so', async () => {
    await using line = await openLine([say('one'), drop(), deny(503, { on: 'aiui' }), fail('Out of paper')]);
    assert.equal((await line.ask()).error?.message, 'Out of paper');
  });
});
