import { expect } from '@open-wc/testing';
import { createConversation } from '../../src/core/index.js';
import { describeReport } from './report.js';
import { simulate } from './simulate.js';

describe('whole conversations under seeded faults, in the browser', () => {
  it('end as the undisturbed ones, in simulated time', async function test() {
    this.timeout(60_000);
    for (let seed = 1; seed <= 200; seed++) {
      const report = await simulate(seed, createConversation);
      expect(report.violations, describeReport(report)).to.deep.equal([]);
    }
  });
});
