import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const commands = ['firefox-esr', 'firefox'];

const places = [
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:/Program Files/Mozilla Firefox/firefox.exe',
  '/snap/bin/firefox',
];

/** What a person's Firefox has on and a test cannot want: it asks nothing, calls nobody, and its windows are all in front. */
export const firefoxPreferences = {
  'datareporting.policy.dataSubmissionEnabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.safebrowsing.downloads.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  // A window that nobody sees gets no frames.
  'widget.windows.window_occlusion_tracking.enabled': false,
};

/** The path of a Firefox on this machine. A variable that is set is believed, as with Chromium. */
export const findFirefox = (): string | undefined => {
  const path = process.env['FIREFOX_PATH'];
  if (path !== undefined && path !== '') {
    if (existsSync(path)) return path;
    throw new Error(`FIREFOX_PATH names a file that is not there: ${path}`);
  }
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => commands.map((command) => join(folder, command)));
  return [...onPath, ...places].find((candidate) => existsSync(candidate));
};

/** Finds Firefox, or says how to get it. */
export const ensureFirefox = (): string => {
  const found = findFirefox();
  if (found !== undefined) return found;
  throw new Error(
    'No Firefox found. Install it (Debian, Ubuntu: apt-get install -y firefox-esr), or set FIREFOX_PATH to its executable.',
  );
};
