import { type Browser, type ConsoleMessage, launch, type LaunchOptions, type Page } from 'puppeteer-core';
import { chromiumSwitches, ensureChromium } from './chromium.js';
import { ensureFirefox, firefoxPreferences } from './firefox.js';

/** Which browser the tests run in: Chromium, unless `npm test -- --browser firefox` says so. */
export const isFirefox = process.env['ZABY_TEST_BROWSER'] === 'firefox';

/**
 * For tests of what only Chromium can be told to do, such as to crash, or does, such as to ask again for a module that did not
 * arrive: the option that leaves them out elsewhere.
 */
export const onlyInChromium = { skip: isFirefox && 'Only Chromium does that' };

/** Starts a browser of its own, with an empty profile. `ignoreDefaultArgs` leaves out switches of ours, too. */
export const launchBrowser = (options: LaunchOptions = {}): Promise<Browser> => {
  if (isFirefox)
    return launch({
      browser: 'firefox',
      executablePath: ensureFirefox(),
      headless: true,
      extraPrefsFirefox: firefoxPreferences,
    });
  const { ignoreDefaultArgs } = options;
  const ignored = Array.isArray(ignoreDefaultArgs) ? ignoreDefaultArgs : [];
  return launch({
    executablePath: ensureChromium(),
    headless: true,
    ...options,
    args: [...chromiumSwitches.filter((name) => !ignored.includes(name)), ...(options.args ?? [])],
  });
};

/** What a page complained about. */
export interface Complaints {
  /** Exceptions and rejections that nobody caught, and what a script told by `console.error`. */
  readonly errors: readonly string[];
  /** Lines of the console, as `warning: …`. */
  readonly console: readonly string[];
  /** Breaches of the page's content policy, as `script-src: inline`. */
  readonly violations: readonly string[];
}

export interface WatchedPage extends Complaints {
  readonly page: Page;
}

/** Opens a page and keeps what it complains about, from before its first script. `prepare` may set up more. */
export const openPage = async (
  browser: Browser,
  url: string,
  prepare?: (page: Page) => Promise<void>,
): Promise<WatchedPage> => {
  const page = await browser.newPage();
  const complaints = await watch(page);
  await prepare?.(page);
  await page.goto(url, { waitUntil: 'load' });
  return { page, ...complaints };
};

/** What Firefox tells as if the page had. Breaches are in `violations`. */
const ofBrowser = /^(?:console\.error: )?(?:Content-Security-Policy|Cross-Origin Request Blocked):/;

const watch = async (page: Page): Promise<Complaints> => {
  const errors: string[] = [];
  const lines: string[] = [];
  const violations: string[] = [];
  const add = (error: string): void => {
    if (!ofBrowser.test(error)) errors.push(error);
  };
  page.on('pageerror', (error) => add(error instanceof Error ? error.message : String(error)));
  page.on('console', (message: ConsoleMessage) => {
    lines.push(`${message.type()}: ${message.text()}`);
    // What the browser itself tells of a failed request has no arguments.
    if (message.type() === 'error' && message.args().length > 0) add(`console.error: ${message.text()}`);
  });
  await page.exposeFunction('reportViolation', (violation: string) => violations.push(violation));
  await page.evaluateOnNewDocument(() => {
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => {
      const { reportViolation } = globalThis as unknown as { reportViolation(violation: string): void };
      reportViolation(`${effectiveDirective}: ${blockedURI} ${sample}`.trim());
    });
  });
  return { errors, console: lines, violations };
};
