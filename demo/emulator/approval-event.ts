import type { CanonicalEvent } from './dialects.js';
import type { Filler } from './fill.js';
import type { JsonObject } from './json.js';
import type { Approval, Run } from './runs.js';
import type { Ask } from './script.js';

/** What an answer may hold: arguments in place of those that were proposed. */
const answerSchema = (args: JsonObject = { type: 'object' }): JsonObject => ({
  type: 'object',
  properties: { approved: { type: 'boolean' }, editedArgs: args },
});

/** Writes the request for an approval in the form that the script wants (PROTOCOL.md §4). `now` in milliseconds. */
export const approvalEvent = (
  { as = 'block', expiresInMs, editable, schema, risk, tool: toolName, ...request }: Ask,
  { id: approvalId, toolCallId }: Approval,
  run: Run,
  fill: Filler,
  now: number,
): CanonicalEvent => {
  const title = fill(request.title);
  const description = request.description === undefined ? undefined : fill(request.description);
  const about = {
    toolCallId,
    ...(expiresInMs !== undefined && { expiresAt: new Date(now + expiresInMs).toISOString() }),
    ...(editable && { responseSchema: answerSchema(schema), editable }),
    ...(schema && !editable && { argsSchema: schema }),
  };
  if (as === 'interruption') {
    return { type: 'INTERRUPTION', approvalId, reason: description ?? title, title, toolName, risk, ...about };
  }
  if (as === 'interrupt') {
    const metadata = { title, description, risk, toolName, ...(editable && { editable }) };
    const wanted = { id: approvalId, reason: 'tool_call', message: description ?? title, metadata, ...about };
    const outcome = { type: 'interrupt', interrupts: [wanted] };
    return { type: 'RUN_FINISHED', threadId: run.threadId, runId: run.id, outcome };
  }
  const card = { kind: 'approval-card', id: approvalId, approvalId, title, description, risk, toolName };
  return { type: 'UI_BLOCK', block: { ...card, args: fill.deep(request.args), ...about } };
};
