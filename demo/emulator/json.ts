/** Any JSON object, as it comes in a request. */
export type JsonObject = { readonly [key: string]: unknown };

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The named member where it is a string that says something. */
export const text = (object: unknown, key: string): string | undefined => {
  const value = isObject(object) && Object.hasOwn(object, key) ? object[key] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** The named member where it is a finite number. */
export const number = (object: unknown, key: string): number | undefined => {
  const value = isObject(object) && Object.hasOwn(object, key) ? object[key] : undefined;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
};

/** The named member where it is a list of strings. */
export const texts = (object: unknown, key: string): readonly string[] | undefined => {
  const value = isObject(object) && Object.hasOwn(object, key) ? object[key] : undefined;
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
};

/** The named member where it is true or false. */
export const flag = (object: unknown, key: string): boolean | undefined => {
  const value = isObject(object) && Object.hasOwn(object, key) ? object[key] : undefined;
  return typeof value === 'boolean' ? value : undefined;
};
