/** A record on its way to a topic, with what its headers say of it. */

export type Outgoing = {
  readonly topic: string;
  /** Null: by its key. */
  readonly partition: number | null;
  readonly key: string | Buffer | null;
  readonly value: string | Buffer | null;
  /** Of Kafka: when it is written, or what the scenario says; 0: not yet known. */
  timestampMs: number;
  /** When what it tells of happened, in the time of the scenario. */
  readonly eventMs: number;
  /** 16 hexadecimal digits: of the event and of its span. */
  readonly id: string;
  readonly type: string;
  readonly traceId: string;
  /** The span that it answers to. */
  readonly parentId: string | null;
  /** Besides those above; a dead letter's are taken over whole and `isBare`. */
  readonly headers: readonly (readonly [string | Buffer, string | Buffer | null])[];
  /** True: no headers but its own. */
  readonly isBare?: boolean;
  /** Of what came from the outbox: what is to be deleted when it is acknowledged. */
  readonly outboxId?: number;
};

/** Memory that it takes, more or less. */
export function sizeOf({ key, value }: Outgoing): number {
  return 350 + (key?.length ?? 0) + (value?.length ?? 0);
}
