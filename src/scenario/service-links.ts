/** What a service has to do with topics and with other services, as its definition says. */
import type { ScenarioDefinition, ServiceDefinition } from './definition/scenario.ts';
import { placedSteps } from './walk.ts';

/** The consumer group of a service. */
export function groupOf({ name, group }: Pick<ServiceDefinition, 'name' | 'group'>): string {
  return group ?? `${name}-service`;
}

/** Topics it reads: of its handlers, the partners of its joins, and what undoes its sagas. */
export function readTopics(service: ServiceDefinition): readonly string[] {
  const { consume = [] } = service;
  const partners = placedSteps(service).flatMap(({ step }) => {
    if ('join' in step) return [step.join.with];
    if ('saga' in step) return [step.saga.compensate.on];
    return [];
  });
  return unique([...consume.map(({ topic }) => topic), ...partners]);
}

/** Topics it may write to, its dead letters included. */
export function producedTopics(service: ServiceDefinition): readonly string[] {
  const { generate = [], consume = [], capture = [], snapshot = [] } = service;
  const written = placedSteps(service).flatMap(({ step }) => {
    if ('produce' in step) return [step.produce.topic];
    if ('outbox' in step) return [step.outbox.topic];
    if ('route' in step) return step.route.topics;
    if ('aggregate' in step && step.aggregate.late !== undefined) return [step.aggregate.late];
    return [];
  });
  return unique([
    ...[...generate, ...capture, ...snapshot].map(({ topic }) => topic),
    ...written,
    ...consume.flatMap(({ deadLetter }) => (deadLetter === undefined ? [] : [deadLetter])),
  ]);
}

/** Services whose `serve` it calls. */
export function calledServices(service: ServiceDefinition): readonly string[] {
  const called = placedSteps(service).flatMap(({ step }) =>
    'call' in step && step.call.service !== undefined ? [step.call.service] : [],
  );
  return unique(called);
}

/** Topics into which some handler gives up its records. */
export function deadLetterTopics({ services }: ScenarioDefinition): readonly string[] {
  const letters = services.flatMap(({ consume = [] }) =>
    consume.flatMap(({ deadLetter }) => (deadLetter === undefined ? [] : [deadLetter])),
  );
  return unique(letters);
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
