import { isObject, number, text } from './json.js';

/** True where arguments keep to their schema, as far as a tool looks: types, choices and limits of each property. */
export const keepsTo = (schema: unknown, args: unknown): boolean =>
  Object.entries(isObject(schema) && isObject(schema.properties) ? schema.properties : {}).every(([name, property]) => {
    const value = isObject(args) ? args[name] : undefined;
    if (!isObject(property) || value === undefined) return true;
    const { enum: choices } = property;
    return (
      (!Array.isArray(choices) || choices.includes(value)) &&
      (text(property, 'type') !== 'number' || typeof value === 'number') &&
      (typeof value !== 'number' ||
        (value >= (number(property, 'minimum') ?? value) && value <= (number(property, 'maximum') ?? value)))
    );
  });
