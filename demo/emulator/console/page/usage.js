import { make } from './dom.js';
import { createTable } from './table.js';

/** @typedef {{ id: string, runs: number, failed: number, input: number, output: number, sessions: Set<string> }} Sum */

/** @param {readonly import('./state.js').RunRow[]} runs @returns {Sum[]} */
const sumUp = (runs) => {
  /** @type {Map<string, Sum>} */
  const sums = new Map();
  for (const { agent, status, inputTokens = 0, outputTokens = 0, sessionId } of runs) {
    const sum = sums.get(agent) ?? { id: agent, runs: 0, failed: 0, input: 0, output: 0, sessions: new Set() };
    sum.runs += 1;
    if (status === 'FAILED') sum.failed += 1;
    sum.input += inputTokens;
    sum.output += outputTokens;
    sum.sessions.add(sessionId);
    sums.set(agent, sum);
  }
  return [...sums.values()];
};

/** What the runs in the list have used, by agent. @param {import('./state.js').State} state @returns {import('./tabs.js').View} */
export const createUsage = (state) => {
  const table = createTable({
    caption: 'Usage of the runs listed here, by agent',
    empty: 'Nothing was used yet.',
    columns: [
      { title: 'Agent', text: (/** @type {Sum} */ { id }) => id },
      { title: 'Runs', text: ({ runs }) => String(runs) },
      { title: 'Failed', text: ({ failed }) => String(failed) },
      { title: 'Conversations', text: ({ sessions }) => String(sessions.size) },
      { title: 'Tokens in', text: ({ input }) => input.toLocaleString('en') },
      { title: 'Tokens out', text: ({ output }) => output.toLocaleString('en') },
    ],
  });
  return {
    name: 'usage',
    title: 'Usage',
    panel: make('section', {}, table.element),
    draw: () => table.draw(sumUp(state.runs())),
  };
};
