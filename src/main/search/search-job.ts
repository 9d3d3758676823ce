/** One stretch of a search: hits and progress as they come, until the end or hits enough. */
import type { TopicDecoders } from '../contract/decoders.ts';
import type { Message } from '../contract/messages.ts';
import type { SearchParams, SearchProgress } from '../contract/search.ts';
import type { PayloadDecoder } from '../decoders/payload-decoder.ts';
import { toMessage } from '../decoders/to-message.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import type { JobRun } from './job.ts';
import { createMatcher } from './matcher.ts';
import { Scan } from './scan.ts';
import { fetcherOf, laneCountMaxOf, lanesOf } from './topic-reader.ts';

export type Reading = {
  readonly link: KafkaLink;
  readonly decoder: PayloadDecoder;
  readonly decoders: TopicDecoders;
};

const tellMs = 200;
/** With many partitions each of them still gives a handful. */
const laneLimitMin = 25;

/** Ends when all is looked at, when enough is found, or when the signal says so. */
export async function runSearch(
  { link, decoder, decoders }: Reading,
  params: SearchParams,
  { signal, tell }: JobRun,
): Promise<void> {
  const { order, limit, resume } = params;
  const matcher = createMatcher({ selection: params, decoder, decoders });
  const lanes = await lanesOf(link, params, order, resume);
  const startedAtMs = performance.now();
  let hits: Message[] = [];
  const scan = new Scan({
    lanes,
    order,
    laneLimit: Math.max(laneLimitMin, Math.ceil(limit / Math.max(1, lanes.length))),
    laneCountMax: await laneCountMaxOf(link),
    matcher,
    visibility: params,
    fromMs: params.fromMs,
    fetch: fetcherOf(link, params),
    take: (record) => toMessage(record, decoder, decoders),
    onHit: (message) => void hits.push(message),
    signal,
  });
  const report = (phase: SearchProgress['phase']) => {
    const elapsedMs = performance.now() - startedAtMs;
    tell({ kind: 'search', item: { hits, progress: progressOf(scan, phase, elapsedMs) } });
    hits = [];
  };
  const timer = setInterval(() => report('running'), tellMs);
  report('running');
  try {
    await scan.run();
  } finally {
    clearInterval(timer);
  }
  if (!signal.aborted) report(scan.next ? 'capped' : 'done');
}

function progressOf(
  scan: Scan<Message>,
  phase: SearchProgress['phase'],
  elapsedMs: number,
): SearchProgress {
  const { lanes, scannedCount, scannedBytes, failedCount } = scan;
  const partitions = lanes.map(({ partition, from, to, total }) => ({
    partition,
    done: total - Math.max(0, to - from),
    total,
  }));
  const totalCount = sum(partitions.map(({ total }) => total));
  const doneCount = sum(partitions.map(({ done }) => done));
  const isKnown = doneCount > 0 && elapsedMs > tellMs;
  const remainingMs = isKnown ? ((totalCount - doneCount) / doneCount) * elapsedMs : null;
  return {
    phase,
    scannedCount,
    scannedBytes,
    totalCount,
    elapsedMs: Math.round(elapsedMs),
    remainingMs: phase === 'running' && remainingMs !== null ? Math.round(remainingMs) : null,
    failedCount,
    problem: scan.lastProblem,
    partitions,
    next: phase === 'capped' ? scan.next : null,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
