import { isObject, type JsonObject } from '../json.js';
import { keepsTo } from '../keeps-to.js';
import type { Question } from '../program.js';
import { ask, callResult, type Step } from '../script.js';
import type { ModelTool } from './tool.js';
import type { OpenCall } from './tool-calls.js';

/** Uses a tool, after a person's permission where it needs that. Returns what the model is told. */
export async function* useTool(
  tools: readonly ModelTool[],
  { id, name, args: written }: OpenCall,
  question: Question,
): AsyncGenerator<Step, string> {
  const tool = tools.find((candidate) => candidate.name === name);
  if (!tool) return yield* refuse(id, `There is no tool ${name}.`);
  let args = readArgs(written);
  if (!args) return yield* refuse(id, 'The arguments are no JSON object.');
  if (!fits(tool, args)) return yield* refuse(id, 'The arguments break the schema.');
  if (tool.approval) {
    // Models number their calls anew in each answer; a person is never asked twice under one name.
    const approvalId = `approval_${crypto.randomUUID().replaceAll('-', '')}`;
    const { editable, ...words } = tool.approval(args);
    yield ask({
      tool: name,
      toolCallId: id,
      approvalId,
      args,
      ...words,
      ...(editable && { editable, schema: tool.parameters }),
    });
    const verdict = question.decision(approvalId);
    if (verdict?.decision !== 'approved') {
      const { decision: status = 'expired', reason } = verdict ?? {};
      return yield* answer(id, { status, ...(reason !== undefined && { reason }) });
    }
    if (isObject(verdict.editedArgs)) args = verdict.editedArgs;
    if (!fits(tool, args)) return yield* refuse(id, 'The arguments, as the person changed them, break the schema.');
  }
  try {
    return yield* answer(id, tool.use(args));
  } catch (error) {
    return yield* refuse(id, error instanceof Error ? error.message : 'The tool failed.');
  }
}

const readArgs = (written: string): JsonObject | undefined => {
  if (written.trim() === '') return {};
  try {
    const value = JSON.parse(written) as unknown;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const fits = ({ parameters }: ModelTool, args: JsonObject): boolean => {
  const { required } = parameters;
  const isWhole = !Array.isArray(required) || required.every((name) => typeof name === 'string' && name in args);
  return isWhole && keepsTo(parameters, args);
};

async function* answer(toolCallId: string, result: unknown): AsyncGenerator<Step, string> {
  yield callResult(toolCallId, result);
  return JSON.stringify(result);
}

async function* refuse(toolCallId: string, fails: string): AsyncGenerator<Step, string> {
  yield callResult(toolCallId, undefined, fails);
  return JSON.stringify({ error: fails });
}
