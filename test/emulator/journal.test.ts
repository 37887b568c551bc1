import { deepEqual, equal, ok } from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JournalEntry } from '../../demo/emulator/index.js';
import { ask, say } from '../../demo/emulator/script.js';
import { openTenant } from './open-tenant.js';

describe('The journal', () => {
  it('tells what happens while it happens, and never a token or a key', async (test) => {
    const script = [say('Well.'), ask({ tool: 'pay', title: 'Pay', approvalId: 'pay' })];
    const { emulator, agent, token, start, call, hear, mint } = await openTenant(test, { scripts: [script] });
    const entries: JournalEntry[] = [];
    const end = emulator.journal.subscribe((entry) => entries.push(entry));
    const { body } = await mint();
    const runId = await start('Hello');
    await call('POST', `/runs/${runId}/approvals/pay/approve`);
    await hear(runId);
    await call('POST', `/runs/${runId}/feedback`, { rating: 5 });
    await call('POST', '/runs', { input: 'Hi' }, { authorization: 'Bearer nonsense' });
    const kinds = entries.filter(({ what }) => what !== 'event' && what !== 'request').map(({ what }) => what);
    deepEqual(kinds, [
      'token-minted',
      'run-created',
      'run-status',
      'approval-wanted',
      'run-status',
      'approval-decided',
      'run-status',
      'run-status',
      'feedback',
      'token-refused',
    ]);
    equal(entries.filter(({ what }) => what === 'request').length, 6);
    const told = entries.flatMap((entry) => (entry.what === 'event' ? [[entry.seq, entry.data]] : []));
    const [run] = emulator.runs();
    deepEqual(
      told,
      run?.events.map(({ seq, data }) => [seq, data]),
    );
    const all = JSON.stringify([entries, emulator.journal.recent()]);
    for (const secret of [token, body.token, agent.apiKey]) ok(!all.includes(secret));
    end();
    await start('Again');
    equal(entries.at(-1)?.what, 'request');
  });

  it('keeps the last thousand entries, under numbers that go on', async (test) => {
    const { emulator } = await openTenant(test);
    for (let index = 0; index < 1500; index += 1)
      emulator.journal.write({ what: 'token-refused', code: `code ${index}` });
    const kept = emulator.journal.recent();
    equal(kept.length, 1000);
    const last = kept.at(-1)?.id ?? 0;
    equal(last - (kept[0]?.id ?? 0), 999);
    deepEqual(
      emulator.journal.recent(last - 2).map(({ id }) => id),
      [last - 1, last],
    );
  });
});
