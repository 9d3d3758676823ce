/**
 * Follows a key through topics, in a thread of its own: once over the log, once more for the traces
 * of what was found, then what groups have committed past it; from then on the same over whatever
 * is new, until the signal says so.
 */
import { decodersDefault } from '../contract/decoders.ts';
import { isContractError } from '../contract/errors.ts';
import type { FollowParams, FollowProgress } from '../contract/follow.ts';
import type { PayloadDecoder } from '../decoders/payload-decoder.ts';
import { fetchCommitted, listFromAll } from '../explorer/group-requests.ts';
import { isRetriable } from '../explorer/kafka-errors.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import { latestTimestamp, listOffsets, partitionKey } from '../explorer/offsets.ts';
import type { Job, JobRun } from '../search/job.ts';
import { type Lane, Scan } from '../search/scan.ts';
import { fetcherOf, laneCountMaxOf, lanesOf } from '../search/topic-reader.ts';
import { anyOf, FoundRecords, matcherOf, RecordReader } from './found-records.ts';
import { commitTopic, readCommit, ReadTable } from './commit-log.ts';
import { needlesOf, type Wanted, wantedOf } from './wanted.ts';

const tellMs = 250;
const watchMs = 1_000;
/** Topics come into being seldom enough. */
const topicsMs = 2_000;
/** Groups are asked for what they stand at this often, where their commits cannot be read. */
const standMs = 2_000;
const topicsAtOnce = 3;
const traceRoundsMax = 3;
/** A commit carries the coordinator's clock, records often the producer's. */
const clockSlackMs = 60_000;

type Follow = Extract<Job, { kind: 'follow' }>;

export async function runFollow(
  reading: { readonly link: KafkaLink; readonly decoder: PayloadDecoder },
  job: Follow,
  run: JobRun,
): Promise<void> {
  const following = new Following(reading, job, run);
  const timer = setInterval(() => following.report(), tellMs);
  following.report();
  try {
    await following.run();
  } finally {
    clearInterval(timer);
  }
  if (!run.signal.aborted) following.report();
}

class Following {
  readonly #link: KafkaLink;
  readonly #decoder: PayloadDecoder;
  readonly #job: Follow;
  readonly #params: FollowParams;
  readonly #run: JobRun;
  readonly #found = new FoundRecords();
  readonly #reads = new ReadTable();
  readonly #startedAtMs = performance.now();
  /** Topic -> partition -> where new records begin. */
  readonly #positions = new Map<string, Map<number, number>>();
  readonly #failures = new Map<string, string>();
  #wanted: Wanted;
  #phase: FollowProgress['phase'] = 'searching';
  #topics: readonly string[] = [];
  #lanes: Lane[] = [];
  #scans = new Set<Scan<void>>();
  #scannedBefore = { count: 0, bytes: 0 };
  #hasCommitLog: boolean | null = null;
  #standAtMs = 0;
  #topicsAtMs = 0;

  constructor(
    { link, decoder }: { readonly link: KafkaLink; readonly decoder: PayloadDecoder },
    job: Follow,
    run: JobRun,
  ) {
    this.#link = link;
    this.#decoder = decoder;
    this.#job = job;
    this.#params = job.params;
    this.#run = run;
    this.#wanted = wantedOf(job.params);
  }

