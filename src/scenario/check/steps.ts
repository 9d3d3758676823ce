/** One step: the topics, tables, functions and services that it names, and sizes that must fit. */
import type { Step } from '../definition/steps.ts';
import { functionNames } from '../code.ts';
import { type Fault, type Path, unknownName } from '../faults.ts';
import type { PlacedStep } from '../walk.ts';
import {
  exactlyOneFaults,
  type ServiceContext,
  serviceNameFaults,
  topicFaults,
} from './context.ts';
import { unknownTable, writeFaults } from './tables.ts';

export function stepFaults(
  { step, path, part }: PlacedStep,
  context: ServiceContext,
): readonly Fault[] {
  const { service } = context;
  if ('produce' in step) {
    return topicFaults(step.produce.topic, [...path, 'produce', 'topic'], context);
  }
  if ('outbox' in step) {
    return topicFaults(step.outbox.topic, [...path, 'outbox', 'topic'], context);
  }
  if ('route' in step) {
    return step.route.topics.flatMap((topic, index) =>
      topicFaults(topic, [...path, 'route', 'topics', index], context),
    );
  }
  if ('join' in step) return joinFaults(step.join, part, [...path, 'join'], context);
  if ('aggregate' in step) {
    return aggregateFaults(step.aggregate, [...path, 'aggregate'], context);
  }
  if ('enrich' in step) {
    const { tables = [] } = service;
    const { table } = step.enrich;
    if (tables.some(({ name }) => name === table)) return [];
    return [unknownTable(table, tables, [...path, 'enrich', 'table'])];
  }
  if ('write' in step) return writeFaults(step.write, service, [...path, 'write']);
  if ('call' in step) return callFaults(step.call, [...path, 'call'], context);
  if ('run' in step) {
    const names = functionNames(service.functions ?? '');
    if (names.includes(step.run)) return [];
    return [unknownName([...path, 'run'], 'functions of this service', step.run, names)];
  }
  if ('saga' in step) {
    const { on } = step.saga.compensate;
    return topicFaults(on, [...path, 'saga', 'compensate', 'on'], context);
  }
  return sizeFaults(step, path);
}

function joinFaults(
  join: Extract<Step, { join: unknown }>['join'],
  part: PlacedStep['part'],
  path: Path,
  context: ServiceContext,
): readonly Fault[] {
  const faults = [...topicFaults(join.with, [...path, 'with'], context)];
  const [left, right] = join.as;
  if (left === right) {
    faults.push({ path: [...path, 'as', 1], expected: 'another name', found: `${right} again` });
  }
  if (part !== 'consume') {
    faults.push({
      path,
      expected: 'a join in `consume`, which has a topic',
      found: `one in ${part}`,
    });
  }
  return faults;
}

/** More windows at a time would only fill the memory. */
const windowsMax = 1000;

function aggregateFaults(
  { window, emit, late }: Extract<Step, { aggregate: unknown }>['aggregate'],
  path: Path,
  context: ServiceContext,
): readonly Fault[] {
  const faults = [...topicFaults(late, [...path, 'late'], context)];
  if (!window) {
    const expected = 'a window, whose end it waits for';
    if (emit === 'closed') faults.push({ path: [...path, 'emit'], expected, found: 'no window' });
    if (late !== undefined) faults.push({ path: [...path, 'late'], expected, found: 'no window' });
    return faults;
  }
  const at = [...path, 'window'];
  if ('tumbling' in window) {
    faults.push(...atLeastOne(window.tumbling.sizeMs, [...at, 'tumbling', 'sizeMs']));
  }
  if ('session' in window) {
    faults.push(...atLeastOne(window.session.gapMs, [...at, 'session', 'gapMs']));
  }
  if ('hopping' in window) {
    const { sizeMs, advanceMs } = window.hopping;
    const advancePath = [...at, 'hopping', 'advanceMs'];
    faults.push(...atLeastOne(sizeMs, [...at, 'hopping', 'sizeMs']));
    faults.push(...atLeastOne(advanceMs, advancePath));
    const found = String(advanceMs);
    if (advanceMs > sizeMs) {
      faults.push({ path: advancePath, expected: `at most the size, ${sizeMs}`, found });
    } else if (advanceMs >= 1 && sizeMs / advanceMs > windowsMax) {
      const expected = `at most ${windowsMax} windows at a time`;
      faults.push({ path: advancePath, expected, found: `${Math.ceil(sizeMs / advanceMs)}` });
    }
  }
  return faults;
}

/** Only of this machine: a scenario that somebody sends must not call others. */
const localUrl = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?([/?#]|$)/i;

function callFaults(
  call: Extract<Step, { call: unknown }>['call'],
  path: Path,
  context: ServiceContext,
): readonly Fault[] {
  const faults = [...exactlyOneFaults(call, ['service', 'url'], path)];
  const { url, service, path: urlPath } = call;
  if (url !== undefined && !localUrl.test(url)) {
    const expected = 'a URL of this machine, as http://localhost:8080/path';
    faults.push({ path: [...path, 'url'], expected, found: JSON.stringify(url) });
  }
  if (url !== undefined && service === undefined && urlPath !== undefined) {
    faults.push({
      path: [...path, 'path'],
      expected: 'the path in the `url`',
      found: urlPath,
      isKey: true,
    });
  }
  if (service === undefined) return faults;
  const unknown = serviceNameFaults(service, [...path, 'service'], context);
  if (unknown.length > 0) return [...faults, ...unknown];
  const called = context.scenario.services.find(({ name }) => name === service);
  const paths = (called?.serve ?? []).map((endpoint) => endpoint.path);
  // What follows a `?` is for the endpoint itself.
  const asked = (urlPath ?? '/').split('?')[0] ?? '/';
  if (paths.includes(asked)) return faults;
  const at = urlPath === undefined ? [...path, 'service'] : [...path, 'path'];
  return [...faults, unknownName(at, `paths that ${service} serves`, asked, paths)];
}

function sizeFaults(step: Step, path: Path): readonly Fault[] {
  if ('delay' in step && typeof step.delay !== 'number') {
    const { minMs, maxMs } = step.delay;
    if (maxMs >= minMs) return [];
    const expected = `at least minMs, ${minMs}`;
    return [{ path: [...path, 'delay', 'maxMs'], expected, found: String(maxMs) }];
  }
  return [];
}

/** Times that must pass. */
export function atLeastOne(ms: number, path: Path): readonly Fault[] {
  if (ms >= 1) return [];
  return [{ path, expected: 'a number of at least 1', found: String(ms) }];
}
