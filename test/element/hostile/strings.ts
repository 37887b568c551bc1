import type { BlockStrings } from '../../../src/element/blocks/index.js';
import type { MarkdownStrings } from '../../../src/element/markdown/index.js';

/** Words for tests that draw Markdown and blocks without a locale. */
export const markdownStrings: MarkdownStrings = {
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Select and copy by hand',
  code: (language) => (language ? `Code, ${language}` : 'Code'),
  table: 'Table',
  opensInNewTab: '(opens in a new tab)',
  imageFrom: (host, alt) => `Image: ${alt} (${host})`,
  longAddress: (host) => `(a long address at ${host})`,
  taskDone: 'Done',
  taskOpen: 'To do',
};

export const blockStrings: BlockStrings = {
  sources: 'Sources',
  source: (number, label) => `Source ${number}: ${label}`,
  backToText: 'Back to the text',
  stepDone: 'Done',
  stepRunning: 'In progress',
  stepFailed: 'Failed',
  stepUnfinished: 'Not finished',
  stepsDone: (done, total) => `${done} of ${total}`,
  progress: 'Progress',
  send: 'Send',
  formSent: 'Sent',
  formRequired: '(required)',
  unknownBlock: 'Something that cannot be shown here',
  downloadTable: 'Download CSV',
  rows: (first, last, total) => `${first}–${last} of ${total}`,
  noRows: 'No entries',
  previousRows: 'Previous rows',
  nextRows: 'Next rows',
  sorted: (column, descending) => `${column}, ${descending ? 'descending' : 'ascending'}`,
  yes: 'Yes',
  no: 'No',
};
