/** Values that are there at once, as nearly all are, or come later: no promise where none is needed. */

export type Soon<Value> = Value | Promise<Value>;

export function isLater<Value>(value: Soon<Value>): value is Promise<Value> {
  return value instanceof Promise;
}

/** Calls `visit` with the value, at once where that is possible. */
export function andThen<Value, Result>(
  value: Soon<Value>,
  visit: (value: Value) => Soon<Result>,
): Soon<Result> {
  return value instanceof Promise ? value.then(visit) : visit(value);
}

/** One after the other; the results in their order. */
export function eachInTurn<Item, Result>(
  items: readonly Item[],
  visit: (item: Item, index: number) => Soon<Result>,
): Soon<Result[]> {
  const results: Result[] = [];
  for (let index = 0; index < items.length; index += 1) {
    const result = visit(items[index] as Item, index);
    if (result instanceof Promise) return restInTurn(items, visit, results, result);
    results.push(result);
  }
  return results;
}

async function restInTurn<Item, Result>(
  items: readonly Item[],
  visit: (item: Item, index: number) => Soon<Result>,
  results: Result[],
  pending: Promise<Result>,
): Promise<Result[]> {
  results.push(await pending);
  for (let index = results.length; index < items.length; index += 1) {
    results.push(await visit(items[index] as Item, index));
  }
  return results;
}
