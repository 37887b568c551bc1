import { answerApproval } from '../approvals.js';
import { invalid, notFound } from '../errors.js';
import { type JsonObject, number, text } from '../json.js';
import type { Platform } from '../platform.js';

/** What somebody at the console may do. Each takes a JSON object, and says what came of it. */
export const actionsOf = ({
  store,
  tokens,
  clock,
}: Platform): Readonly<Record<string, (body: JsonObject) => object>> => ({
  decide: (body) => {
    const run = store.runs.get(text(body, 'runId') ?? '');
    if (!run) throw notFound('The run');
    const decision = text(body, 'decision');
    if (decision !== 'approved' && decision !== 'rejected') throw invalid('"decision" is approved or rejected.');
    const verdict = { decision, by: 'an operator', reason: text(body, 'reason') } as const;
    return answerApproval(run, text(body, 'approvalId') ?? '', verdict, clock);
  },
  'cut-streams': () => {
    const open = [...store.streams];
    for (const stream of open) stream.cut();
    return { cut: open.length };
  },
  'revoke-family': (body) => {
    const family = store.families.get(text(body, 'familyId') ?? '');
    if (!family) throw notFound('The token family');
    tokens.revokeFamily(family);
    return { familyId: family.id };
  },
  'advance-clock': (body) => {
    const milliseconds = number(body, 'milliseconds');
    if (milliseconds === undefined || milliseconds <= 0) throw invalid('"milliseconds" is more than 0.');
    clock.advance(milliseconds);
    return { now: clock.now() };
  },
});
