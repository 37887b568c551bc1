import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Installs the peers beside their lock file where they are not there yet: no scripts of theirs run. */
export const installPeers = (): void => {
  if (existsSync(join(import.meta.dirname, 'node_modules/.package-lock.json'))) return;
  console.log('Installing the peers of the benchmark into test/bench/peers/node_modules');
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error('The peers were not installed; --without-peers goes on without them');
};
