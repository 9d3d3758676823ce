/** Speeds, services and results of a scenario in the words of the screen. */
import type {
  ExpectationResult,
  RunPhase,
  ScenarioRun,
  ServiceRun,
  Speed,
} from '../../../main/contract/index.ts';
import type { Tone } from '../../ui/status.tsx';

export const speeds: readonly Speed[] = [0.5, 1, 2, 5, 10, 'max'];

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

/** How many strokes of waiting records are drawn: each stands for three times as many as the one before. */
export function queueStrokes(lag: number): number {
  if (lag <= 0) return 0;
  return Math.min(9, 1 + Math.floor(Math.log(lag) / Math.log(3)));
}

/** Seconds that one stroke of a moving line takes; null while nothing flows. */
export function flowSeconds(perS: number): number | null {
  if (perS < 0.05) return null;
  return Math.max(0.35, 1.6 / (1 + Math.log10(1 + perS)));
}
