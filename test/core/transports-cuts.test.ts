import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ask, call, drop, duplicate, end, say, type Script, state, step, think } from '../../demo/emulator/script.js';
import { transcript } from './open-agent.js';
import { openTransport, type Reached } from './open-transport.js';

const before: Script = [
  think('An order, then.'),
  say('Let me look. '),
  call({ tool: 'look_up', args: { order: 'A1' }, result: { state: 'paid' } }),
  state({ order: 'A1' }),
  step('Check'),
  say('It is paid.'),
];
const after: Script = [say('It is '), state({ order: 'A1', refunded: true }), say('refunded.')];

const told = (first: Script, second: Script): Script => [
  ...first,
  ask({ tool: 'refund', title: 'Refund?', args: { amount: 5 }, as: 'interrupt', onApprove: second }),
];

/** The script once for each place where the fault may stand. */
const everywhere = (fault: Script): Script[] =>
  [before, after].flatMap((part, side) =>
    [...part.keys(), part.length].map((at) => {
      const broken = part.toSpliced(at, 0, ...fault);
      return side === 0 ? told(broken, after) : told(before, broken);
    }),
  );

/** Asks, allows what is asked, and gives what was read and shared in the end. */
const converse = async ({ conversation }: Reached) => {
  conversation.listen((event) => {
    if (event.type !== 'approval-requested') return;
    const part = conversation.state.turns.at(-1)?.parts.find(({ id }) => id === event.partId);
    if (part?.kind === 'approval') void conversation.approve(part.request.approvalId ?? '');
  });
  await conversation.send('Refund my order');
  return { read: transcript(conversation), shared: conversation.state.shared };
};

const faults: Record<string, Script> = {
  'a cut': [drop()],
  'a reset': [drop({ reset: true })],
  'a cut in the middle of an event': [drop({ into: 21 })],
  'an early end': [end()],
  'two cuts, one after the other': [drop(), drop()],
  'a repetition and a cut': [duplicate(2), drop()],
};

for (const way of ['edge', 'agent'] as const) {
  describe(way === 'edge' ? 'by the direct edge stream' : 'from an AG-UI endpoint that resumes', () => {
    for (const [name, fault] of Object.entries(faults)) {
      it(`${name} anywhere changes nothing: one question, one decision, the same answer`, async () => {
        await using undisturbed = await openTransport(way, {
          scripts: [told(before, after)],
          agent: { resumable: true },
        });
        const expected = await converse(undisturbed);
        assert.equal(expected.read.at(-1), 'finished');
        for (const script of everywhere(fault)) {
          await using agent = await openTransport(way, { scripts: [script], agent: { resumable: true } });
          assert.deepEqual(await converse(agent), expected);
          const posts = agent.requests(way).filter(({ method }) => method === 'POST');
          assert.equal(posts.length, way === 'edge' ? 1 : 2);
          assert.deepEqual(
            agent.emulator.approvals().map(({ decision }) => decision),
            ['approved'],
          );
          assert.equal(agent.emulator.runs().length, 1);
        }
      });
    }
  });
}
