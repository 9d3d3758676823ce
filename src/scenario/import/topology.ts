/**
 * What a cluster has, as a drawing: topics, the groups that read them, and who writes as far as the
 * brokers tell. Run, it disturbs nobody: its services read in groups of their own, and what real
 * producers write is a line of the drawing only.
 */
import { stringify } from 'yaml';
import type { ImportedScenario } from '../../main/contract/scenario-exports.ts';
import { scenarioFormat } from '../definition/scenario.ts';
import { plainNameOf } from './names.ts';
import { withRemarks } from './remarks.ts';

export type ClusterFacts = {
  readonly topics: readonly {
    readonly name: string;
    readonly partitions: number;
    readonly replication: number;
  }[];
  readonly groups: readonly { readonly groupId: string; readonly topics: readonly string[] }[];
  /** Null: this cluster's brokers tell nothing of who writes. */
  readonly producers:
    | readonly { readonly clientId: string; readonly topics: readonly string[] }[]
    | null;
};

type Part = {
  group: string | null;
  client: string | null;
  reads: Set<string>;
  writes: Set<string>;
};

const replicationMax = 9;

export function drawTopology({ topics, groups, producers }: ClusterFacts): ImportedScenario {
  const known = new Set(topics.map(({ name }) => name));
  const parts: Part[] = groups.flatMap(({ groupId, topics: read }) => {
    const reads = new Set(read.filter((topic) => known.has(topic)));
    return reads.size === 0 ? [] : [{ group: groupId, client: null, reads, writes: new Set() }];
  });
  for (const { clientId, topics: written } of producers ?? []) {
    const writes = written.filter((topic) => known.has(topic));
    if (writes.length === 0) continue;
    const own = parts.find(({ group, client }) => client === clientId || isSame(group, clientId));
    const part = own ?? { group: null, client: null, reads: new Set(), writes: new Set() };
    if (!own) parts.push(part);
    part.client = clientId;
    for (const topic of writes) part.writes.add(topic);
  }
  const taken = new Set<string>();
  const named = parts.map((part) => {
    const text = (part.group ?? part.client ?? '').replace(/-(service|group)$/, '');
    const name = plainNameOf(text, taken, 'client');
    taken.add(name);
    return { ...part, name };
  });
  const links = named.flatMap(({ name, writes }) =>
    [...writes].map((topic) => ({
      from: `service/${name}`,
      to: `topic/${topic}`,
      title: { en: 'writes', ko: '기록' },
    })),
  );
  const source = stringify(
    {
      format: scenarioFormat,
      name: 'cluster-topology',
      title: { en: 'What this cluster has', ko: '이 클러스터의 구성' },
      topics: topics.map(({ name, partitions, replication }) => ({
        name,
        partitions: Math.min(1000, partitions),
        replication: Math.min(replicationMax, replication),
      })),
      services: named.map(({ name, group, client, reads }) => ({
        name,
        title: group ?? client ?? name,
        ...(reads.size > 0 && {
          group: `${group ?? name}-drawing`,
          from: 'beginning',
          consume: [...reads].map((topic) => ({ topic })),
        }),
      })),
      ...(links.length > 0 && { links }),
    },
    { lineWidth: 100, aliasDuplicateObjects: false },
  );
  const remarks = remarksOf(parts, producers, known);
  return { name: 'cluster-topology', source: withRemarks(source, remarks), remarks };
}

/** A service that reads and writes usually has one name for both. */
function isSame(group: string | null, clientId: string): boolean {
  if (group === null) return false;
  const plain = (text: string) => text.replace(/-(service|group|producer|consumer)$/, '');
  return plain(group) === plain(clientId);
}

function remarksOf(
  parts: readonly Part[],
  producers: ClusterFacts['producers'],
  topics: ReadonlySet<string>,
): readonly string[] {
  const remarks = [
    'Services read in groups of their own (…-drawing), so that a run takes nothing from the real ones.',
  ];
  const written = new Set(parts.flatMap(({ writes }) => [...writes]));
  const unwritten = [...topics].filter((topic) => !written.has(topic));
  if (producers === null) remarks.push('The brokers of this cluster do not tell who writes.');
  else if (unwritten.length > 0)
    remarks.push(`Nobody has been seen writing to ${unwritten.join(', ')}.`);
  return remarks;
}
