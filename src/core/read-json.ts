import { detached } from './wire.js';

/**
 * Parses JSON that mostly repeats itself: the pieces of an answer differ in their last field alone.
 *
 * Where the text before `delta` is that of the pieces before, and nothing in `delta` is escaped, the value is theirs with another
 * `delta`: that takes a third of the time of parsing it. Anything else is parsed, with the same result.
 */
const field = ',"delta":"';

// eslint-disable-next-line no-control-regex -- JSON has none in a string.
const plainEnd = /^[^"\\\0-\x1f]*"}$/;

/** The text up to the value of `delta`. No JSON begins with NUL. */
let head = '\0';
let model: object;
/** What would be a head if it came again. */
let candidate = '';

const learn = (json: string, value: unknown) => {
  const end = json.lastIndexOf(field) + field.length;
  const start = json.slice(0, end);
  const isFlat = end >= field.length && !/[{[]/.test(start.slice(1));
  // In a flat object, a quote that is no end can only begin the value of the field that is named before it.
  if (isFlat && start === candidate && plainEnd.test(json.slice(end))) {
    head = start;
    model = { ...(value as object) };
  }
  candidate = start;
};

/** `JSON.parse`. @throws SyntaxError */
export const readJson = (json: string): unknown => {
  const isAlike = json.slice(0, head.length) === head;
  const rest = isAlike ? json.slice(head.length) : '';
  if (plainEnd.test(rest)) return { ...model, delta: detached(rest, -2) };
  const value: unknown = JSON.parse(json);
  if (!isAlike) learn(json, value);
  return value;
};
