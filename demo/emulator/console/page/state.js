/**
 * What the platform told, as the page keeps it.
 *
 * @typedef {{ id: string, status: string, message: string, createdAt: string, userId: string, sessionId: string,
 *   agent: string, familyId: string, events: number, output: string, tokens: { input: number, output: number } }} RunRow
 * @typedef {{ id: string, approvalId: string, runId: string, tool: string, title?: string, args?: string, decision?: string,
 *   decidedBy?: string, decidedAt?: string, reason?: string, isOver: boolean }} ApprovalRow
 * @typedef {{ id: string, runId: string, message: string, rating?: number, label?: string, comment?: string }} FeedbackRow
 * @typedef {{ id: string, userId: string, sessionId: string, familyId: string, family?: string, status: string,
 *   issuedAt: number, expiresAt: number, uses: number, maxUses?: number }} TokenRow
 * @typedef {{ id: string, at?: string, method: string, path: string, status: number, origin?: string, lastEventId?: string }} RequestRow
 * @typedef {{ id: string, index: number, seq?: number, name: string, data: string, isFault?: boolean }} LogRow
 * @typedef {{ id: string, agent: string, runs: number, completedRuns: number, failedRuns: number, inputTokens: number,
 *   outputTokens: number, totalTokens: number }} UsageRow
 * @typedef {{ set: { id: string }[], gone: string[] }} Change
 */

/** Of one run; what is older is dropped. */
const MAX_LOG = 20_000;

export const createState = () => {
  /** @type {Record<string, Map<string, { id: string }>>} */
  const lists = {};
  const clock = { now: 0, at: 0 };
  /** @type {LogRow[]} */
  let log = [];
  let hasMore = false;
  let streams = 0;

  /** @param {string} name */
  const list = (name) => (lists[name] ??= new Map());

  /** @template {{ id: string }} Row @param {string} name @returns {Row[]} */
  const rows = (name) => /** @type {Row[]} */ ([...list(name).values()]);

  return {
    /** Oldest first. @returns {RunRow[]} */
    runs: () => rows('runs'),
    /** @returns {ApprovalRow[]} */
    approvals: () => rows('approvals'),
    /** @returns {FeedbackRow[]} */
    feedback: () => rows('feedback'),
    /** @returns {TokenRow[]} */
    tokens: () => rows('tokens'),
    /** @returns {RequestRow[]} */
    requests: () => rows('requests'),
    /** By agent. @returns {UsageRow[]} */
    usage: () => rows('usage'),
    /** The events of the run that is looked at. @returns {readonly LogRow[]} */
    log: () => log,
    hasMore: () => hasMore,
    streams: () => streams,
    /** Milliseconds since the epoch on the platform; 0 where nobody told. */
    now: () => (clock.now === 0 ? 0 : clock.now + performance.now() - clock.at),
    clearLog: () => {
      log = [];
    },
    /** A new connection tells the whole again. @param {{ lists: Record<string, Change>, isWhole: boolean, streams: number, now: number }} change */
    change: (change) => {
      if (change.isWhole) for (const each of Object.values(lists)) each.clear();
      for (const [name, { set, gone }] of Object.entries(change.lists)) {
        const known = list(name);
        for (const row of set) known.set(row.id, row);
        for (const id of gone) known.delete(id);
      }
      streams = change.streams;
      clock.now = change.now;
      clock.at = performance.now();
    },
    /** @param {{ rows: Omit<LogRow, 'id'>[], isNew: boolean, hasMore: boolean }} more */
    addLog: (more) => {
      const added = more.rows.map((row) => ({ ...row, id: String(row.index) }));
      log = [...(more.isNew ? [] : log), ...added].slice(-MAX_LOG);
      hasMore = more.hasMore;
    },
  };
};

/** @typedef {ReturnType<typeof createState>} State */
