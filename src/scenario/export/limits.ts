/** What of a scenario a starter does not do, said in words: in its README and in its code. */
import type { ScenarioDefinition, ServiceDefinition } from '../definition/scenario.ts';
import { placedSteps } from '../walk.ts';

export type StarterLanguage = 'typescript' | 'python' | 'kotlin';
/** `service` null: the scenario as a whole. */
export type Limit = { readonly service: string | null; readonly what: string };

export function limitsOf(
  scenario: ScenarioDefinition,
  language: StarterLanguage,
): readonly Limit[] {
  const whole: Limit[] = [];
  if ((scenario.script ?? []).length > 0) {
    whole.push({
      service: null,
      what: 'The script of events over time: kill and start services by hand.',
    });
  }
  if ((scenario.expectations ?? []).length > 0) {
    whole.push({
      service: null,
      what: 'The expectations: the tables of the services are in data/*.db to ask them.',
    });
  }
  const own = scenario.services.flatMap((service) =>
    serviceLimits(service, language).map((what) => ({ service: service.name, what })),
  );
  return [...whole, ...own];
}

/** Of one service. */
export function serviceLimits(
  service: ServiceDefinition,
  language: StarterLanguage,
): readonly string[] {
  const { delivery, capture = [], snapshot = [], generate = [] } = service;
  const limits: string[] = [];
  if (delivery === 'exactly-once') {
    limits.push(
      'Exactly-once: records are handled at least once here, without a Kafka transaction.',
    );
  }
  if (delivery === 'at-most-once') {
    limits.push('At-most-once: records are handled at least once here.');
  }
  if (service.isUp === false)
    limits.push('It is not up at first in the drawing: start it when you like.');
  for (const { table, topic } of capture) {
    limits.push(`Change data capture of the table ${table} into ${topic}.`);
  }
  for (const { table, topic } of snapshot)
    limits.push(`Snapshots of the table ${table} into ${topic}.`);
  for (const { topic, curve, replay, late } of generate) {
    if (curve)
      limits.push(`The curve of the rate at which ${topic} is written: it is constant here.`);
    if (replay) limits.push(`The replay of a file into ${topic}: \`$line\` is empty here.`);
    if (late) limits.push(`Records of ${topic} that are sent later than they happened.`);
  }
  for (const { step } of placedSteps(service)) {
    if ('join' in step && step.join.kind === 'left') {
      limits.push(`The join with ${step.join.with} that keeps what found nobody (kind: left).`);
    }
    if ('aggregate' in step && step.aggregate.window && 'session' in step.aggregate.window) {
      limits.push('The aggregate over session windows.');
    }
    if ('aggregate' in step && step.aggregate.emit === 'closed') {
      limits.push(
        'The last windows close when a later event arrives; none closes them at the end.',
      );
    }
    if ('outbox' in step) {
      limits.push(
        `The outbox for ${step.outbox.topic}: records are sent once the rows are kept, and not again after a crash in between.`,
      );
    }
    if ('run' in step && language !== 'typescript') {
      limits.push(`The TypeScript function ${step.run}: write it anew.`);
    }
  }
  return [...new Set(limits)];
}
