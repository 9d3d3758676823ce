/** The stream `offsets`: positions of the topics that somebody looks at, and of no others. */
import type { OffsetsState, TopicOffsets } from '../contract/replicas.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import { asPolling } from '../explorer/request-pace.ts';
import type { ContractError } from '../contract/errors.ts';
import { polled } from '../live/polled.ts';
import type { ClusterWatch } from './cluster-watch.ts';
import type { StatsTable } from './stats-table.ts';

export type OffsetsParts = {
  readonly link: KafkaLink;
  readonly watch: ClusterWatch;
  readonly stats: StatsTable;
};

/** One request per leader each time: of many brokers less often. */
const foreignIntervalMs = 2_000;
const foreignPerBrokerMs = 700;

/** Positions of these topics now, as far as our own brokers told them. */
export function pickOffsets(
  all: { readonly [topic: string]: TopicOffsets },
  topics: readonly string[],
): OffsetsState {
  const picked: { [topic: string]: TopicOffsets } = {};
  for (const topic of topics) {
    const own = all[topic];
    if (own) picked[topic] = own;
  }
  return { topics: picked };
}

export function watchOffsets(
  { link, watch, stats }: OffsetsParts,
  topics: readonly string[],
  sink: {
    readonly value: (value: OffsetsState) => void;
    readonly failed: (error: ContractError) => void;
  },
): () => void {
  const { foreign } = watch;
  if (!foreign) return watch.watch(() => sink.value(pickOffsets(stats.replicas.all, topics)));
  // Its log folders are read as long as the cluster is watched.
  const unwatch = watch.watch(() => {});
  const brokerCount = watch.metadata?.brokers.size ?? 1;
  const stop = polled(
    Math.max(foreignIntervalMs, brokerCount * foreignPerBrokerMs),
    () => asPolling(async () => ({ topics: await foreign.read(link, topics) })),
    sink,
  );
  return () => {
    stop();
    unwatch();
  };
}
