/**
 * A reporter for `node:test` that writes one JSON line per test: what the runner adds up.
 *
 * Suites are not tests, and fail through tests that are counted already. A file that breaks before its tests begin, or
 * that has none, is one failure, or it would look like nothing at all.
 */
export default async function* countReporter(source) {
  for await (const { type, data } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const isSuite = data.details?.type === 'suite';
    if (isSuite && type === 'test:pass') continue;
    if (data.details?.error?.failureType === 'subtestsFailed') continue;
    yield `${JSON.stringify({ outcome: outcomeOf(type, data), name: data.name, file: data.file })}\n`;
  }
}

const outcomeOf = (type, data) => {
  if (data.skip !== undefined || data.todo !== undefined) return 'skipped';
  const isEmptyFile = data.name === data.file;
  return type === 'test:pass' && !isEmptyFile ? 'passed' : 'failed';
};
