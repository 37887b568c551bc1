import type { BlockStrings, FormValue, FormValues } from './context.js';
import type { Field } from './form-field.js';

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** A longer text is not held against a pattern, which takes the longer the longer it is. */
const longestMatched = 200;

export const controlsIn = (element: Element): Control[] => [
  ...element.querySelectorAll<Control>('input, select, textarea'),
];

const isChecked = (control: Control): boolean => (control as HTMLInputElement).checked;

/** What a person entered, or `undefined` where they entered nothing. `element` is the one around the controls of this field. */
export const valueOf = ({ kind, choices }: Field, element: Element): FormValue | readonly FormValue[] | undefined => {
  const controls = controlsIn(element);
  const [control] = controls;
  const value = control?.value;
  if (kind === 'checkbox') return control && isChecked(control);
  if (control?.type === 'radio' || control?.type === 'checkbox') {
    const chosen = controls.filter(isChecked).map((each) => choices[Number(each.value)]!.value);
    return kind === 'choice' || chosen.length === 0 ? chosen[0] : chosen;
  }
  if (!value) return undefined;
  if (kind === 'choice') return choices[Number(value)]?.value;
  return kind === 'number' ? Number(value) : value;
};

/** What is wrong with what a person entered, in our words; the browser's own speak its language, not the page's. */
export const problemOf = (field: Field, element: Element, strings: BlockStrings): string | undefined => {
  const { min = '', max = '', shortest, longest, pattern } = field;
  const value = valueOf(field, element);
  const { validity } = controlsIn(element)[0]!;
  if (validity.badInput || validity.typeMismatch) return strings.fieldFormat;
  if (value === undefined) return field.required ? strings.fieldMissing : undefined;
  if (validity.rangeUnderflow) return strings.fieldMin(min);
  if (validity.rangeOverflow) return strings.fieldMax(max);
  if (validity.stepMismatch) return strings.fieldWhole;
  if (typeof value !== 'string' || field.choices.length > 0) return undefined;
  if (value.length < shortest) return strings.fieldShort(shortest);
  if (value.length > longest) return strings.fieldLong(longest);
  return pattern && value.length <= longestMatched && !pattern.test(value) ? strings.fieldFormat : undefined;
};

/** All that a person entered, under the names the agent asked for. */
export const valuesOf = (fields: readonly Field[], elements: ArrayLike<Element>): FormValues =>
  Object.fromEntries(
    fields.flatMap((field, index) => {
      const value = valueOf(field, elements[index]!);
      return value === undefined ? [] : [[field.name, value]];
    }),
  );
