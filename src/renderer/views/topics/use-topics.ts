/** Topics: the live list, one topic's description, and changing them. */
import { api } from '../../client/connection.ts';
import { useLive } from '../../client/live.ts';
import { useAction, useQuery } from '../../client/use-query.ts';
import type { CreateTopicParams } from '../../../main/contract/index.ts';
import { shapeOf } from './model.ts';

export function useTopics() {
  return useLive('topics', {});
}

export function useClusterState() {
  return useLive('cluster', {}).value;
}

export function useTopic(topic: string) {
  const cluster = useClusterState();
  const query = useQuery(
    `${topic} ${shapeOf(cluster, topic)}`,
    () => api['topics.describe']({ topic }),
    { keepsPrevious: true },
  );
  return { ...query, cluster };
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

export function useAddPartitions() {
  return useAction(async (topic: string, partitionCount: number) => {
    await api['topics.addPartitions']({ topic, partitionCount });
    return true;
  });
}

/** Deletes all records of the given partitions up to their high watermarks. */
export function useEmptyTopic() {
  return useAction(async (topic: string, partitions: readonly number[]) => {
    const before = Object.fromEntries(partitions.map((partition) => [String(partition), -1]));
    await api['topics.deleteRecords']({ topic, before });
    return true;
  });
}

/** Null: back to the default. */
export function useAlterConfig() {
  return useAction(async (topic: string, name: string, value: string | null) => {
    await api['topics.alterConfigs']({
      topic,
      set: value === null ? {} : { [name]: value },
      unset: value === null ? [name] : [],
    });
    return true;
  });
}
