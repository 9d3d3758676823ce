/** Runs one seed and catches whatever goes wrong, wherever in the nodes it is thrown. */
import { RaftSim } from './raft-sim.ts';
import { Simulation } from './simulation.ts';

export type Attempt = {
  /** undefined: all promises were kept. */
  readonly error: unknown;
  readonly events: number;
  readonly summary: string;
  readonly traceHash: string;
  readonly lastLines: readonly string[];
};

export async function simulate(o: {
  readonly kind: 'cluster' | 'quorum';
  readonly seed: number;
  /** Events under disturbance; what it takes to come to rest is not counted. */
  readonly steps: number;
  readonly onLine?: (line: string) => void;
}): Promise<Attempt> {
  const simulation =
    o.kind === 'cluster' ? new Simulation(o.seed) : new RaftSim(o.seed, o.seed % 10 === 0 ? 5 : 3);
  const { scheduler } = simulation.world;
  scheduler.onLine = o.onLine;
  let error: unknown;
  let summary = '';
  // What is thrown in a promise that nobody waits for would end a broker's process.
  let escape: (reason: unknown) => void = () => undefined;
  const escaped = new Promise<never>((_, reject) => {
    escape = (reason) => {
      if (!simulation.isExcused(reason)) reject(reason);
    };
  });
  process.on('unhandledRejection', escape);
  try {
    summary = JSON.stringify(await Promise.race([simulation.run(o.steps), escaped]));
  } catch (thrown) {
    error = thrown;
  } finally {
    process.off('unhandledRejection', escape);
  }
  const { eventCount: events, traceHash } = scheduler;
  return { error, events, summary, traceHash, lastLines: scheduler.lastLines() };
}
