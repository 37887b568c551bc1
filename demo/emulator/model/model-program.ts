import { text } from '../json.js';
import type { Program, Question } from '../program.js';
import { callArgs, callEnd, callStart, fail, say, think, type Step } from '../script.js';
import { toMessages } from './chat-memory.js';
import type { ChatMessage, ChatTool } from './chat-shapes.js';
import { ModelError } from './model-error.js';
import type { ModelSettings } from './settings.js';
import { streamChat } from './stream-chat.js';
import type { ModelTool } from './tool.js';
import { createCallCollector, type OpenCall, toChatCall } from './tool-calls.js';
import { useTool } from './use-tool.js';
import { withoutKey } from './without-key.js';

export interface ModelAgent {
  /** What the model is told about itself, unless the deployed agent has `instructions`. */
  readonly instructions: string;
  readonly tools: readonly ModelTool[];
}

/** How often the model may use tools before it must answer. */
const MAX_TOOL_TURNS = 8;

const toChatTool = ({ name, description, parameters }: ModelTool): ChatTool => ({
  type: 'function',
  function: { name, description, parameters },
});

/** An agent that answers from an OpenAI-compatible model, uses tools, and asks before those that need it. */
export const createModelProgram = (settings: ModelSettings, { instructions, tools }: ModelAgent): Program => {
  const chatTools = tools.map(toChatTool);

  /** One answer of the model, told as it comes. Returns the calls in it, after it was added to the messages. */
  async function* listen(
    question: Question,
    messages: ChatMessage[],
    ids: Set<string>,
  ): AsyncGenerator<Step, readonly OpenCall[]> {
    const collector = createCallCollector((said) => takeId(ids, said));
    let words = '';
    let reason: string | undefined;
    let used: { input: number; output: number } | undefined;
    try {
      for await (const piece of streamChat(settings, { messages, tools: chatTools }, question.signal)) {
        switch (piece.kind) {
          case 'text':
            words += piece.text;
            yield say(piece.text);
            break;
          case 'thought':
            yield think(piece.text);
            break;
          case 'call': {
            const heard = collector.add(piece);
            if (heard?.isNew) yield callStart(heard.call.name, heard.call.id);
            if (heard && heard.args !== '') yield callArgs(heard.call.id, heard.args);
            break;
          }
          case 'usage':
            // Some servers tell with every piece what it has come to so far.
            used = { input: piece.inputTokens, output: piece.outputTokens };
            break;
          case 'end':
            reason ??= piece.reason;
        }
      }
    } finally {
      if (used) question.countTokens(used);
    }
    for (const { id } of collector.calls) yield callEnd(id);
    if (reason === 'length')
      throw new ModelError('MODEL_ANSWER_TOO_LONG', 'The model was cut off: its answer is too long.');
    if (reason === 'content_filter')
      throw new ModelError('MODEL_ANSWER_FILTERED', 'The model was stopped by a content filter.');
    if (words === '' && collector.calls.length === 0)
      throw new ModelError('MODEL_SAID_NOTHING', 'The model said nothing. Try again.');
    const calls = collector.calls.map(toChatCall);
    messages.push({
      role: 'assistant',
      content: words === '' ? null : words,
      ...(calls.length > 0 && { tool_calls: calls }),
    });
    return collector.calls;
  }

  return async function* answerQuestion(question) {
    const messages = toMessages(question, text(question.agent, 'instructions') ?? instructions);
    const ids = new Set<string>();
    try {
      for (let turn = 0; turn < MAX_TOOL_TURNS; turn += 1) {
        const calls = yield* listen(question, messages, ids);
        if (calls.length === 0) return;
        for (const call of calls) {
          const content = yield* useTool(tools, call, question);
          messages.push({ role: 'tool', tool_call_id: call.id, content });
        }
      }
      throw new ModelError('MODEL_TOO_MANY_STEPS', `The model used tools ${MAX_TOOL_TURNS} times without an answer.`);
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      const { code, message, detail } = error;
      const said = detail === undefined ? '' : `, ${withoutKey(detail, settings.apiKey)}`;
      settings.log?.(`The model did not answer (${code}${said}).`);
      yield fail(message, code);
    }
  };
};

/** The model's own id where it is the first of its name. Others are nine letters and digits, as Mistral wants them. */
const takeId = (ids: Set<string>, said: string | undefined): string => {
  const id = said === undefined || ids.has(said) ? crypto.randomUUID().replaceAll('-', '').slice(0, 9) : said;
  ids.add(id);
  return id;
};
