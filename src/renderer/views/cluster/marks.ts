/** Which replicas changed their role since the user last said "seen": kept across view changes. */
import { create } from 'zustand';
import type { ClusterState } from '../../../main/contract/index.ts';
import { changedRoles, type TopicRows, topicRowsOf } from './model.ts';

type Marks = {
  /** Topic -> its rows as they were seen last; null before the first. */
  readonly seen: ReadonlyMap<string, TopicRows> | null;
  readonly changed: ReadonlySet<string>;
};

export const useMarks = create<Marks>(() => ({ seen: null, changed: new Set() }));

export function noteCluster(cluster: ClusterState): void {
  const { seen: before, changed } = useMarks.getState();
  const rows = topicRowsOf(cluster, '', true);
  const isSame =
    before?.size === rows.length && rows.every((topic) => before.get(topic.topic) === topic);
  if (isSame) return;
  const seen = new Map(rows.map((topic) => [topic.topic, topic]));
  const fresh = rows.flatMap((now) => {
    const old = before?.get(now.topic);
    return old ? changedRoles(old, now) : [];
  });
  const kept = [...changed].filter((key) => seen.has(key.split('/', 1)[0] ?? ''));
  const isChanged = fresh.length > 0 || kept.length < changed.size;
  useMarks.setState({ seen, changed: isChanged ? new Set([...kept, ...fresh]) : changed });
}

export function markSeen(): void {
  useMarks.setState({ changed: new Set() });
}
