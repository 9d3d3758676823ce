/** JSONata's operators on values that are there; what they do not take is left to JSONata's errors. */
import { toBoolean, toText } from './builtins.ts';

/** Thrown where the compiled form does not know: JSONata itself then evaluates the expression. */
export const leftToJsonata = Symbol('left to JSONata');

type Binary = (left: unknown, right: unknown) => unknown;

function numbers(combine: (left: number, right: number) => number): Binary {
  return (left, right) => {
    if (typeof left === 'number' && typeof right === 'number') {
      // Infinite and no numbers are errors in JSONata, told when they are used again.
      if (!Number.isFinite(left) || !Number.isFinite(right)) throw leftToJsonata;
      return combine(left, right);
    }
    const isFine = (value: unknown) => value === undefined || Number.isFinite(value);
    if (isFine(left) && isFine(right)) return undefined;
    throw leftToJsonata;
  };
}

function comparison(
  ofNumbers: (left: number, right: number) => boolean,
  ofTexts: (left: string, right: string) => boolean,
): Binary {
  return (left, right) => {
    if (typeof left === 'number' && typeof right === 'number') return ofNumbers(left, right);
    if (typeof left === 'string' && typeof right === 'string') return ofTexts(left, right);
    const isFine = (value: unknown) =>
      value === undefined || typeof value === 'string' || typeof value === 'number';
    if (isFine(left) && isFine(right) && (left === undefined || right === undefined)) {
      return undefined;
    }
    throw leftToJsonata;
  };
}

/** By their signs; `and` and `or` are not among them, because their right side may stay undone. */
export const binaryOperators: { readonly [sign: string]: Binary } = {
  '+': numbers((left, right) => left + right),
  '-': numbers((left, right) => left - right),
  '*': numbers((left, right) => left * right),
  '/': numbers((left, right) => left / right),
  '%': numbers((left, right) => left % right),
  '=': (left, right) => left !== undefined && right !== undefined && isEqual(left, right),
  '!=': (left, right) => left !== undefined && right !== undefined && !isEqual(left, right),
  '<': comparison(
    (left, right) => left < right,
    (left, right) => left < right,
  ),
  '<=': comparison(
    (left, right) => left <= right,
    (left, right) => left <= right,
  ),
  '>': comparison(
    (left, right) => left > right,
    (left, right) => left > right,
  ),
  '>=': comparison(
    (left, right) => left >= right,
    (left, right) => left >= right,
  ),
  '&': (left, right) => toText(left) + toText(right),
  in: (left, right) =>
    left !== undefined &&
    right !== undefined &&
    (Array.isArray(right) ? right.some((item) => item === left) : right === left),
};

export function negate(value: unknown): unknown {
  if (typeof value === 'number' && Number.isFinite(value)) return -value;
  if (value === undefined) return undefined;
  throw leftToJsonata;
}

export function isEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || !left || !right) return false;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => isEqual(item, right[index]));
  }
  const leftNames = Object.getOwnPropertyNames(left).sort();
  const rightNames = Object.getOwnPropertyNames(right).sort();
  return (
    leftNames.length === rightNames.length &&
    leftNames.every(
      (name, index) =>
        name === rightNames[index] &&
        isEqual((left as Record<string, unknown>)[name], (right as Record<string, unknown>)[name]),
    )
  );
}

export { toBoolean };
