import type { Argument, Expression } from 'oxc-parser';

/** The text that an expression always is, or undefined where it is computed. */
export const fixedText = (node: Argument | undefined): string | undefined => {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0)
    return node.quasis[0]?.value.cooked ?? undefined;
  return undefined;
};

/** Whether an expression is a text for certain, fixed or put together. */
export const isText = (node: Argument | undefined): boolean => {
  if (node?.type === 'TemplateLiteral' || fixedText(node) !== undefined) return true;
  return (
    node?.type === 'BinaryExpression' &&
    node.operator === '+' &&
    (isText(node.left as Expression) || isText(node.right))
  );
};

/** An expression without the wrappers that change nothing: `(x)`, `x!`, `x as T`, `(0, x)`, `x?.y`. */
const unwrap = (node: Expression): Expression => {
  if (node.type === 'ParenthesizedExpression' || node.type === 'ChainExpression')
    return unwrap(node.expression as Expression);
  if (node.type === 'TSNonNullExpression' || node.type === 'TSAsExpression' || node.type === 'TSSatisfiesExpression')
    return unwrap(node.expression);
  const last = node.type === 'SequenceExpression' ? node.expressions.at(-1) : undefined;
  return last === undefined ? node : unwrap(last);
};

/** The last name of what is called: `write` of `document.write`, `document['write']` and `write`. */
export const calledName = (callee: Expression): string | undefined => {
  const node = unwrap(callee);
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'MemberExpression') return undefined;
  if (node.computed) return fixedText(node.property as Expression);
  return node.property.type === 'Identifier' ? node.property.name : undefined;
};

/** The name before the last: `document` of `document.write` and `window.document.write`. */
export const calledOwner = (callee: Expression): string | undefined => {
  const node = unwrap(callee);
  return node.type === 'MemberExpression' ? calledName(node.object as Expression) : undefined;
};
