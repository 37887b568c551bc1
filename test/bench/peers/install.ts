import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Out of the way of whoever walks the sources. */
const place = join(import.meta.dirname, '../../../node_modules/.cache/bench-peers');

/** Where the peers are, once they are installed. */
export const peerModules = join(place, 'node_modules');

const lock = 'package-lock.json';

const isInstalled = (): boolean =>
  existsSync(peerModules) &&
  readFileSync(join(import.meta.dirname, lock), 'utf8') === readFileSync(join(place, lock), 'utf8');

/** Installs the peers as their lock file has them, where they are not there yet. No script of theirs runs. */
export const installPeers = (): void => {
  if (isInstalled()) return;
  console.log('Installing what is measured beside ours, once');
  mkdirSync(place, { recursive: true });
  for (const file of ['package.json', lock]) copyFileSync(join(import.meta.dirname, file), join(place, file));
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: place,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('The peers were not installed; --without-peers goes on without them');
};
