/**
 * Watches what a page sends and must send once: the start of a run, and a decision. Either may be sent again only when nobody can tell
 * whether it arrived.
 */
export interface Once {
  /** Call when a request begins; call what it returns when it is over, with the status of its answer where it was one. */
  begin(method: string, url: string, body: unknown): (status?: number) => void;
}

const keyOf = (method: string, path: string, body: unknown): string | undefined => {
  if (method !== 'POST') return undefined;
  const [, approval] = /\/approvals\/([^/]+)\//.exec(path) ?? [];
  if (approval !== undefined) return `I5: the decision on ${approval}`;
  const { requestId, runId } = body as { requestId?: unknown; runId?: unknown };
  if (path.endsWith('/run/aiui')) return `I4: the question ${String(runId)}`;
  return path.endsWith('/runs') ? `I4: the start of ${String(requestId)}` : undefined;
};

export const createOnce = (complain: (what: string) => void): Once => {
  const sent = new Map<string, 'under way' | 'answered' | 'unknown'>();
  return {
    begin: (method, url, body) => {
      const key = keyOf(method, new URL(url).pathname, body);
      if (key === undefined) return () => {};
      const before = sent.get(key) ?? 'unknown';
      // A run that is known may be joined again by its key.
      if (before === 'under way' || (before === 'answered' && !key.startsWith('I4: the start')))
        complain(`${key} was sent again while the first was ${before}`);
      sent.set(key, 'under way');
      return (status = 0) => {
        const isFinal = (status >= 200 && status < 300) || [404, 409, 410].includes(status);
        sent.set(key, isFinal ? 'answered' : 'unknown');
      };
    },
  };
};
