import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { tsImport } from 'tsx/esm/api';
import { browserCountReporter } from './support/browser-count-reporter.mjs';

const { chromiumSwitches, ensureChromium } = await tsImport('./support/chromium.ts', import.meta.url);
const { ensureFirefox, firefoxPreferences } = await tsImport('./support/firefox.ts', import.meta.url);
const { createPlatformPlugin } = await tsImport('./support/test-runner-plugin.ts', import.meta.url);
const { serveEventStream } = await tsImport('./support/event-stream.ts', import.meta.url);
const platform = createPlatformPlugin();

const isFirefox = process.env['ZABY_TEST_BROWSER'] === 'firefox';
const launchOptions = isFirefox
  ? { browser: 'firefox', executablePath: ensureFirefox(), extraPrefsFirefox: firefoxPreferences }
  : { executablePath: ensureChromium(), args: chromiumSwitches };

export default {
  files: ['test/**/*.browser.test.ts'],
  // Lit's default files are its production build: no warnings about development mode, and what visitors run.
  nodeResolve: { exportConditions: ['browser', 'production', 'default'] },
  plugins: [esbuildPlugin({ ts: true, target: 'es2022', tsconfig: 'tsconfig.base.json' }), platform.plugin],
  middleware: [platform.middleware, serveEventStream],
  browsers: [
    chromeLauncher({
      // A window for each page: a tab behind another one gets no frames, and nothing that waits for one goes on.
      createPage: async ({ browser }) => (await browser.createBrowserContext()).newPage(),
      launchOptions,
    }),
  ],
  // Firefox draws in one window at a time.
  concurrency: isFirefox ? 1 : 2,
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 180_000,
  testFramework: { config: { ui: 'bdd', timeout: 10_000 } },
  reporters: [defaultReporter({ reportTestResults: true, reportTestProgress: false }), browserCountReporter()],
};
