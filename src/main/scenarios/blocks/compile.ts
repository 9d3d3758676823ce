/** Steps of a scenario file as one function: each hands what it makes to the next. */
import type { Branch, Step } from '../../../scenario/definition/steps.ts';
import { andThen } from '../expressions/soon.ts';
import { aggregateBlock } from './aggregate.ts';
import { callBlock } from './call.ts';
import { joinBlock } from './join.ts';
import { outboxBlock, produceBlock, routeBlock } from './produce.ts';
import { sagaBlock } from './saga.ts';
import { filterBlock, letBlock, logBlock, mapBlock, runBlock, splitBlock } from './shape.ts';
import { deduplicateBlock, enrichBlock, sqlBlock, writeBlock } from './state.ts';
import type { Run, Tools } from './tools.ts';
import { delayBlock, failBlock } from './work.ts';

export const theEnd: Run = () => undefined;

/** `next` gets what the last step hands on. */
export function compileSteps(steps: readonly Step[], tools: Tools, next: Run = theEnd): Run {
  // From the front, so that blocks get their numbers in the order of the file.
  const makers = steps.map((step) => compileStep(step, tools));
  return makers.reduceRight<Run>((after, make) => make(after), next);
}

/** A block before it knows what follows it. */
export type Make = (next: Run) => Run;

function compileStep(step: Step, tools: Tools): Make {
  if ('map' in step) return mapBlock(step.map, tools);
  if ('let' in step) return letBlock(step.let, tools);
  if ('filter' in step) return filterBlock(step.filter, tools);
  if ('split' in step) return splitBlock(step.split, tools);
  if ('branch' in step) return branchBlock(step.branch, tools);
  if ('produce' in step) return produceBlock(step.produce, tools);
  if ('route' in step) return routeBlock(step.route, tools);
  if ('outbox' in step) return outboxBlock(step.outbox, tools);
  if ('join' in step) return joinBlock(step.join, tools);
  if ('aggregate' in step) return aggregateBlock(step.aggregate, tools);
  if ('deduplicate' in step) return deduplicateBlock(step.deduplicate, tools);
  if ('enrich' in step) return enrichBlock(step.enrich, tools);
  if ('write' in step) return writeBlock(step.write, tools);
  if ('sql' in step) return sqlBlock(step.sql, tools);
  if ('call' in step) return callBlock(step.call, tools);
  if ('delay' in step) return delayBlock(step.delay, tools);
  if ('fail' in step) return failBlock(step.fail, tools);
  if ('run' in step) return runBlock(step.run, tools);
  if ('log' in step) return logBlock(step.log, tools);
  return sagaBlock(step.saga, tools, compileSteps);
}

/** The first branch whose condition is true; an event that none takes goes no further. */
function branchBlock(branches: readonly Branch[], tools: Tools): Make {
  const list = branches.map(({ when, steps }) => ({
    test: when === undefined ? null : tools.expressions.condition(when),
    make: (next: Run) => compileSteps(steps, tools, next),
  }));
  return (next) => {
    const made = list.map(({ test, make }) => ({ test, run: make(next) }));
    const from =
      (index: number): Run =>
      (event, scope, attempt) => {
        const branch = made[index];
        if (!branch) return undefined;
        if (branch.test === null) return branch.run(event, scope, attempt);
        return andThen(branch.test(event, scope), (isTaken) =>
          isTaken ? branch.run(event, scope, attempt) : from(index + 1)(event, scope, attempt),
        );
      };
    return from(0);
  };
}
