import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { emit, step } from '../../demo/emulator/script.js';
import { openAgent, transcript } from './open-agent.js';

describe('progress', () => {
  it('shows steps and how far they are as one thing', async () => {
    const progress = { current: 1, total: 2, label: 'Reading invoices' };
    await using agent = await openAgent([step('Read', { progress }), step('Write')]);
    await agent.conversation.send('Report');
    assert.deepEqual(transcript(agent.conversation), ['user: Report', 'agent: Read done, Write done 1/2', 'finished']);
  });

  it('moves on by small changes to an activity', async () => {
    await using agent = await openAgent([
      emit({ type: 'ACTIVITY_SNAPSHOT', messageId: 'a', activityType: 'progress', content: { current: 1, total: 3 } }),
      emit({
        type: 'ACTIVITY_DELTA',
        messageId: 'a',
        activityType: 'progress',
        patch: [{ op: 'replace', path: '/current', value: 3 }],
      }),
    ]);
    await agent.conversation.send('Report');
    assert.deepEqual(transcript(agent.conversation), ['user: Report', 'agent:  3/3', 'finished']);
  });

  it('shows an activity without a total as what it is', async () => {
    await using agent = await openAgent([
      emit({ type: 'ACTIVITY_SNAPSHOT', messageId: 'a', activityType: 'search', content: { query: 'tents' } }),
    ]);
    await agent.conversation.send('Search');
    assert.deepEqual(transcript(agent.conversation), ['user: Search', 'agent: activity search', 'finished']);
  });
});
