/**
 * Format 1 to 2. A service had one table, one generator, and handlers with a fixed order of things
 * (work, failures, row, outputs); these become lists and steps.
 */
import { isMap, isNode, isSeq, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { Node } from 'yaml';
import { keyOf } from './document.ts';

/** Changes the nodes in place; moved ones keep their comments and their places in the text. */
export function migrateFrom1(root: YAMLMap): void {
  for (const service of mapsIn(root.get('services', true))) {
    const table = tableName(service);
    const generate = service.get('generate', true);
    if (isMap(generate)) migrateGenerator(generate, table);
    for (const handler of mapsIn(service.get('consume', true))) migrateHandler(handler, table);
    toList(service, 'table', 'tables');
    toList(service, 'generate', 'generate');
  }
}

function tableName(service: YAMLMap): unknown {
  const table = service.get('table', true);
  return isMap(table) ? table.get('name') : undefined;
}

/** What stood under the one key stands as the only item under the other. */
function toList(map: YAMLMap, key: string, listKey: string): void {
  const pair = pairOf(map, key);
  if (!pair || !isMap(pair.value)) return;
  rename(pair, listKey);
  const list = new YAMLSeq();
  list.items.push(pair.value);
  pair.value = list;
}

function migrateGenerator(generate: YAMLMap, table: unknown): void {
  const rate = pairOf(generate, 'rate');
  if (rate) rename(rate, 'ratePerS');
  const row = pairOf(generate, 'row');
  if (row) replace(generate, row, newPair('write', rowWrite([row], table)));
}

function migrateHandler(handler: YAMLMap, table: unknown): void {
  const work = take(handler, 'workMs');
  const failure = take(handler, 'failure');
  const row = take(handler, 'row');
  const conflict = take(handler, 'conflict');
  const unless = take(handler, 'unless');
  const produce = take(handler, 'produce');
  const steps: Pair[] = [];
  if (work) steps.push(delayStep(work));
  const fault = failure && isMap(failure.value) ? failure.value : null;
  if (failure && fault) {
    const retries = take(fault, 'retries');
    const deadLetter = take(fault, 'deadLetter');
    if (retries) {
      rename(retries, 'times');
      const retry = new YAMLMap();
      // Format 1 tried again at once.
      retry.items.push(retries, newPair('backOffMs', new Scalar(0)));
      handler.items.push(newPair('retry', retry));
    }
    if (deadLetter) handler.items.push(deadLetter);
    rename(failure, 'fail');
    steps.push(failure);
  } else if (failure) handler.items.push(failure);
  if (row) {
    const kept = conflict ?? newPair('conflict', new Scalar('keep'));
    steps.push(newPair('write', rowWrite([row, kept, ...(unless ? [unless] : [])], table)));
  }
  if (produce) steps.push(...outputSteps(produce.value));
  if (produce && !isSeq(produce.value)) handler.items.push(produce);
  if (steps.length > 0) handler.items.push(stepsPair(steps));
}

function stepsPair(steps: readonly Pair[]): Pair {
  const list = new YAMLSeq();
  for (const step of steps) {
    const item = new YAMLMap();
    item.items.push(step);
    // Above the dash, not behind it.
    moveComment(step.key, item);
    list.items.push(item);
  }
  return newPair('steps', list);
}

function outputSteps(list: unknown): readonly Pair[] {
  const steps = itemsOf(list).map((output) => {
    const step = newPair('produce', output);
    moveComment(output, step.key);
    return step;
  });
  // What stands above the first item belongs to the list.
  moveComment(list, steps[0]?.key);
  return steps;
}

/** What is written above one node stands above another. */
function moveComment(from: unknown, to: unknown): void {
  if (!isNode(from) || !isNode(to)) return;
  const both = [from.commentBefore, to.commentBefore].filter((it) => it);
  if (both.length > 0) to.commentBefore = both.join('\n');
  if (from.spaceBefore) to.spaceBefore = true;
  delete from.commentBefore;
  delete from.spaceBefore;
}

function delayStep(work: Pair): Pair {
  rename(work, 'delay');
  if (isMap(work.value)) {
    for (const [from, to] of [
      ['min', 'minMs'],
      ['max', 'maxMs'],
    ] as const) {
      const bound = pairOf(work.value, from);
      if (bound) rename(bound, to);
    }
  }
  return work;
}

function rowWrite(pairs: readonly Pair[], table: unknown): YAMLMap {
  const write = new YAMLMap();
  if (table !== undefined) write.items.push(newPair('table', new Scalar(table)));
  write.items.push(...pairs);
  return write;
}

// --- Pairs --------------------------------------------------------------------------------------

function mapsIn(list: unknown): readonly YAMLMap[] {
  return itemsOf(list).filter((item) => isMap(item));
}

function itemsOf(list: unknown): readonly Node[] {
  return isSeq(list) ? (list.items as Node[]) : [];
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => keyOf(pair) === key);
}

function take(map: YAMLMap, key: string): Pair | undefined {
  const pair = pairOf(map, key);
  if (pair) map.items.splice(map.items.indexOf(pair), 1);
  return pair;
}

function replace(map: YAMLMap, pair: Pair, by: Pair): void {
  map.items.splice(map.items.indexOf(pair), 1, by);
}

function newPair(key: string, value: unknown): Pair {
  return new Pair(new Scalar(key), value);
}

/** The key node stays, and with it what is written above it. */
function rename(pair: Pair, key: string): void {
  if (pair.key instanceof Scalar) pair.key.value = key;
  else pair.key = new Scalar(key);
}
