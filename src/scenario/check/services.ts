/** One service: what it consumes, its tables, generators, timers and endpoints. */
import type { GeneratorDefinition, HandlerDefinition } from '../definition/scenario.ts';
import type { Fault, Path } from '../faults.ts';
import { placedSteps } from '../walk.ts';
import { duplicateFaults, exactlyOneFaults, type ServiceContext, topicFaults } from './context.ts';
import { atLeastOne, stepFaults } from './steps.ts';
import { tableFaults, unknownTable, writeFaults } from './tables.ts';

export function serviceFaults(context: ServiceContext): readonly Fault[] {
  const { service, path } = context;
  const { generate = [], consume = [], timers = [], serve = [] } = service;
  return [
    ...tableFaults(service, path),
    ...generate.flatMap((it, index) => generatorFaults(it, [...path, 'generate', index], context)),
    ...consume.flatMap((it, index) => handlerFaults(it, [...path, 'consume', index], context)),
    ...consumedTwiceFaults(context),
    ...duplicateFaults(timers, [...path, 'timers'], ({ name }) => name, 'name'),
    ...timers.flatMap(({ everyMs }, index) =>
      atLeastOne(everyMs, [...path, 'timers', index, 'everyMs']),
    ),
    ...changeFaults('capture', context),
    ...changeFaults('snapshot', context),
    ...codeFaults(context),
    ...duplicateFaults(serve, [...path, 'serve'], (it) => it.path, 'path'),
    ...placedSteps(service, path).flatMap((step) => stepFaults(step, context)),
  ];
}

function generatorFaults(
  { topic, entities, replay, write, curve }: GeneratorDefinition,
  path: Path,
  context: ServiceContext,
): readonly Fault[] {
  const faults = [...topicFaults(topic, [...path, 'topic'], context)];
  if (entities?.hot && entities.hot.count > entities.count) {
    const expected = `at most the ${entities.count} entities that there are`;
    const found = String(entities.hot.count);
    faults.push({ path: [...path, 'entities', 'hot', 'count'], expected, found });
  }
  if (curve && 'wave' in curve && curve.wave.high < curve.wave.low) {
    const expected = `at least low, ${curve.wave.low}`;
    const found = String(curve.wave.high);
    faults.push({ path: [...path, 'curve', 'wave', 'high'], expected, found });
  }
  if (curve && 'burst' in curve && curve.burst.forS > curve.burst.everyS) {
    const expected = `at most everyS, ${curve.burst.everyS}`;
    const found = String(curve.burst.forS);
    faults.push({ path: [...path, 'curve', 'burst', 'forS'], expected, found });
  }
  if (replay) faults.push(...exactlyOneFaults(replay, ['file', 'text'], [...path, 'replay']));
  if (write) faults.push(...writeFaults(write, context.service, [...path, 'write']));
  return faults;
}

function handlerFaults(
  { topic, deadLetter }: HandlerDefinition,
  path: Path,
  context: ServiceContext,
): readonly Fault[] {
  const at = [...path, 'deadLetter'];
  const isLoop = deadLetter !== undefined && deadLetter === topic;
  return [
    ...topicFaults(topic, [...path, 'topic'], context),
    ...topicFaults(deadLetter, at, context),
    ...(isLoop ? [{ path: at, expected: 'another topic', found: `${topic} itself` }] : []),
  ];
}

/**
 * One group reads each topic for one purpose: a handler, a join, or the compensation of sagas.
 */
function consumedTwiceFaults({ service, path }: ServiceContext): readonly Fault[] {
  const uses = [
    ...(service.consume ?? []).map(({ topic }, index) => ({
      topic,
      use: 'consumed',
      path: [...path, 'consume', index, 'topic'],
    })),
    ...placedSteps(service, path).flatMap(({ step, path: at }) => {
      if ('join' in step) {
        return [{ topic: step.join.with, use: 'joined', path: [...at, 'join', 'with'] }];
      }
      if (!('saga' in step)) return [];
      const { on } = step.saga.compensate;
      return [{ topic: on, use: 'compensated', path: [...at, 'saga', 'compensate', 'on'] }];
    }),
  ];
  const first = new Map<string, string>();
  return uses.flatMap(({ topic, use, path: at }) => {
    const before = first.get(topic);
    if (before === undefined) first.set(topic, use);
    const isOwn = before === undefined || (before === 'compensated' && use === 'compensated');
    const found = `${topic}, which is ${before} already`;
    return isOwn ? [] : [{ path: at, expected: 'each topic once in a service', found }];
  });
}

function changeFaults(key: 'capture' | 'snapshot', context: ServiceContext): readonly Fault[] {
  const { service, path } = context;
  const { tables = [] } = service;
  return (service[key] ?? []).flatMap(({ table, topic }, index) => {
    const at = [...path, key, index];
    const isKnown = tables.some(({ name }) => name === table);
    return [
      ...(isKnown ? [] : [unknownTable(table, tables, [...at, 'table'])]),
      ...topicFaults(topic, [...at, 'topic'], context),
    ];
  });
}

/** Functions run apart from everything else: nothing to import, and nobody who would wait. */
function codeFaults({ service, path }: ServiceContext): readonly Fault[] {
  const { functions = '' } = service;
  return [
    { pattern: /^[ \t]*import\b(?!\s*type\b)/m, expected: 'functions alone', found: 'an import' },
    { pattern: /^export\s+async\b/m, expected: 'functions that answer at once', found: 'async' },
  ].flatMap(({ pattern, expected, found }) => {
    const at = functions.search(pattern);
    return at === -1 ? [] : [{ path: [...path, 'functions'], expected, found, at }];
  });
}
