/** Data as text, however deep it is. */
export const asText = (value: unknown): string => {
  try {
    return typeof value === 'string' ? value : (JSON.stringify(value, undefined, 2) ?? String(value));
  } catch {
    return '…'; // Nested deeper than the stack.
  }
};

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads JSON text; text that is not JSON, or not yet, stays text. */
export const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
};
