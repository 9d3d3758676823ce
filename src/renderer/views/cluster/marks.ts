/** Which replicas changed their role since the user last said "seen": kept across view changes. */
import { create } from 'zustand';
import type { ClusterState } from '../../../main/contract/index.ts';
import { changedRoles, type Role, rolesOf } from './model.ts';

type Marks = {
  readonly roles: ReadonlyMap<string, Role> | null;
  readonly changed: ReadonlySet<string>;
};

export const useMarks = create<Marks>(() => ({ roles: null, changed: new Set() }));

export function noteCluster(cluster: ClusterState): void {
  const { roles: before, changed } = useMarks.getState();
  const roles = rolesOf(cluster);
  const fresh = before ? changedRoles(before, roles) : [];
  const kept = [...changed].filter((key) => roles.has(key));
  useMarks.setState({
    roles,
    changed:
      fresh.length > 0 || kept.length < changed.size ? new Set([...kept, ...fresh]) : changed,
  });
}

export function markSeen(): void {
  useMarks.setState({ changed: new Set() });
}
