import { Hono } from 'hono';
import { badRequest } from './errors.js';
import { listOwned } from './ownership.js';
import type { Platform } from './platform.js';
import type { RouteContext, RouteEnv } from './routes.js';
import type { Run } from './runs.js';
import type { TokenRecord } from './store.js';

/** A plain rule, so that everyone can check the sum: one token for every four characters that were begun. */
const tokensIn = (value: unknown): number =>
  Math.ceil((typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).length / 4);

/** What a run cost: what its program counted, or by {@link tokensIn} what was said and what was answered. */
export const tokensOf = ({ used, message, finalOutput }: Run): { input: number; output: number } =>
  used ?? { input: tokensIn(message), output: tokensIn(finalOutput) };

export interface RunUsage {
  readonly runs: number;
  readonly completedRuns: number;
  readonly failedRuns: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly totalTokens: number;
}

/** The sum over some runs. */
export const addUp = (runs: readonly Run[]): RunUsage => {
  const costs = runs.map(tokensOf);
  const inputTokens = costs.reduce((sum, { input }) => sum + input, 0);
  const outputTokens = costs.reduce((sum, { output }) => sum + output, 0);
  return {
    runs: runs.length,
    completedRuns: runs.filter(({ status }) => status === 'COMPLETED').length,
    failedRuns: runs.filter(({ status }) => status === 'FAILED').length,
    inputTokens,
    outputTokens,
    totalTokens: inputTokens + outputTokens,
  };
};

/** A moment of a query, as milliseconds; a day alone is its beginning, in UTC. */
const readTime = (context: RouteContext, name: 'from' | 'to'): number | undefined => {
  const said = context.req.query(name);
  if (said === undefined) return undefined;
  const time = /^\d{4}-\d\d-\d\d/.test(said) ? Date.parse(said) : Number.NaN;
  if (Number.isNaN(time)) throw badRequest(`"${name}" is a date such as 2026-01-31 or 2026-01-31T12:00:00Z.`);
  return time;
};

/** The span of a query, from its first moment to before its last. */
const readSpan = (context: RouteContext): ((time: number) => boolean) => {
  const [from = -Infinity, to = Infinity] = [readTime(context, 'from'), readTime(context, 'to')];
  if (from > to) throw badRequest('"from" is later than "to".');
  return (time) => time >= from && time < to;
};

const groupBy = <Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> => {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
};

/** What was run, and what it cost. Tests count as well; agents that are no more still do. */
export const createUsageManagement = ({ store }: Platform): Hono<RouteEnv> => {
  const routes = new Hono<RouteEnv>();
  routes.get('/usage', (context) => {
    const { agentId, from, to } = context.req.query();
    const isWithin = readSpan(context);
    const runs = [...store.runs.values()].filter(
      (run) =>
        run.tenantId !== undefined &&
        run.tenantId === context.get('tenantId') &&
        (agentId === undefined || run.agentId === agentId) &&
        isWithin(Date.parse(run.createdAt)),
    );
    const items = [...groupBy(runs, (run) => run.agentId)].map(([id, own]) => ({ agentId: id, ...addUp(own) }));
    return context.json({ agentId, from, to, ...addUp(runs), items });
  });
  return routes;
};

const countTokens = (tokens: readonly TokenRecord[], isRevoked: (token: TokenRecord) => boolean, now: number) => ({
  minted: tokens.length,
  active: tokens.filter((token) => token.status === 'active' && token.expiresAt * 1000 > now && !isRevoked(token))
    .length,
  uses: tokens.reduce((sum, { uses }) => sum + uses, 0),
  families: new Set(tokens.map(({ tokenFamilyId }) => tokenFamilyId)).size,
});

/** How many runtime tokens were made, and how often they were used, for each app and deployment. */
export const createTokenUsageManagement = ({ store, clock }: Platform): Hono<RouteEnv> => {
  const routes = new Hono<RouteEnv>();
  routes.get('/', (context) => {
    const { agentId, externalAppId } = context.req.query();
    const isWithin = readSpan(context);
    const agentOf = ({ deploymentId }: TokenRecord): string | undefined => store.deployments.get(deploymentId)?.agentId;
    const isRevoked = ({ tokenFamilyId }: TokenRecord): boolean =>
      store.families.get(tokenFamilyId)?.status !== 'ACTIVE';
    const tokens = listOwned(context, store.tokens).filter(
      (token) =>
        (externalAppId === undefined || token.externalAppId === externalAppId) &&
        (agentId === undefined || agentOf(token) === agentId) &&
        isWithin(token.issuedAt * 1000),
    );
    const groups = groupBy(tokens, (token) => JSON.stringify([token.externalAppId, token.deploymentId]));
    const items = [...groups.values()].flatMap((own) => {
      const [first] = own;
      if (!first) return [];
      const about = { agentId: agentOf(first), deploymentId: first.deploymentId, externalAppId: first.externalAppId };
      return [{ ...about, ...countTokens(own, isRevoked, clock.now()) }];
    });
    return context.json({ agentId, externalAppId, ...countTokens(tokens, isRevoked, clock.now()), items });
  });
  return routes;
};
