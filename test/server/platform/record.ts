import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { calls, type DocumentedCall, matches } from './calls.js';

/** One answer of the emulator, as the table of calls tells it: no id, no time, nothing that differs between two runs. */
export interface Heard {
  readonly call: string;
  readonly status: number;
  /** The code of a refusal. */
  readonly code?: string;
  /** The fields of a success. */
  readonly fields?: readonly string[];
}

const heard = new Map<string, Heard>();

export const keyOf = ({ method, path }: Pick<DocumentedCall, 'method' | 'path'>): string => `${method} ${path}`;

const fieldsOf = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    Array.isArray(inner) ? [name, ...fieldsOf(inner[0]).map((field) => `${name}[].${field}`)] : [name],
  );
};

const note = async (method: string, path: string, response: Response): Promise<void> => {
  const call = calls.find((documented) => documented.method === method && matches(documented, path));
  if (!call) return;
  const body: unknown = await response.json().catch(() => undefined);
  const key = keyOf(call);
  const told: Heard = response.ok
    ? { call: key, status: response.status, fields: fieldsOf(body) }
    : { call: key, status: response.status, code: String((body as { code?: unknown } | undefined)?.code ?? '') };
  const known = heard.get(`${key} ${told.status} ${told.code}`);
  const fields = [...new Set([...(known?.fields ?? []), ...(told.fields ?? [])])];
  heard.set(`${key} ${told.status} ${told.code}`, { ...told, ...(told.fields && { fields }) });
};

/** The global `fetch`, with every answer written down for the table. */
export const recordedFetch: typeof globalThis.fetch = async (input, init) => {
  const response = await globalThis.fetch(input, init);
  await note(init?.method ?? 'GET', new URL(String(input)).pathname, response.clone());
  return response;
};

const folder = process.env['PLATFORM_CALLS'];
if (folder !== undefined) {
  process.on('exit', () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${basename(process.argv[1] ?? 'test')}.json`), JSON.stringify([...heard.values()]));
  });
}