  async run(): Promise<void> {
    await this.#refreshTopics();
    await this.#pass(needlesOf(this.#wanted, false));
    this.#phase = 'tracing';
    const traced = new Set(this.#wanted.traceIds);
    for (let round = 0; round < traceRoundsMax && !this.#isOver; round += 1) {
      const fresh = [...this.#found.traceIds].filter((id) => !traced.has(id));
      if (fresh.length === 0) break;
      for (const id of fresh) traced.add(id);
      this.#wanted = { ...this.#wanted, traceIds: new Set(traced) };
      await this.#pass(fresh);
    }
    this.#phase = 'reading';
    await this.#readCommits();
    const { toMs } = this.#params;
    const isPast = toMs !== undefined && toMs <= Date.now();
    this.#phase = isPast ? 'done' : 'watching';
    while (!isPast && !this.#run.signal.aborted) {
      await pause(watchMs);
      await this.#lookAtNew();
    }
  }

  report(): void {
    if (this.#run.signal.aborted) return;
    const done = this.#lanes.reduce((sum, { from, to, total }) => sum + total - (to - from), 0);
    const total = this.#lanes.reduce((sum, lane) => sum + lane.total, 0);
    let { count, bytes } = this.#scannedBefore;
    for (const scan of this.#scans) {
      count += scan.scannedCount;
      bytes += scan.scannedBytes;
    }
    const progress: FollowProgress = {
      phase: this.#phase,
      isCapped: this.#found.isFull,
      topicCount: this.#topics.length,
      scannedCount: count,
      scannedBytes: bytes,
      done,
      total,
      elapsedMs: performance.now() - this.#startedAtMs,
      failures: [...this.#failures].map(([topic, problem]) => ({ topic, problem })),
      hasCommitLog: this.#hasCommitLog,
    };
    const records = this.#found.takeFresh();
    const item = { records, reads: this.#reads.takeChanged(), progress };
    this.#run.tell({ kind: 'follow', item });
  }

  get #isOver(): boolean {
    return this.#run.signal.aborted || this.#found.isFull;
  }

  async #refreshTopics(): Promise<void> {
    const { topics } = await this.#link.metadata({ isFresh: true });
    const all = [...topics.values()].filter(
      ({ isInternal, name }) => !isInternal && name[0] !== '_',
    );
    this.#topics = this.#params.topics ?? all.map(({ name }) => name).sort();
    this.#topicsAtMs = Date.now();
    // What is gone need not be told any more.
    for (const topic of this.#failures.keys()) {
      if (topic !== commitTopic && !this.#topics.includes(topic)) this.#failures.delete(topic);
    }
  }

  /** All topics once over; `needles` null: no text of bytes tells which records to look at. */
  async #pass(needles: readonly string[] | null): Promise<void> {
    this.#lanes = [];
    const waiting = [...this.#topics];
    const work = async () => {
      for (let topic = waiting.shift(); topic !== undefined; topic = waiting.shift()) {
        if (this.#isOver) return;
        await this.#guarded(topic, async (name) => {
          const { fromMs, toMs } = this.#params;
          await this.#scan(
            name,
            await lanesOf(this.#link, { topic: name, fromMs, toMs }, 'oldest'),
            needles,
          );
        });
      }
    };
    await Promise.all(Array.from({ length: topicsAtOnce }, work));
  }

  /** One topic that cannot be read does not hold up the others. */
  async #guarded(topic: string, work: (topic: string) => Promise<void>): Promise<void> {
    try {
      await work(topic);
      this.#failures.delete(topic);
    } catch (error) {
      if (this.#run.signal.aborted) return;
      this.#failures.set(topic, error instanceof Error ? error.message : String(error));
    }
  }

  async #scan(
    topic: string,
    lanes: readonly Lane[],
    needles: readonly string[] | null,
  ): Promise<void> {
    this.#lanes.push(...lanes);
    const decoders = this.#job.decoders.get(topic) ?? decodersDefault;
    const reader = new RecordReader(this.#decoder, decoders);
    const wanted = this.#wanted;
    const { fromMs, toMs } = this.#params;
    const range = { ...(fromMs !== undefined && { fromMs }), ...(toMs !== undefined && { toMs }) };
    const stables = new Map<number, number>();
    const fetch = fetcherOf(this.#link, { topic, isCommittedOnly: true });
    const scan = new Scan<void>({
      lanes,
      order: 'oldest',
      laneLimit: Number.POSITIVE_INFINITY,
      laneCountMax: await laneCountMaxOf(this.#link),
      matcher: matcherOf(reader, wanted, needles, range),
      visibility: { isCommittedOnly: true },
      fromMs,
      fetch: async (partition, offset) => {
        const answer = await fetch(partition, offset);
        stables.set(partition, answer.lastStableOffset);
        return answer;
      },
      take: async (record) => {
        const found = this.#found.add(topic, record, await reader.read(record), wanted);
        if (found !== null) this.#reads.addPlace(found);
      },
      onHit: () => {},
      signal: this.#run.signal,
    });
    const ends = lanes.map(({ partition, to }) => [partition, to] as const);
    await this.#runScan(scan);
    // What an open transaction holds back is looked at once it is decided.
    const positions = this.#positions.get(topic) ?? new Map<number, number>();
    for (const [partition, end] of ends) {
      const stable = stables.get(partition);
      const next = stable === undefined || stable < 0 ? end : Math.min(end, stable);
      positions.set(partition, Math.max(positions.get(partition) ?? 0, next));
    }
    this.#positions.set(topic, positions);
  }

  async #runScan(scan: Scan<void>): Promise<void> {
    this.#scans.add(scan);
    try {
      await scan.run();
    } finally {
      this.#scans.delete(scan);
      const { count, bytes } = this.#scannedBefore;
      this.#scannedBefore = { count: count + scan.scannedCount, bytes: bytes + scan.scannedBytes };
    }
  }

  /** From a little before the oldest record that was found. */
  async #readCommits(): Promise<void> {
    if (this.#found.count === 0) return;
    try {
      const fromMs = Math.max(0, this.#found.oldestMs - clockSlackMs);
      await this.#scanCommits(await lanesOf(this.#link, { topic: commitTopic, fromMs }, 'oldest'));
      this.#hasCommitLog = true;
    } catch (error) {
      if (this.#run.signal.aborted) return;
      // Not every cluster has it, or lets everybody read it.
      this.#hasCommitLog = false;
      if (!isContractError(error, 'topic-not-found')) {
        this.#failures.set(commitTopic, error instanceof Error ? error.message : String(error));
      }
    }
    await this.#readStands();
  }

  async #scanCommits(lanes: readonly Lane[]): Promise<void> {
    this.#lanes = [...lanes];
    const reads = this.#reads;
    const scan = new Scan<void>({
      lanes,
      order: 'oldest',
      laneLimit: Number.POSITIVE_INFINITY,
      laneCountMax: await laneCountMaxOf(this.#link),
      matcher: {
        search: anyOf([...reads.topics].map((topic) => Buffer.from(topic))),
        isPlain: () => true,
        matches: ({ key, value }) => {
          const commit = readCommit(key, value);
          return commit !== null && reads.isAbout(commit);
        },
      },
      visibility: { isCommittedOnly: true },
      fetch: fetcherOf(this.#link, { topic: commitTopic, isCommittedOnly: true }),
      take: ({ key, value }) => {
        const commit = readCommit(key, value);
        if (commit !== null) reads.add(commit);
      },
      onHit: () => {},
      signal: this.#run.signal,
    });
    const positions = new Map(lanes.map(({ partition, to }) => [partition, to]));
    await this.#runScan(scan);
    this.#positions.set(commitTopic, positions);
  }

  /** What groups stand at now: all there is where their commits cannot be read. */
  async #readStands(): Promise<void> {
    if (this.#found.count === 0 || Date.now() - this.#standAtMs < standMs) return;
    this.#standAtMs = Date.now();
    try {
      const { listed } = await listFromAll(this.#link);
      const groups = listed.filter(({ type }) => type !== 'share');
      for (const [groupId, offsets] of await fetchCommitted(this.#link, groups)) {
        for (const committed of offsets) this.#reads.add({ groupId, ...committed, atMs: null });
      }
    } catch (error) {
      // An environment fault: the next look may have more luck.
      if (!isRetriable(error) && !this.#run.signal.aborted) throw error;
    }
  }

  /** The stretch of each partition that was not there at the last look. */
  async #lookAtNew(): Promise<void> {
    try {
      if (Date.now() - this.#topicsAtMs >= topicsMs) await this.#refreshTopics();
      this.#wanted = { ...this.#wanted, traceIds: new Set(this.#found.traceIds) };
      const before = this.#found.count;
      const fresh = await this.#newLanes(this.#topics);
      const needles = needlesOf(this.#wanted, false);
      for (const [topic, lanes] of fresh) {
        if (this.#isOver) break;
        await this.#guarded(topic, (name) => this.#scan(name, lanes, needles));
      }
      this.#lanes = [];
      if (this.#hasCommitLog === null || (before === 0 && this.#found.count > 0)) {
        await this.#readCommits();
      } else if (this.#hasCommitLog) {
        const lanes = (await this.#newLanes([commitTopic])).get(commitTopic);
        if (lanes) await this.#scanCommitsFurther(lanes);
      } else await this.#readStands();
    } catch (error) {
      // An environment fault: brokers come and go; the next look finds what this one missed.
      if (!isRetriable(error) && !this.#run.signal.aborted) throw error;
    }
  }

  async #scanCommitsFurther(lanes: readonly Lane[]): Promise<void> {
    const before = this.#positions.get(commitTopic) ?? new Map<number, number>();
    await this.#scanCommits(lanes);
    this.#positions.set(
      commitTopic,
      new Map([...before, ...(this.#positions.get(commitTopic) ?? [])]),
    );
  }

  async #newLanes(topics: readonly string[]): Promise<ReadonlyMap<string, readonly Lane[]>> {
    const metadata = await this.#link.metadata();
    const names = topics.flatMap((topic) =>
      (metadata.topics.get(topic)?.partitions ?? []).map(({ partition }) => ({ topic, partition })),
    );
    const ends = await listOffsets(this.#link, names, latestTimestamp);
    const fresh = new Map<string, Lane[]>();
    for (const name of names) {
      const to = ends.get(partitionKey(name));
      const from = this.#positions.get(name.topic)?.get(name.partition) ?? 0;
      if (to === undefined || to <= from) continue;
      const { partition } = name;
      const lane = { partition, from, to, total: to - from, hitCount: 0, isCapped: false };
      fresh.set(name.topic, [...(fresh.get(name.topic) ?? []), lane]);
    }
    return fresh;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
