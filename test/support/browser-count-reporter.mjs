import { appendFileSync } from 'node:fs';

/**
 * A reporter for `@web/test-runner` that writes one JSON line per test to the file named by `ZABY_TEST_COUNTS`.
 *
 * A file that does not load, logs an error of its own or has no tests is one failure.
 */
export const browserCountReporter = () => ({
  onTestRunFinished({ sessions }) {
    const path = process.env['ZABY_TEST_COUNTS'];
    if (path === undefined) return;
    for (const session of sessions) {
      const tests = testsIn(session.testResults);
      const failedWithoutTest = !session.passed && !tests.some(({ outcome }) => outcome === 'failed');
      const lines =
        failedWithoutTest || tests.length === 0 ? [...tests, { outcome: 'failed', name: session.testFile }] : tests;
      for (const line of lines) appendFileSync(path, `${JSON.stringify({ ...line, file: session.testFile })}\n`);
    }
  },
});

const testsIn = (suite) => {
  if (suite === undefined) return [];
  const own = suite.tests.map(({ name, passed, skipped }) => ({
    name,
    outcome: skipped ? 'skipped' : passed ? 'passed' : 'failed',
  }));
  return [...own, ...suite.suites.flatMap(testsIn)];
};
