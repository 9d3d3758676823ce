/** The load of a soak: producers and consumers of all clients, and a hand that kills brokers. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Brokers } from '../brokers.ts';
import type { Driver, Failure, RecordOut } from '../driver.ts';
import type { DriverKind } from '../drivers.ts';
import type { Partition } from '../fixture.ts';
import type { Found, Ledger } from './ledger.ts';

export type SoakTopic = {
  readonly name: string;
  readonly partitions: number;
  readonly configs: Readonly<Record<string, string>>;
  readonly isCompacted?: boolean;
};

const recordsPerBatch = 100;
const keyCount = 500;
const killPauseMs = 15_000;
const quietMs = 5_000;

export class Load {
  readonly faults: string[] = [];
  /** How many messages were not acknowledged, by client and error. */
  readonly refusals = new Map<string, number>();
  kills = 0;
  consumed = 0;
  private readonly drivers: { readonly kind: DriverKind; readonly driver: Driver }[];
  private readonly brokers: Brokers;
  private readonly ledger: Ledger;
  private readonly topics: readonly SoakTopic[];
  private readonly pauseMs: number;
  private serial = 0;
  private isBroken = false;

  constructor(
    kinds: readonly DriverKind[],
    brokers: Brokers,
    ledger: Ledger,
    topics: readonly SoakTopic[],
    pauseMs: number,
  ) {
    this.brokers = brokers;
    this.ledger = ledger;
    this.topics = topics;
    this.pauseMs = pauseMs;
    this.drivers = kinds.flatMap((kind) =>
      kind.start.isReady ? [{ kind, driver: kind.start.tools(brokers.bootstrap) }] : [],
    );
  }

  /** The admin of the first driver, Kafka's own. */
  private get admin(): Driver {
    return this.drivers[0].driver;
  }

  async makeTopics(): Promise<void> {
    for (const { name, partitions, configs } of this.topics) {
      await this.admin.ask('createTopic', { name, partitions, replicas: 3, configs });
    }
    await this.untilInSync();
  }

  async run(endMs: number): Promise<void> {
    const isOver = () => this.isBroken || Date.now() >= endMs;
    await Promise.all([
      ...this.drivers.map(({ kind, driver }, index) => this.produce(kind, driver, index, isOver)),
      ...this.drivers.map(({ kind, driver }) => this.consume(kind, driver, isOver)),
      this.trim(isOver),
      this.hurt(isOver),
    ]);
    await this.untilInSync();
  }

  async stop(): Promise<void> {
    await Promise.all(this.drivers.map(({ driver }) => driver.stop()));
  }

  /** What the topics hold, read by Kafka's own consumer. */
  async everything(): Promise<Found[]> {
    const found: Found[] = [];
    for (const { name, partitions, isCompacted = false } of this.topics) {
      const spec = (which: string) => ({ topic: name, partitions, spec: which });
      const starts = await this.admin.ask<number[]>('offsets', spec('earliest'));
      const ends = await this.admin.ask<number[]>('offsets', spec('latest'));
      const reader = `all-${name}`;
      const records: RecordOut[] = [];
      await this.admin.open({ reader, topic: name, partitions, from: 'earliest' });
      for (;;) {
        const more = await this.admin.take(reader, 5000, quietMs);
        records.push(...more);
        if (more.length === 0) break;
      }
      await this.admin.close(reader);
      console.log(`${name}: ${records.length} records, offsets ${starts} to ${ends}`);
      found.push({ topic: name, isCompacted, starts, records });
    }
    return found;
  }

  private async produce(
    kind: DriverKind,
    driver: Driver,
    index: number,
    isOver: () => boolean,
  ): Promise<void> {
    for (let round = index; !isOver(); round++) {
      const topic = this.topics[round % this.topics.length];
      const codec = kind.codecs[round % kind.codecs.length];
      // An idempotent producer that gives up never writes twice; the others may.
      const isIdempotent = round % 3 !== 0;
      const numbers = Array.from({ length: recordsPerBatch }, () => this.serial++);
      const keys = numbers.map((it) => `${kind.name}-${it % keyCount}`);
      const values = numbers.map((it) => `${it} ${codec} ${kind.name} ${noise(it)}`);
      const records = numbers.map((it, at) => ({
        partition: it % topic.partitions,
        key: keys[at],
        value: values[at],
      }));
      const sent = await driver
        .produce({ topic: topic.name, records, codec, idempotent: isIdempotent, timeoutMs: 30_000 })
        .catch(({ name, message }: Error) =>
          records.map(() => ({ error: { name, message, code: -1 } })),
        );
      this.ledger.add({ topic: topic.name, isIdempotent, keys, values, sent });
      for (const { error } of sent) if (error !== undefined) this.note(kind.name, error);
      await sleep(this.pauseMs);
    }
  }

  private note(client: string, { name, code }: Failure): void {
    const what = `${client} ${name} (${code})`;
    this.refusals.set(what, (this.refusals.get(what) ?? 0) + 1);
  }

  private async consume(kind: DriverKind, driver: Driver, isOver: () => boolean): Promise<void> {
    const { name } = this.topics[0];
    for (let turn = 0; !isOver(); turn++) {
      const reader = `soak-${turn}`;
      await driver
        .open({ reader, topic: name, group: `soak-${kind.name}`, reset: 'earliest' })
        .catch(() => sleep(1000));
      // Members come and go, so that groups rebalance while brokers do.
      const untilMs = Date.now() + 20_000;
      while (!isOver() && Date.now() < untilMs) {
        const taken = await driver.take(reader, 200, 2000).catch(() => []);
        this.consumed += taken.length;
        const offsets = nextOffsets(taken);
        if (offsets.length > 0) {
          await driver.ask('commit', { reader, offsets }).catch(() => undefined);
        } else await sleep(200);
      }
      await driver.close(reader).catch(() => undefined);
    }
  }

  /** Deletes the older half of a topic's records from time to time. */
  private async trim(isOver: () => boolean): Promise<void> {
    const topic = 'trimmed';
    while (!isOver()) {
      await sleep(7000);
      const ends = await this.admin
        .ask<number[]>('offsets', { topic, partitions: 3, spec: 'latest' })
        .catch(() => []);
      for (const [partition, end] of ends.entries()) {
        const args = { topic, partition, offset: Math.floor(end / 2) };
        await this.admin.ask('deleteRecords', args).catch(() => undefined);
      }
    }
  }

  /** Kills one broker after the other, each when all replicas are in sync again. */
  private async hurt(isOver: () => boolean): Promise<void> {
    for (let turn = 0; !isOver(); turn++) {
      await sleep(killPauseMs);
      if (isOver()) return;
      const ids = this.brokers.ids();
      const id = ids[turn % ids.length];
      await this.brokers.kill(id);
      this.kills++;
      await sleep(1000 + (turn % 5) * 1500);
      try {
        await this.brokers.startBroker(id);
      } catch (error) {
        this.faults.push(`broker ${id} did not start again: ${(error as Error).message}`);
        this.isBroken = true;
        return;
      }
      await this.untilInSync();
    }
  }

  private async untilInSync(): Promise<void> {
    const endMs = Date.now() + 90_000;
    let behind: string[] = [];
    while (Date.now() < endMs) {
      behind = [];
      for (const { name } of this.topics) {
        const told = await this.admin
          .ask<Partition[]>('describeTopic', { name })
          .catch((error: Error) => error.message);
        if (typeof told === 'string') behind.push(`${name}: ${told}`);
        else {
          const late = told.filter(({ isr, leader }) => isr.length < 3 || leader < 0);
          behind.push(...late.map((it) => `${name} ${JSON.stringify(it)}`));
        }
      }
      if (behind.length === 0) return;
      await sleep(500);
    }
    this.faults.push(`not in sync after 90 s: ${behind.join('; ')}`);
  }
}

/** Text that does not compress away, so that segments fill; short enough to be told in full. */
function noise(seed: number): string {
  let state = seed + 1;
  const digits = Array.from({ length: 20 }, () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) ^ (state << 7);
    return (state >>> 0).toString(16).padStart(8, '0');
  });
  return digits.join('');
}

function nextOffsets(records: readonly RecordOut[]) {
  const next = new Map<number, number>();
  for (const { partition, offset } of records) {
    next.set(partition, Math.max(next.get(partition) ?? 0, offset + 1));
  }
  return [...next].map(([partition, offset]) => ({ partition, offset }));
}
