/** What the connected cluster has, gathered for a drawing. */
import { type ClusterFacts, drawTopology } from '../../scenario/import/topology.ts';
import type { ProducersState } from '../contract/producers.ts';
import type { ImportedScenario } from '../contract/scenario-exports.ts';
import { lookAtGroups } from '../explorer/groups.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';

/** `topics` absent: all but Kafka's own and those of tools (`_schemas` and the like). */
export async function importTopology(
  link: KafkaLink,
  producers: ProducersState | null,
  topics?: readonly string[],
): Promise<ImportedScenario> {
  const [metadata, { groups, committed }] = await Promise.all([
    link.metadata({ isFresh: true }),
    lookAtGroups(link),
  ]);
  const wanted = topics === undefined ? null : new Set(topics);
  const chosen = [...metadata.topics.values()].filter(({ name, isInternal }) =>
    wanted ? wanted.has(name) : !isInternal && !name.startsWith('_'),
  );
  const facts: ClusterFacts = {
    topics: chosen
      .map(({ name, partitions }) => ({
        name,
        partitions: partitions.length,
        replication: partitions[0]?.replicas.length ?? 1,
      }))
      .toSorted((left, right) => left.name.localeCompare(right.name)),
    groups: groups.map(({ groupId, members }) => ({
      groupId,
      topics: [
        ...new Set([
          ...(committed.get(groupId) ?? []).map(({ topic }) => topic),
          ...members.flatMap(({ assignment }) => Object.keys(assignment)),
        ]),
      ].toSorted(),
    })),
    producers: producers && writersOf(producers),
  };
  return drawTopology(facts);
}

/** By client id: one client has many connections and producer ids. */
function writersOf({ producers }: ProducersState): NonNullable<ClusterFacts['producers']> {
  const writers = new Map<string, Set<string>>();
  for (const { clientId, topics } of Object.values(producers)) {
    if (clientId === null) continue;
    const known = writers.get(clientId) ?? new Set();
    for (const topic of Object.keys(topics)) known.add(topic);
    writers.set(clientId, known);
  }
  return [...writers].map(([clientId, topics]) => ({ clientId, topics: [...topics].toSorted() }));
}
