/** One key through the whole cluster: every record with it, who wrote it, who read it and when. */

export const followWays = ['any', 'key', 'trace', 'event', 'field'] as const;

/**
 * Where the text has to stand. key: it is the record's key; trace: the trace id in `traceparent`;
 * event: id or subject of a CloudEvent; field: a JSON field of the value; any: all of these, any
 * other JSON value and any header. Records of the same traces are followed along in every case.
 */
export type FollowWay = (typeof followWays)[number];

/** Params of feed `follow`; closing the feed cancels the search. */
export type FollowParams = {
  readonly text: string;
  readonly by: FollowWay;
  /** For `field`: `orderId`, or `order.id` for one inside another. */
  readonly field?: string | undefined;
  /** Absent: all but Kafka's own. */
  readonly topics?: readonly string[] | undefined;
  /** Records of [fromMs, toMs). */
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
};

/** Records of one search; there are more when it ends `capped`. */
export const followedMax = 500;

export type FollowedEvent = {
  readonly mode: 'binary' | 'structured';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string | null;
};

export type FollowedRecord = {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly timestampMs: number;
  /** append: the broker's clock; create: the producer's. */
  readonly timestampType: 'create' | 'append';
  readonly key: string | null;
  /** Its beginning; null: a tombstone. */
  readonly value: string | null;
  readonly traceId: string | null;
  readonly spanId: string | null;
  /** The span that wrote the record it answers to, where its writer says so. */
  readonly parentSpanId: string | null;
  readonly event: FollowedEvent | null;
  readonly producer: { readonly id: number; readonly epoch: number } | null;
  /** By the source of a CloudEvent, or by the client id that our own brokers know. */
  readonly writer: { readonly name: string; readonly by: 'source' | 'client' } | null;
  /** Why it is here; `trace` also for records that only share the trace. */
  readonly matches: readonly Exclude<FollowWay, 'any'>[];
};

/** A group whose committed offset has passed a record. */
export type FollowedRead = {
  readonly groupId: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** The first commit past it that the cluster still has; null: passed, nobody can tell when. */
  readonly atMs: number | null;
};

export type FollowProgress = {
  /** tracing: the traces of what was found; watching: all is looked at, new records show up. */
  readonly phase: 'searching' | 'tracing' | 'reading' | 'watching' | 'done';
  readonly isCapped: boolean;
  readonly topicCount: number;
  readonly scannedCount: number;
  readonly scannedBytes: number;
  /** Of this phase, in offsets. */
  readonly done: number;
  readonly total: number;
  readonly elapsedMs: number;
  /** Topics that could not be read, and why; English. */
  readonly failures: readonly { readonly topic: string; readonly problem: string }[];
  /** Whether the cluster's own log of commits can be read; null: not tried yet. */
  readonly hasCommitLog: boolean | null;
};

/** One item of feed `follow`. */
export type FollowItem = {
  readonly records: readonly FollowedRecord[];
  readonly reads: readonly FollowedRead[];
  readonly progress: FollowProgress;
};
