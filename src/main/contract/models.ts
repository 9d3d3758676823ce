/**
 * One workload under the rules of several message services: what is sent, what goes wrong on the
 * way, and what happened. Of the services Kafka alone is real here, on the cluster that one looks
 * at; the models of the others are in src/scenario/models.
 */

/** What the records are about; `refund` is what one of the applications wants alone. */
export type RecordKind = 'order' | 'payment' | 'refund';

/**
 * Who reads. `orders` has several workers that share the work; `audit` wants everything and later
 * asks for all of it again; `refunds` wants one kind; `analytics` comes late.
 */
export type ReaderName = 'orders' | 'audit' | 'refunds' | 'analytics';

/** Times count from the first record; null: it does not happen. Records count from 0. */
export type Workload = {
  /** The same seed makes the same records and the same pace of work. */
  readonly seed: number;
  readonly recordCount: number;
  readonly keyCount: number;
  readonly sendIntervalMs: number;
  /** What a worker of `orders` takes for one record. */
  readonly workMs: number;
  readonly workerCount: number;
  readonly lateAtMs: number | null;
  /** Whoever works on this record first dies half way, without having acknowledged it. */
  readonly crashRecord: number | null;
  /** Null: the one that crashed does not come back. */
  readonly returnAfterMs: number | null;
  readonly replayAtMs: number | null;
  /** Working on it always fails. */
  readonly poisonRecord: number | null;
  /** The producer sends this one twice, as if it had not heard that it arrived. */
  readonly resentRecord: number | null;
  /** The server itself goes down once. */
  readonly serverDownAtMs: number | null;
};

/** Why a message went away without having been worked on. */
export type LossReason =
  | 'no-queue'
  | 'no-subscriber'
  | 'not-durable'
  | 'expired'
  | 'delivery-limit'
  | 'duplicate';

type OfRecord = {
  readonly record: number;
  /** 1: the one that was sent again. */
  readonly copy: number;
};
type AtConsumer = { readonly reader: ReaderName; readonly consumer: string };

/** One thing that happened, in the order in which it did. */
export type ModelEvent = { readonly atMs: number } & (
  | ({ readonly kind: 'sent' } & OfRecord)
  /** `isMarked`: the service said that it had been delivered before. `count`: how often, if it tells. */
  | ({
      readonly kind: 'delivered';
      readonly isMarked: boolean;
      readonly count: number | null;
    } & OfRecord &
      AtConsumer)
  | ({ readonly kind: 'started' } & OfRecord & AtConsumer)
  /** Worked on, and acknowledged where the service knows such a thing. */
  | ({ readonly kind: 'done' } & OfRecord & AtConsumer)
  /** Of a kind that the application does not want. */
  | ({ readonly kind: 'skipped' } & OfRecord & AtConsumer)
  | ({ readonly kind: 'failed' } & OfRecord & AtConsumer)
  | ({ readonly kind: 'dead-lettered'; readonly reader: ReaderName | null } & OfRecord)
  | ({
      readonly kind: 'lost';
      readonly reader: ReaderName | null;
      readonly reason: LossReason;
    } & OfRecord)
  | ({ readonly kind: 'connected' } & AtConsumer)
  | ({ readonly kind: 'crashed' } & AtConsumer)
  /** The server went away, and the connection with it. */
  | ({ readonly kind: 'cut-off' } & AtConsumer)
  | { readonly kind: 'replay-asked'; readonly reader: ReaderName; readonly isPossible: boolean }
  | { readonly kind: 'server-down' | 'server-up' }
);

/** Where in its life a run on Kafka is. */
type KafkaRunPhase = 'preparing' | 'running' | 'cleaning' | 'done' | 'stopped' | 'failed';

export type KafkaRun = {
  readonly id: string;
  readonly phase: KafkaRunPhase;
  readonly workload: Workload;
  readonly partitionCount: number;
  readonly replicationFactor: number;
  /** Made for the run; deleted after it. */
  readonly topics: readonly string[];
  readonly groups: readonly string[];
  readonly startedAtMs: number;
  /** Number of the event -> event. */
  readonly events: { readonly [number: string]: ModelEvent };
  /** The broker that was killed for `serverDownAtMs`; null: none. */
  readonly killedBroker: number | null;
  /** What went wrong, in English; null while nothing did. */
  readonly error: string | null;
  /** What could not be deleted afterwards. */
  readonly left: readonly string[];
};

/** Stream `kafkaRun`. */
export type KafkaRunState = { readonly run: KafkaRun | null };

export type ModelsApi = {
  /** Makes topics and groups, runs the workload in real time, deletes them. One at a time. */
  readonly 'models.runKafka': (params: {
    readonly workload: Workload;
    readonly partitionCount: number;
  }) => { readonly id: string };
  /** Ends the run; what it made goes. */
  readonly 'models.stopKafka': () => null;
};
