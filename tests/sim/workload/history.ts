/** What clients were promised and what they saw; the judge of a simulation. */

export type Sent = { readonly producer: string; readonly value: string };

export class History {
  /** `topic-partition` -> offset -> value that a producer was told is written. */
  readonly acked = new Map<string, Map<number, string>>();
  /** `topic-partition` -> offset -> value that a consumer was given. */
  readonly consumed = new Map<string, Map<number, string>>();
  /** Everything that was ever sent, in the order of sending, per producer and partition. */
  readonly sent = new Map<string, string[]>();
  /** `group topic-partition` -> offset whose commit was acknowledged. */
  readonly committed = new Map<string, number>();
  ackedCount = 0;
  consumedCount = 0;
  commitCount = 0;

  noteSent(partition: string, producer: string, values: readonly string[]): void {
    const key = `${producer} ${partition}`;
    const known = this.sent.get(key) ?? [];
    this.sent.set(key, known);
    known.push(...values);
  }

  noteAcked(partition: string, baseOffset: number, values: readonly string[]): void {
    const known = entryOf(this.acked, partition);
    values.forEach((value, index) => {
      const offset = baseOffset + index;
      const before = known.get(offset);
      if (before !== undefined && before !== value)
        throw new Error(`${partition} acknowledged '${before}' and '${value}' at ${offset}`);
      known.set(offset, value);
      this.ackedCount++;
    });
  }

  noteConsumed(partition: string, offset: number, value: string): void {
    const known = entryOf(this.consumed, partition);
    const before = known.get(offset);
    if (before !== undefined && before !== value)
      throw new Error(`${partition} gave '${before}' and then '${value}' at ${offset}`);
    known.set(offset, value);
    this.consumedCount++;
  }

  noteCommitted(group: string, partition: string, offset: number): void {
    this.committed.set(`${group} ${partition}`, offset);
    this.commitCount++;
  }

  /** Compares all that was promised with what a partition holds in the end. */
  checkPartition(partition: string, records: ReadonlyMap<number, string>): void {
    for (const [offset, value] of this.acked.get(partition) ?? [])
      if (records.get(offset) !== value)
        throw new Error(
          `${partition} lost '${value}' at ${offset}: there is '${records.get(offset)}'`,
        );
    for (const [offset, value] of this.consumed.get(partition) ?? [])
      if (records.get(offset) !== value)
        throw new Error(`${partition} had given '${value}' at ${offset}, which is not there`);
    const offsetOf = new Map<string, number>();
    for (const [offset, value] of records) {
      const before = offsetOf.get(value);
      if (before !== undefined)
        throw new Error(`${partition} holds '${value}' twice, at ${before} and ${offset}`);
      offsetOf.set(value, offset);
    }
    for (const [key, values] of this.sent) {
      if (!key.endsWith(` ${partition}`)) continue;
      const offsets = values.flatMap((value) => offsetOf.get(value) ?? []);
      const isOrdered = offsets.every(
        (offset, index) => index === 0 || offsets[index - 1] < offset,
      );
      if (!isOrdered) throw new Error(`${partition} holds records of ${key} in another order`);
    }
  }
}

function entryOf(map: Map<string, Map<number, string>>, key: string): Map<number, string> {
  const entry = map.get(key) ?? new Map<number, string>();
  map.set(key, entry);
  return entry;
}
