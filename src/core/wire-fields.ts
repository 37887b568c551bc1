import { isObject, own, ownString } from './wire.js';

/** Reads the fields of a known event under every name that is in use for them (PROTOCOL.md §4, "Finding an event's name", 4). */

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** A field as text: its own name, its snake_case form, then the aliases. Numbers count as text where an id is wanted. */
export const field = (data: unknown, name: string, ...others: string[]): string | undefined => {
  for (const key of [name, snake(name), ...others]) {
    const value = own(data, key);
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return String(value);
  }
  return undefined;
};

export const asText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/** Text of an AG-UI content: a string, or parts of which the text ones count. */
export const contentText = (value: unknown): string =>
  Array.isArray(value) && value.every((part) => isObject(part) && 'type' in part)
    ? value.map((part) => ownString(part, 'text') ?? '').join('')
    : asText(value);

export const toolName = (data: unknown) => field(data, 'toolCallName', 'toolName', 'tool_name', 'name', 'tool');
export const callId = (data: unknown) => field(data, 'toolCallId', 'callId', 'call_id', 'id');
export const messageId = (data: unknown) => field(data, 'messageId');
export const delta = (data: unknown) =>
  field(data, 'delta', 'content', 'text', 'token') ??
  ownString(own(data, 'delta'), 'text', 'content') ??
  (typeof data === 'string' ? data : '');
export const message = (data: unknown): string =>
  field(data, 'message', 'detail') ??
  ownString(own(data, 'error'), 'message') ??
  ownString(data, 'error') ??
  (typeof data === 'string' ? data : '');

export const args = (data: unknown): string | undefined => {
  for (const key of ['args', 'arguments', 'input', 'toolArgs', 'tool_args', 'parameters']) {
    const value = own(data, key);
    if (value !== undefined) return asText(value);
  }
  return undefined;
};
