import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadCore, plants } from './plants.js';
import { type CreateConversation, type Play, type Report, describeReport } from './report.js';
import { simulate } from './simulate.js';
import { playOverSockets } from './sockets.js';

/** A short run of `npm run chaos`: some seeds that are always the same, and some that never were. */
const fresh = Math.floor(Math.random() * 1e9);

const seedsFrom = (first: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => first + index);

/** Plays the seeds, so many at once; stops at the first that fails. */
const findFailure = async (
  play: Play,
  seeds: readonly number[],
  create: CreateConversation,
  atOnce = 1,
): Promise<Report | undefined> => {
  const left = [...seeds];
  let failed: Report | undefined;
  const work = async (): Promise<void> => {
    for (let seed = left.shift(); seed !== undefined && !failed; seed = left.shift()) {
      const report = await play(seed, create);
      if (report.violations.length > 0) failed ??= report;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return failed;
};

const assertNone = (failed: Report | undefined, kind: string): void => {
  if (failed) assert.fail(`npm run chaos -- --${kind} --seed ${failed.seed}\n${describeReport(failed)}`);
};

const sound = await loadCore();

describe('whole conversations under seeded faults', () => {
  it('end as the undisturbed ones, in simulated time', async (test) => {
    test.diagnostic(`fresh seeds from ${fresh}`);
    assertNone(await findFailure(simulate, [...seedsFrom(1, 150), ...seedsFrom(fresh, 50)], sound), 'simulated');
  });

  it('end as the undisturbed ones, over sockets', async (test) => {
    test.diagnostic(`fresh seeds from ${fresh}`);
    const seeds = [...seedsFrom(1, 20), ...seedsFrom(fresh, 10)];
    assertNone(await findFailure(playOverSockets, seeds, sound, 8), 'sockets');
  });

  it('go the same way again from the same seed', async () => {
    for (const seed of seedsFrom(fresh, 5)) assert.deepEqual(await simulate(seed, sound), await simulate(seed, sound));
  });
});

describe('a bug that is planted into the core', () => {
  for (const name of Object.keys(plants)) {
    const isBug = name !== 'nothing';
    it(`"${name}" ${isBug ? 'is found within 50 seeds' : 'is no bug, and none is found'}`, async () => {
      const failed = await findFailure(simulate, seedsFrom(1, 50), await loadCore(name));
      assert.equal(failed !== undefined, isBug, failed && describeReport(failed));
    });
  }
});
