import type { JsonObject } from './json.js';

/** How an agent spells its events (PROTOCOL.md §4). `mixed` changes from one message, call or event to the next. */
export type Dialect = 'ag-ui' | 'pascal' | 'simple' | 'mixed';

/** An event as AG-UI spells it; everything else is written from this. */
export type CanonicalEvent = { readonly type: string; readonly [key: string]: unknown };

/** What goes out: the SSE name, if any, and the data. A string is sent without quotes. */
export interface Frame {
  readonly event?: string;
  readonly data: unknown;
}

/** Writes one event as none, one or several frames; keeps what it needs to remember between them. */
export type Writer = (event: CanonicalEvent) => readonly Frame[];

const pascalCase = (name: string): string =>
  name
    .toLowerCase()
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

const snakeCase = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const renameKeys = (object: JsonObject, rename: (key: string) => string): JsonObject =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [rename(key), value]));

/** AG-UI to the letter, the name in both places. */
const createAgUiWriter = (): Writer => (event) => [{ event: event.type, data: event }];

/** The name stands only in the SSE `event:`; tools have a `toolName`, errors are nested. */
const createPascalWriter =
  (): Writer =>
  ({ type, ...fields }) => {
    const data =
      type === 'RUN_ERROR'
        ? { error: fields }
        : renameKeys(fields, (key) => (key === 'toolCallName' ? 'toolName' : key));
    return [{ event: pascalCase(type), data }];
  };

/** snake_case fields, the name in `data.event`, and the text of a message in `content`. */
const createSnakeWriter =
  (): Writer =>
  ({ type, ...fields }) => {
    const isText = type === 'TEXT_MESSAGE_CONTENT';
    return [
      {
        data: { event: type, ...renameKeys(fields, (key) => (isText && key === 'delta' ? 'content' : snakeCase(key))) },
      },
    ];
  };

/** A prefix and a suffix that say nothing, and the name in `data.type` alone. */
const createPrefixedWriter = (): Writer => (event) => [{ data: { ...event, type: `AGUI_${event.type}` } }];

/** Few, coarse events: no starts and ends, a tool call in one piece, a result that names its tool and not its call. */
const createSimpleWriter = (): Writer => {
  const calls = new Map<unknown, { toolName: unknown; args: string }>();
  const coarse: Record<string, (event: CanonicalEvent) => JsonObject | undefined> = {
    RUN_STARTED: () => undefined,
    TEXT_MESSAGE_START: () => undefined,
    TEXT_MESSAGE_CONTENT: ({ delta }) => ({ type: 'text', content: delta }),
    TEXT_MESSAGE_END: () => undefined,
    REASONING_START: () => undefined,
    REASONING_MESSAGE_START: () => undefined,
    REASONING_MESSAGE_CONTENT: ({ delta }) => ({ type: 'thinking', content: delta }),
    REASONING_MESSAGE_END: () => undefined,
    REASONING_END: () => undefined,
    TOOL_CALL_START: ({ toolCallId, toolCallName }) => {
      calls.set(toolCallId, { toolName: toolCallName, args: '' });
      return undefined;
    },
    TOOL_CALL_ARGS: ({ toolCallId, delta }) => {
      const call = calls.get(toolCallId);
      if (call) call.args += String(delta);
      return undefined;
    },
    TOOL_CALL_END: ({ toolCallId }) => {
      const { toolName, args = '' } = calls.get(toolCallId) ?? {};
      return {
        type: 'tool_call',
        toolName,
        callId: toolCallId,
        args: args === '' ? {} : (JSON.parse(args) as unknown),
      };
    },
    TOOL_CALL_RESULT: ({ toolCallId, content, error }) => ({
      type: 'tool_result',
      toolName: calls.get(toolCallId)?.toolName,
      content,
      ...(error !== undefined && { error }),
    }),
    RUN_FINISHED: ({ outcome, result, type, ...fields }) =>
      outcome === undefined
        ? { type: 'RunFinished', reason: 'completed', ...(result !== undefined && { result }) }
        : { type, ...fields, outcome },
    RUN_ERROR: ({ message, code }) => ({ type: 'RunError', error: { message, ...(code !== undefined && { code }) } }),
  };
  return (event) => {
    const write = coarse[event.type];
    const data = write ? write(event) : event;
    return data ? [{ data }] : [];
  };
};

/** One spelling per message or call, so that each stays readable, and the next one otherwise. */
const createMixedWriter = (): Writer => {
  const writers = [
    createAgUiWriter(),
    createPascalWriter(),
    createSnakeWriter(),
    createSimpleWriter(),
    createPrefixedWriter(),
  ];
  const chosen = new Map<unknown, Writer>();
  let next = 0;
  return (event) => {
    const about = event['toolCallId'] ?? event['messageId'];
    let writer = about === undefined ? undefined : chosen.get(about);
    if (!writer) {
      writer = writers[next % writers.length] ?? createAgUiWriter();
      next += 1;
      if (about !== undefined) chosen.set(about, writer);
    }
    return writer(event);
  };
};

const createWriters: Record<Dialect, () => Writer> = {
  'ag-ui': createAgUiWriter,
  pascal: createPascalWriter,
  simple: createSimpleWriter,
  mixed: createMixedWriter,
};

export const createWriter = (dialect: Dialect): Writer => createWriters[dialect]();
