/** What producers were told, held against what consumers find. */
import type { RecordOut, Sent } from '../driver.ts';

export type Batch = {
  readonly topic: string;
  readonly isIdempotent: boolean;
  readonly keys: readonly string[];
  readonly values: readonly string[];
  readonly sent: readonly Sent[];
};

/** All that a topic holds now. */
export type Found = {
  readonly topic: string;
  readonly isCompacted: boolean;
  /** Per partition the first offset that is kept. */
  readonly starts: readonly number[];
  readonly records: readonly RecordOut[];
};

type Entry = {
  readonly topic: string;
  readonly key: string;
  readonly value: string;
  readonly isIdempotent: boolean;
  /** undefined: it was not acknowledged, and may be there or not. */
  readonly place?: { readonly partition: number; readonly offset: number };
};

export class Ledger {
  private readonly entries = new Map<string, Entry>();
  private acked = 0;

  add({ topic, isIdempotent, keys, values, sent }: Batch): void {
    sent.forEach((it, index) => {
      const value = values[index];
      const isAcked = it.error === undefined && it.offset >= 0;
      const place = isAcked ? { partition: it.partition, offset: it.offset } : undefined;
      if (isAcked) this.acked++;
      this.entries.set(value, { topic, key: keys[index], value, isIdempotent, place });
    });
  }

  summary(): string {
    return `${this.acked} of ${this.entries.size} messages were acknowledged`;
  }

  faults(found: readonly Found[]): string[] {
    return found.flatMap((topic) => [
      ...this.strangers(topic),
      ...(topic.isCompacted ? this.lostKeys(topic) : this.lost(topic)),
    ]);
  }

  /** Records nobody sent, or that are there more than once though their producer was idempotent. */
  private strangers({ topic, records }: Found): string[] {
    const faults: string[] = [];
    const seen = new Set<string>();
    const places = new Set<string>();
    for (const { partition, offset, key, value } of records) {
      const where = `${topic}-${partition}@${offset}`;
      const entry = this.entries.get(value ?? '');
      if (entry === undefined || entry.topic !== topic || entry.key !== key) {
        faults.push(`${where}: nobody sent ${key} ${value}`);
      } else if (entry.isIdempotent && seen.has(entry.value)) {
        faults.push(`${where}: ${entry.value} is there twice`);
      }
      if (places.has(where)) faults.push(`${where}: was read twice`);
      places.add(where);
      seen.add(value ?? '');
    }
    return faults;
  }

  private lost({ topic, starts, records }: Found): string[] {
    const at = new Map(records.map((it) => [`${it.partition}@${it.offset}`, it.value]));
    return this.ackedIn(topic)
      .filter(({ place }) => place.offset >= starts[place.partition])
      .filter(({ place, value }) => at.get(`${place.partition}@${place.offset}`) !== value)
      .map(({ place, value }) => {
        const there = at.get(`${place.partition}@${place.offset}`) ?? 'nothing';
        return `${topic}-${place.partition}@${place.offset}: ${value} was acknowledged, ${there} is there`;
      });
  }

  /** Of each key the last acknowledged message is there, or a later one. */
  private lostKeys({ topic, records }: Found): string[] {
    const last = new Map<string, number>();
    for (const { partition, offset, key } of records) {
      const name = `${partition}/${key}`;
      last.set(name, Math.max(last.get(name) ?? -1, offset));
    }
    return this.ackedIn(topic)
      .filter(({ place, key }) => (last.get(`${place.partition}/${key}`) ?? -1) < place.offset)
      .map(
        ({ place, key, value }) =>
          `${topic}-${place.partition}@${place.offset}: ${key}=${value} is lost`,
      );
  }

  private ackedIn(topic: string) {
    return [...this.entries.values()].flatMap((entry) =>
      entry.topic === topic && entry.place !== undefined ? [{ ...entry, place: entry.place }] : [],
    );
  }
}
