/** Walks over the steps of a service, however deep they lie in branches and sagas. */
import type { ServiceDefinition } from './definition/scenario.ts';
import type { Step } from './definition/steps.ts';
import type { Path } from './faults.ts';

export type PlacedStep = {
  readonly step: Step;
  /** From the path that was given: `consume.0.steps.2`. */
  readonly path: Path;
  /** What it belongs to. */
  readonly part: 'consume' | 'timers' | 'serve';
};

/** All steps of a service, outer ones before those inside them. */
export function placedSteps(
  { consume = [], timers = [], serve = [] }: ServiceDefinition,
  path: Path = [],
): readonly PlacedStep[] {
  const found: PlacedStep[] = [];
  const walk = (steps: readonly Step[], at: Path, part: PlacedStep['part']) => {
    for (const [index, step] of steps.entries()) {
      const here = [...at, index];
      found.push({ step, path: here, part });
      for (const inner of innerSteps(step)) walk(inner.steps, [...here, ...inner.path], part);
    }
  };
  const all = { consume, timers, serve };
  for (const part of ['consume', 'timers', 'serve'] as const) {
    for (const [index, { steps = [] }] of all[part].entries()) {
      walk(steps, [...path, part, index, 'steps'], part);
    }
  }
  return found;
}

function innerSteps(
  step: Step,
): readonly { readonly path: Path; readonly steps: readonly Step[] }[] {
  if ('branch' in step) {
    return step.branch.map(({ steps }, index) => ({ path: ['branch', index, 'steps'], steps }));
  }
  if ('saga' in step) {
    const { steps, compensate } = step.saga;
    return [
      { path: ['saga', 'steps'], steps },
      { path: ['saga', 'compensate', 'steps'], steps: compensate.steps },
    ];
  }
  return [];
}
