/** The figures of the run that the canvas shows: each node asks for its own. */
import { create } from 'zustand';
import type { ScenarioFlow, ScenarioRun } from '../../../../main/contract/index.ts';

type RunState = {
  readonly run: ScenarioRun | null;
  readonly isOn: boolean;
  /** Edge id -> records a second. */
  readonly rates: { readonly [edge: string]: number };
  /** Edge id -> the keys that were seen on it last, newest first. */
  readonly keys: { readonly [edge: string]: readonly FlowSample[] };
};

export type FlowSample = ScenarioFlow['samples'][number];

export const useRunStore = create<RunState>(() => ({
  run: null,
  isOn: false,
  rates: {},
  keys: {},
}));

/** One figure of the run, and whether it is on. */
export function useRunFigures<Value>(pick: (state: RunState) => Value): {
  readonly run: Value;
  readonly isOn: boolean;
} {
  const run = useRunStore(pick);
  const isOn = useRunStore((state) => state.isOn);
  return { run, isOn };
}

const keysKept = 40;

/** As the graph names its edges. A dead letter is a write to the topic too. */
export function edgeIdsOf({ kind, service, topic }: FlowSample): readonly string[] {
  return kind === 'read'
    ? [`read topic/${topic} service/${service}`]
    : [`write service/${service} topic/${topic}`, `deadLetter service/${service} topic/${topic}`];
}

export function noteSamples(samples: readonly FlowSample[]): void {
  if (samples.length === 0) return;
  useRunStore.setState(({ keys }) => {
    const after = { ...keys };
    for (const sample of samples) {
      for (const id of edgeIdsOf(sample)) {
        after[id] = [sample, ...(after[id] ?? [])].slice(0, keysKept);
      }
    }
    return { keys: after };
  });
}
