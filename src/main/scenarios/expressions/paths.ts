/** Paths, steps and predicates of JSONata over events and arrays of them. */
import { createSequence, isSequence, type Sequence, toBoolean } from './builtins.ts';

/** A field of an object, or of every object of an array. */
export function lookUp(input: unknown, name: string): unknown {
  if (typeof input !== 'object' || input === null) return undefined;
  if (!Array.isArray(input)) {
    return Object.hasOwn(input, name) ? (input as Record<string, unknown>)[name] : undefined;
  }
  const result = createSequence();
  for (const item of input) {
    const found = lookUp(item, name);
    if (Array.isArray(found)) for (const value of found) result.push(value);
    else if (found !== undefined) result.push(found);
  }
  return result;
}

/** One step of a path over each of the inputs; several results become one flat sequence. */
export function takeStep(
  inputs: readonly unknown[],
  isLast: boolean,
  visit: (input: unknown) => unknown,
): readonly unknown[] {
  const results: unknown[] = [];
  for (const input of inputs) {
    const result = visit(input);
    if (result !== undefined) results.push(result);
  }
  const [first] = results;
  if (isLast && results.length === 1 && Array.isArray(first) && !isSequence(first)) return first;
  const sequence = createSequence();
  for (const result of results) {
    if (!Array.isArray(result)) sequence.push(result);
    else for (const value of result) sequence.push(value);
  }
  return sequence;
}

/** `[n]`: the item at a place, from the end where n is negative. */
export function itemAt(input: unknown, place: number): Sequence | unknown[] {
  const items: readonly unknown[] = Array.isArray(input) ? input : [input];
  const index = Math.floor(place);
  const item = items[index < 0 ? items.length + index : index];
  if (Array.isArray(item)) return item;
  return item === undefined ? createSequence() : createSequence(item);
}

/** `[expression]`: those of which it is true, or whose place it names. */
export function filterBy(input: unknown, test: (item: unknown) => unknown): Sequence {
  const items: readonly unknown[] = Array.isArray(input) ? input : [input];
  const results = createSequence();
  for (const [index, item] of items.entries()) {
    const answer = test(item);
    const places = typeof answer === 'number' ? [answer] : answer;
    if (Array.isArray(places) && places.every((place) => typeof place === 'number')) {
      for (const place of places) {
        const whole = Math.floor(place);
        if ((whole < 0 ? items.length + whole : whole) === index) results.push(item);
      }
    } else if (toBoolean(answer)) results.push(item);
  }
  return results;
}
