/** Where each stream of the contract comes from. */
import type { ClusterRecording } from '../cluster-state/cluster-history.ts';
import type { ClusterWatch } from '../cluster-state/cluster-watch.ts';
import { watchOffsets } from '../cluster-state/offsets-source.ts';
import type { StatsTable } from '../cluster-state/stats-table.ts';
import { topicRows } from '../cluster-state/topic-rows.ts';
import type { EventLog } from '../cluster/event-log.ts';
import type { Settings } from '../contract/app-info.ts';
import type { ClustersState } from '../contract/clusters.ts';
import type { TopicsState } from '../contract/topics.ts';
import type { Explorer } from '../explorer/explorer.ts';
import { listTopics } from '../explorer/topic-list.ts';
import { followFeed } from '../follow/follow-feed.ts';
import { watchDoctor } from '../doctor/doctor.ts';
import type { GroupWatch } from '../groups/group-watch.ts';
import type { ModelsService } from '../models/models-service.ts';
import type { Inspector } from '../inspect/inspector.ts';
import type { ProduceService } from '../produce/produce-service.ts';
import type { ProducerWatch } from '../producers/producer-watch.ts';
import type { MessageService } from '../search/message-service.ts';
import type { ScenarioService } from '../scenarios/scenario-service.ts';
import type { TaskBoard } from '../tasks/task-board.ts';
import type { Terminals } from '../terminal/terminals.ts';
import type { ThroughputRecorder } from '../throughput/recorder.ts';
import type { Sources } from './live-hub.ts';
import { polled } from './polled.ts';

/** What all clusters share. */
export type AppParts = {
  readonly tasks: TaskBoard;
  readonly clusters: {
    readonly watch: (listener: (state: ClustersState) => void) => () => void;
  };
  readonly settings: {
    readonly read: () => Settings;
    readonly onChange: (listener: (settings: Settings) => void) => () => void;
  };
};

export type SourceParts = AppParts & {
  readonly explorer: Explorer;
  readonly watch: ClusterWatch;
  readonly history: ClusterRecording;
  readonly stats: StatsTable;
  readonly events: EventLog;
  readonly recorder: ThroughputRecorder;
  readonly producers: ProducerWatch;
  readonly produce: ProduceService;
  readonly groups: GroupWatch;
  readonly inspector: Inspector;
  readonly messages: MessageService;
  readonly scenarios: ScenarioService;
  readonly models: ModelsService;
  readonly terminals: Terminals;
  readonly isForeign: boolean;
};

const foreignTopicsIntervalMs = 2_000;
const tableIntervalMs = 500;

const warmDelayMs = 500;

/** One source per stream. */
export function createSources(parts: SourceParts): Sources {
  const { explorer, watch, events, recorder, scenarios, settings } = parts;
  return {
    cluster: (_params, sink) => {
      // Somebody looks: soon enough at messages as well. The first screen goes first.
      setTimeout(() => parts.messages.warm(), warmDelayMs).unref();
      return watch.watch(sink.value);
    },
    offsets: ({ topics }, sink) =>
      watchOffsets({ link: explorer.link, watch, stats: parts.stats }, topics, sink),
    topics: (_params, sink) => watchTopics(parts, sink.value),
    groups: (_params, sink) => parts.groups.watchList(sink),
    group: ({ groupId }, sink) => parts.groups.watchGroup(groupId, sink),
    doctor: (params, sink) => watchDoctor(explorer.link.bootstrap, params, sink),
    groupRebalances: ({ groupId }, sink) => parts.groups.watchRebalances(groupId, sink.value),
    groupLag: ({ groupId }, sink) =>
      parts.groups.watchLag(groupId, (sample) => sink.items([sample])),
    scenarioRun: (_params, sink) => scenarios.journal.watchRun(sink.value),
    scenarioFlow: (_params, sink) => scenarios.journal.watchFlow(sink.value),
    scenarioLog: ({ service }, sink) => scenarios.journal.watchLog(service, sink.value),
    scenarioTable: ({ service, table, limit }, sink) =>
      polled(tableIntervalMs, async () => scenarios.table(service, table, limit), sink),
    kafkaRun: (_params, sink) => parts.models.watch(sink.value),
    loads: (_params, sink) => parts.produce.watchLoads(sink.value),
    producers: (_params, sink) => parts.producers.watchAll(sink),
    producer: ({ id }, sink) => parts.producers.watchOne(id, sink),
    settings: (_params, sink) => {
      sink.value(settings.read());
      return settings.onChange(sink.value);
    },
    ...parts.inspector.sources(),
    tasks: (_params, sink) => parts.tasks.watch(sink.value),
    clusters: (_params, sink) => parts.clusters.watch(sink.value),
    terminals: parts.terminals.states,
    terminal: parts.terminals.output,
    events: (_params, sink) => ({
      items: events.recent,
      stop: events.onEvent((event) => sink.items([event])),
    }),
    clusterHistory: (_params, sink) => ({
      items: parts.history.points,
      stop: parts.history.onPoint((point) => sink.items([point])),
    }),
    throughput: (_params, sink) => ({
      items: recorder.recent,
      stop: recorder.onPoint((point) => sink.items([point])),
    }),
    measures: (query, sink) => recorder.watch(query, (point) => sink.items([point])),
    tail: (params, sink) => parts.messages.tail(params, sink),
    search: (params, sink) => parts.messages.search(params, sink),
    follow: followFeed({
      start: (params, listener) => parts.messages.follow(params, listener),
      clientOf: (producerId) => parts.producers.clientOf(producerId),
    }),
  };
}

/** Rows now, and whenever metadata, statistics or rates change. */
export async function currentTopics(parts: SourceParts): Promise<TopicsState> {
  const { explorer, stats, recorder, isForeign } = parts;
  const point = recorder.latest;
  if (!isForeign && stats.latest.size > 0) {
    const metadata = await explorer.link.metadata({ isFresh: true });
    return topicRows(metadata, stats.replicas.all, point);
  }
  const { topics } = await listTopics(explorer.link);
  const metadata = await explorer.link.metadata();
  const rows = Object.entries(topics).map(([name, row]) => {
    const partitions = metadata.topics.get(name)?.partitions ?? [];
    // Offsets tell what comes in; what is read nobody tells.
    const recordsInPerS = point?.topics[name]?.recordsIn ?? null;
    const sizeBytes = parts.watch.foreign?.sizeOfLeaders(name, partitions) ?? null;
    return [name, { ...row, sizeBytes, recordsInPerS }];
  });
  return { topics: Object.fromEntries(rows) };
}

function watchTopics(parts: SourceParts, value: (state: TopicsState) => void): () => void {
  const { watch, stats, recorder, isForeign } = parts;
  if (isForeign) {
    // The recorder works only while somebody listens.
    const unlisten = recorder.onPoint(() => {});
    const failed = () => {};
    const stop = polled(foreignTopicsIntervalMs, () => currentTopics(parts), { value, failed });
    return () => {
      stop();
      unlisten();
    };
  }
  const publish = () => {
    const { metadata } = watch;
    if (metadata) value(topicRows(metadata, stats.replicas.all, recorder.latest));
  };
  return watch.watch(publish);
}
