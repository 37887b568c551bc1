import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type AgentDefinition, createEmulator, type Emulator, type Script } from '../../demo/emulator/index.js';
import { ask, say } from '../../demo/emulator/script.js';

interface Said {
  readonly status: number;
  readonly text: string;
  readonly events: readonly { readonly type: string; readonly [key: string]: unknown }[];
}

const input = (more: object) => ({
  threadId: 'thread',
  runId: 'run-1',
  messages: [{ id: 'm', role: 'user', content: 'Hello' }],
  tools: [],
  context: [],
  forwardedProps: {},
  ...more,
});

/** An AG-UI endpoint of an emulator without a network. */
const open = (definition: Script | AgentDefinition) => {
  const emulator: Emulator = createEmulator();
  const { deploymentId } = emulator.createAgent('scripts' in definition ? definition : { scripts: [definition] });
  const send = async (init: RequestInit): Promise<Said> => {
    const response = await emulator.fetch(new Request(`http://localhost/agents/${deploymentId}`, init));
    const text = await response.text();
    const data = [...text.matchAll(/^data: (.*)$/gm)].map(
      ([, json = '']) => JSON.parse(json) as Said['events'][number],
    );
    return { status: response.status, text, events: data };
  };
  return {
    emulator,
    post: (more: object = {}) =>
      send({
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input(more)),
      }),
    get: (lastEventId: string) => send({ headers: { 'last-event-id': lastEventId } }),
  };
};

const types = ({ events }: Said) => events.map(({ type }) => type);

describe('the AG-UI endpoint', () => {
  it('takes RunAgentInput, and names the run as the client does', async () => {
    const { emulator, post } = open([say('You said {{message}}')]);
    const { status, events, text } = await post();
    assert.equal(status, 200);
    assert.deepEqual(
      [events[0]?.['threadId'], events[0]?.['runId'], events.at(-1)?.['runId']],
      ['thread', 'run-1', 'run-1'],
    );
    assert.match(text, /Hello/);
    assert.doesNotMatch(text, /^id:/m);
    emulator.dispose();
  });

  it('refuses what is none', async () => {
    const { emulator, post } = open([say('Hello')]);
    for (const wrong of [
      { runId: 1 },
      { messages: 'none' },
      { tools: undefined },
      { forwardedProps: null },
      { resume: 1 },
    ])
      assert.equal((await post(wrong)).status, 422, JSON.stringify(wrong));
    emulator.dispose();
  });

  it('asks by an interrupt, however the script asks, and goes on with the answers as a run of its own', async () => {
    const { emulator, post } = open([
      ask({ tool: 'refund', title: 'Refund?', approvalId: 'a', onApprove: [say('Done.')] }),
    ]);
    const first = await post();
    assert.equal(types(first).at(-1), 'RUN_FINISHED');
    assert.match(first.text, /"outcome":\{"type":"interrupt"/);
    const payload = { approved: true };
    const resume = [{ interruptId: 'a', status: 'resolved', payload }];
    assert.equal((await post({ runId: 'run-2', parentRunId: 'run-1', resume: [] })).status, 409);
    assert.equal((await post({ runId: 'run-2', resume })).status, 409);
    const second = await post({ runId: 'run-2', parentRunId: 'run-1', resume });
    assert.deepEqual([types(second)[0], second.events[0]?.['runId']], ['RUN_STARTED', 'run-2']);
    assert.match(second.text, /Done\./);
    assert.equal((await post({ runId: 'run-3', parentRunId: 'run-1', resume })).status, 409, 'Answered once');
    emulator.dispose();
  });

  it('resumes behind an event where it is said to, and only there', async () => {
    const silent = open([say('Hello')]);
    assert.equal((await silent.get('run-1:1')).status, 405);
    silent.emulator.dispose();
    const { emulator, post, get } = open({ scripts: [[say('Hello you')]], agent: { resumable: true } });
    const all = await post();
    const rest = await get('run-1:2');
    assert.deepEqual(types(rest), types(all).slice(2));
    assert.equal((await get('run-9:1')).status, 404);
    emulator.dispose();
  });
});
