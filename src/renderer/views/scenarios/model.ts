/** Speeds, services and results of a scenario in the words of the screen. */
import type {
  ExpectationResult,
  RunPhase,
  ScenarioRun,
  ServiceRun,
  Speed,
} from '../../../main/contract/index.ts';
import type { Graph, GraphEdge } from '../../../scenario/edit/graph.ts';
import type { Tone } from '../../ui/status.tsx';

export const speeds: readonly Speed[] = [0.1, 0.5, 1, 2, 5, 10, 100, 'max'];

export function speedText(speed: Speed): string {
  return String(speed);
}

export function parseSpeed(text: string): Speed {
  return speeds.find((speed) => speedText(speed) === text) ?? 1;
}

export function isActive(run: ScenarioRun | null | undefined): run is ScenarioRun {
  return run != null && run.phase !== 'finished' && run.phase !== 'failed';
}

const phaseTones: { readonly [Phase in RunPhase]: Tone } = {
  starting: 'busy',
  running: 'done',
  draining: 'busy',
  stopping: 'busy',
  finished: 'quiet',
  failed: 'failure',
};

export function phaseTone(phase: RunPhase): Tone {
  return phaseTones[phase];
}

const serviceTones: { readonly [Phase in ServiceRun['phase']]: Tone } = {
  starting: 'busy',
  up: 'done',
  stopping: 'busy',
  down: 'attention',
  crashed: 'failure',
};

export function serviceTone(phase: ServiceRun['phase']): Tone {
  return serviceTones[phase];
}

/** A running service can be taken down; one that is down, or crashed, brought back. */
export function isTakenDownNext(phase: ServiceRun['phase']): boolean {
  return phase === 'up' || phase === 'starting';
}

export type Outcome = 'holds' | 'fails' | 'open';

export function outcomeOf(run: ScenarioRun): {
  readonly outcome: Outcome;
  readonly failCount: number;
} {
  const results: readonly ExpectationResult[] = Object.values(run.expectations);
  const failCount = results.filter(({ status }) => status === 'fails').length;
  if (failCount > 0) return { outcome: 'fails', failCount };
  const isDecided = results.every(({ status }) => status === 'holds');
  return { outcome: isDecided ? 'holds' : 'open', failCount: 0 };
}

/** More waits than is just on its way: a queue that somebody should look at. */
export function isQueueing(service: ServiceRun | undefined): boolean {
  const lag = service?.lag ?? 0;
  if (service === undefined || lag === 0) return false;
  return service.phase !== 'up' || (lag >= 10 && lag > service.inPerS * 2);
}

/**
 * Records a second on each line, where the figures tell it for certain: a line that is the only
 * one of its kind at its service or, for what is written, at its topic.
 */
export function edgeRates(
  graph: Graph,
  run: ScenarioRun | null,
): { readonly [edge: string]: number } {
  if (!run) return {};
  const rates: Record<string, number> = {};
  for (const { id, kind, from, to } of graph.edges) {
    if (kind === 'read') {
      const reads = graph.edges.filter((edge) => edge.kind === 'read' && edge.to === to);
      const rate = run.services[to.slice('service/'.length)]?.inPerS;
      if (reads.length === 1 && rate !== undefined) rates[id] = rate;
    } else if (kind === 'write') {
      const writes = writesOf(graph).filter((edge) => edge.from === from);
      const writers = writesOf(graph).filter((edge) => edge.to === to);
      const own = run.services[from.slice('service/'.length)]?.outPerS;
      const whole = run.topics[to.slice('topic/'.length)]?.inPerS;
      if (writers.length === 1 && whole !== undefined) rates[id] = whole;
      else if (writes.length === 1 && own !== undefined) rates[id] = own;
    }
  }
  return rates;
}

function writesOf(graph: Graph): readonly GraphEdge[] {
  return graph.edges.filter(({ kind }) => kind === 'write' || kind === 'deadLetter');
}
