/** The list of clusters as the contract shows it. */
import { readLayout } from '../cluster/layout.ts';
import type { LocalCluster } from '../cluster/local-cluster.ts';
import type { ClusterEntry, ClustersState, WorkspacePhase } from '../contract/clusters.ts';
import { clusterDir } from './folders.ts';
import type { Registry, Saved } from './registry.ts';
import type { Opened } from './workspaces.ts';

/** What was found at the last look at a foreign cluster; null: nobody answered. */
export type Looked = { readonly brokerCount: number } | null;

export type Known = {
  readonly home: string;
  readonly registry: Registry;
  readonly opened: ReadonlyMap<string, Opened>;
  readonly sizes: ReadonlyMap<string, number>;
  readonly looked: ReadonlyMap<string, Looked>;
};

const noSecurity = { tls: null, sasl: null } as const;

/** The default cluster first, then by name. */
export function describeClusters(known: Known): ClustersState {
  const { registry } = known;
  const saved = Object.entries(registry.clusters).toSorted(([, left], [, right]) =>
    left.name.localeCompare(right.name),
  );
  return {
    defaultId: 'default',
    clusters: Object.fromEntries([
      ['default', describeDefault(known)] as const,
      ...saved.map(([id, each]) => [id, describe(known, id, each)] as const),
    ]),
  };
}

function describeDefault(known: Known): ClusterEntry {
  const { home, registry, opened, looked, sizes } = known;
  const base = { name: registry.defaultName, isDefault: true, createdAtMs: 0 };
  const target = opened.get('default')?.target;
  if (target && !target.cluster) {
    const { bootstrap } = target;
    const foreign = { security: noSecurity, hasPassword: false, isReadOnly: false };
    return { kind: 'foreign', ...base, bootstrap, ...foreign, ...lookedAt(looked, 'default') };
  }
  const sizeBytes = sizes.get('default') ?? null;
  return { kind: 'local', ...base, dir: home, sizeBytes, ...localNow(target?.cluster, home) };
}

function describe(known: Known, id: string, saved: Saved): ClusterEntry {
  const { home, opened, looked, sizes } = known;
  const { name, createdAtMs } = saved;
  const base = { name, createdAtMs, isDefault: false };
  if (saved.kind === 'foreign') {
    const { bootstrap, security, isReadOnly, password } = saved;
    const foreign = { bootstrap, security, isReadOnly, hasPassword: password !== null };
    return { kind: 'foreign', ...base, ...foreign, ...lookedAt(looked, id) };
  }
  const dir = clusterDir(home, id);
  const sizeBytes = sizes.get(id) ?? null;
  return {
    kind: 'local',
    ...base,
    dir,
    sizeBytes,
    ...localNow(opened.get(id)?.target.cluster, dir),
  };
}

function lookedAt(looked: Known['looked'], id: string) {
  const found = looked.get(id);
  if (found === undefined) return { phase: 'unknown', brokerCount: 0 } as const;
  if (found === null) return { phase: 'unreachable', brokerCount: 0 } as const;
  return { phase: 'ready', brokerCount: found.brokerCount } as const;
}

function localNow(cluster: LocalCluster | null | undefined, dir: string) {
  const layout = cluster ? cluster.layout : readLayout(dir);
  const brokers = layout?.brokers ?? [];
  const bootstrap = brokers.map(({ port }) => `${layout?.host}:${port}`).join(',');
  return { phase: phaseOf(cluster), bootstrap, brokerCount: brokers.length };
}

/** From the processes alone: what is in the cluster does not matter to a list of clusters. */
export function phaseOf(cluster: LocalCluster | null | undefined): WorkspacePhase {
  const phases = [...(cluster?.supervisor.machines.values() ?? [])].map(({ phase }) => phase);
  if (phases.every((phase) => phase === 'exited')) return 'stopped';
  if (phases.every((phase) => phase === 'ready')) return 'ready';
  const isStarting = phases.every((phase) => phase === 'starting' || phase === 'ready');
  return isStarting ? 'starting' : 'degraded';
}
