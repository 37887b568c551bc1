import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const variables = ['CHROMIUM_PATH', 'CHROME_PATH', 'PUPPETEER_EXECUTABLE_PATH'] as const;
const commands = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge'];

/** Switches for a browser that draws nothing, asks nothing and calls nobody. */
export const chromiumSwitches = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
  '--force-color-profile=srgb',
];

const usualPlaces = (): string[] => {
  if (process.platform === 'darwin') {
    return ['', process.env['HOME'] ?? ''].flatMap((home) => [
      `${home}/Applications/Google Chrome.app/Contents/MacOS/Google Chrome`,
      `${home}/Applications/Chromium.app/Contents/MacOS/Chromium`,
      `${home}/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge`,
    ]);
  }
  if (process.platform === 'win32') {
    return ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'].flatMap((name) => {
      const folder = process.env[name];
      if (folder === undefined) return [];
      return [
        join(folder, 'Google/Chrome/Application/chrome.exe'),
        join(folder, 'Chromium/Application/chrome.exe'),
        join(folder, 'Microsoft/Edge/Application/msedge.exe'),
      ];
    });
  }
  return ['/opt/google/chrome/chrome', '/snap/bin/chromium', '/usr/lib/chromium/chromium'];
};

const onPath = (): string[] =>
  (process.env['PATH'] ?? '').split(delimiter).flatMap((folder) => commands.map((command) => join(folder, command)));

/** What `npx @puppeteer/browsers install` and Playwright leave behind in the home folder. */
const inCaches = (): string[] => {
  const home = process.env['HOME'] ?? '';
  return [join(home, '.cache/puppeteer/chrome'), join(home, '.cache/ms-playwright')].flatMap((cache) => {
    if (!existsSync(cache)) return [];
    return readdirSync(cache).flatMap((version) => [
      join(cache, version, 'chrome-linux64/chrome'),
      join(cache, version, 'chrome-linux/chrome'),
    ]);
  });
};

/**
 * The path of a Chromium on this machine, or undefined.
 *
 * A variable that is set is believed, even when it names nothing: a typing mistake must not silently test another browser.
 */
export const findChromium = (): string | undefined => {
  for (const variable of variables) {
    const path = process.env[variable];
    if (path === undefined || path === '') continue;
    if (existsSync(path)) return path;
    throw new Error(`${variable} names a file that is not there: ${path}`);
  }
  return [...onPath(), ...usualPlaces(), ...inCaches()].find((path) => existsSync(path));
};

const isRootOnDebian = (): boolean =>
  process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');

/** Finds Chromium, or installs it where that is possible without asking. Otherwise the error says what to do. */
export const ensureChromium = (): string => {
  const found = findChromium();
  if (found !== undefined) return found;
  if (isRootOnDebian()) {
    console.log('No Chromium found; installing it: apt-get update && apt-get install -y chromium');
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env: environment });
    execFileSync('apt-get', ['install', '-y', '-qq', 'chromium'], { stdio: 'inherit', env: environment });
    const installed = findChromium();
    if (installed !== undefined) return installed;
  }
  throw new Error(
    `No Chromium found. Install Chromium, Chrome or Edge in its usual place, or set CHROMIUM_PATH to its executable:
  Debian, Ubuntu   sudo apt-get install -y chromium
  Fedora           sudo dnf install -y chromium
  macOS            brew install --cask chromium
  Windows          winget install Google.Chrome
  anywhere         npx @puppeteer/browsers install chrome@stable`,
  );
};
