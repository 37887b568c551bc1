/**
 * Hears what the platform tells, of all lists and of one run. The browser connects again by itself where the line breaks.
 *
 * @param {object} to
 * @param {(state: 'connecting' | 'live' | 'lost') => void} to.line
 * @param {import('./state.js').State} to.state
 * @param {() => void} to.changed
 */
export const createFeed = ({ line, state, changed }) => {
  /** @type {EventSource | undefined} */
  let source;
  /** @type {string | undefined} */
  let runId;

  const connect = () => {
    source?.close();
    const query = runId === undefined ? '' : `?run=${encodeURIComponent(runId)}`;
    const opened = new EventSource(`/__emulator/console/feed${query}`);
    source = opened;
    opened.addEventListener('open', () => line('live'));
    opened.addEventListener('error', () => {
      line(opened.readyState === EventSource.CLOSED ? 'lost' : 'connecting');
      // Where the answer was no stream, as while the emulator starts, the browser gives up.
      if (opened.readyState === EventSource.CLOSED) setTimeout(() => source === opened && connect(), 2000);
    });
    opened.addEventListener('change', ({ data }) => {
      state.change(JSON.parse(data));
      changed();
    });
    opened.addEventListener('log', ({ data }) => {
      state.addLog(JSON.parse(data));
      changed();
    });
  };

  return {
    connect,
    /** @param {string | undefined} id */
    look: (id) => {
      if (id === runId) return;
      runId = id;
      state.clearLog();
      connect();
    },
  };
};
