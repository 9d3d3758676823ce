/** Topics: the live list, one topic's description and files, and changing them. */
import { api } from '../../client/connection.ts';
import { useLive } from '../../client/live.ts';
import { useAction, useQuery } from '../../client/use-query.ts';
import type {
  CloneTopicParams,
  ConfigChanges,
  CreateTopicParams,
  PurgePreview,
  PurgeTarget,
} from '../../../main/contract/index.ts';
import { shapeOf } from './model.ts';

export function useTopics() {
  return useLive('topics', {});
}

export function useTopicAges() {
  return useLive('topicAges', {}).value;
}

export function useClusterState() {
  return useLive('cluster', {}).value;
}

/** Names in the order in which they were pinned, and a function that turns one over. */
export function usePins() {
  const settings = useLive('settings', {}).value;
  const clusterId = useClusterState()?.clusterId ?? '';
  const pins = settings?.pinnedTopics[clusterId] ?? [];
  const toggle = (topic: string) => {
    const next = pins.includes(topic) ? pins.filter((name) => name !== topic) : [...pins, topic];
    const pinnedTopics = { ...settings?.pinnedTopics, [clusterId]: [...next] };
    return api['settings.set']({ pinnedTopics });
  };
  return { pins, toggle };
}

export function useTopic(topic: string) {
  const cluster = useClusterState();
  const query = useQuery(
    `${topic} ${shapeOf(cluster, topic)}`,
    () => api['topics.describe']({ topic }),
    { keepsPrevious: true },
  );
  const offsets = useLive('offsets', { topics: [topic] }).value;
  const summary = useTopics().value?.topics[topic];
  return { ...query, cluster, offsets, summary };
}

export function useTopicLogs(topic: string) {
  return useLive('topicLogs', { topic });
}

export function useTopicConsumers(topic: string) {
  return useLive('topicConsumers', { topic });
}

export function useCreateTopic() {
  return useAction(async (params: CreateTopicParams) => {
    await api['topics.create'](params);
    return params.topic;
  });
}

export function useDeleteTopic() {
  return useAction(async (topic: string) => {
    await api['topics.delete']({ topic });
    return true;
  });
}

export function useTruncateTopic() {
  return useAction(async (topic: string) => {
    await api['topics.truncate']({ topic });
    return true;
  });
}

export function useCloneTopic() {
  return useAction((params: CloneTopicParams) => api['topics.clone'](params));
}

export function useAddPartitions() {
  return useAction(async (topic: string, partitionCount: number) => {
    await api['topics.addPartitions']({ topic, partitionCount });
    return true;
  });
}

/** What would go; asked again whenever the target changes. Null: nothing to ask yet. */
export function usePurgePreview(
  topic: string,
  target: PurgeTarget | null,
  partitions: readonly number[] | undefined,
) {
  const key = target && JSON.stringify([topic, target, partitions ?? null]);
  return useQuery(
    key,
    () => api['topics.previewPurge']({ topic, target: target ?? { to: 'all' }, partitions }),
    { keepsPrevious: true },
  );
}

/** Deletes what the preview has shown, and no record that came later. */
export function usePurge() {
  return useAction(async (topic: string, preview: PurgePreview) => {
    const due = preview.partitions.filter(({ recordCount }) => recordCount > 0);
    const before = Object.fromEntries(due.map((row) => [String(row.partition), row.before]));
    if (due.length > 0) await api['topics.deleteRecords']({ topic, before });
    return preview.recordCount;
  });
}

export function alterTopic(topic: string, changes: ConfigChanges) {
  return api['topics.alterConfigs']({ topic, ...changes });
}
