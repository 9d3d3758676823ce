/** Where each stream of the contract comes from. */
import type { ClusterWatch } from '../cluster-state/cluster-watch.ts';
import type { StatsTable } from '../cluster-state/stats-table.ts';
import { ratesOf, topicRows } from '../cluster-state/topic-rows.ts';
import type { EventLog } from '../cluster/event-log.ts';
import type { Settings } from '../contract/app-info.ts';
import type { TopicsState } from '../contract/topics.ts';
import type { Explorer } from '../explorer/explorer.ts';
import { describeGroup, listGroups } from '../explorer/groups.ts';
import { startTail } from '../explorer/tail.ts';
import { listTopics } from '../explorer/topic-list.ts';
import type { ScenarioService } from '../scenarios/scenario-service.ts';
import type { ThroughputRecorder } from '../throughput/recorder.ts';
import type { Sources } from './live-hub.ts';
import { polled } from './polled.ts';

export type SourceParts = {
  readonly explorer: Explorer;
  readonly watch: ClusterWatch;
  readonly stats: StatsTable;
  readonly events: EventLog;
  readonly recorder: ThroughputRecorder;
  readonly scenarios: ScenarioService;
  readonly settings: {
    readonly read: () => Settings;
    readonly onChange: (listener: (settings: Settings) => void) => () => void;
  };
  readonly isForeign: boolean;
};

const groupIntervalMs = 1_000;
const foreignTopicsIntervalMs = 2_000;
const tableIntervalMs = 500;

/** One source per stream. */
export function createSources(parts: SourceParts): Sources {
  const { explorer, watch, events, recorder, scenarios, settings } = parts;
  return {
    cluster: (_params, sink) => watch.watch(sink.value),
    topics: (_params, sink) => watchTopics(parts, sink.value),
    groups: (_params, sink) => polled(groupIntervalMs, () => listGroups(explorer.link), sink),
    group: ({ groupId }, sink) =>
      polled(groupIntervalMs, () => describeGroup(explorer.link, explorer.lagClock, groupId), sink),
    scenarioRun: (_params, sink) => scenarios.watch(sink.value),
    scenarioTable: ({ service, limit }, sink) =>
      polled(tableIntervalMs, async () => scenarios.table(service, limit), sink),
    settings: (_params, sink) => {
      sink.value(settings.read());
      return settings.onChange(sink.value);
    },
    events: (_params, sink) => ({
      items: events.recent,
      stop: events.onEvent((event) => sink.items([event])),
    }),
    throughput: (_params, sink) => ({
      items: recorder.recent,
      stop: recorder.onPoint((point) => sink.items([point])),
    }),
    tail: (params, sink) => ({
      items: [],
      ...startTail(explorer.link, params, {
        onBatch: (batch) => sink.items([batch]),
        onFailed: sink.failed,
      }),
    }),
  };
}

/** Rows now, and whenever metadata, statistics or rates change. */
export async function currentTopics(parts: SourceParts): Promise<TopicsState> {
  const { explorer, stats, recorder, isForeign } = parts;
  const point = recorder.recent.at(-1);
  if (!isForeign && stats.latest.size > 0) {
    const metadata = await explorer.link.metadata({ isFresh: true });
    return topicRows(metadata, stats.latest, point);
  }
  const { topics } = await listTopics(explorer.link);
  const rows = Object.entries(topics).map(([name, row]) => [
    name,
    { ...row, ...ratesOf(point, name) },
  ]);
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
    if (metadata) value(topicRows(metadata, stats.latest, recorder.recent.at(-1)));
  };
  return watch.watch(publish);
}
