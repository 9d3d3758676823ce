/** The Kafka side of a run before its first record: its topics, and where its groups begin. */
import { setTimeout as delay } from 'node:timers/promises';
import type { ScenarioDefinition, TopicDefinition } from '../../scenario/definition/scenario.ts';
import { deadLetterTopics, groupOf, readTopics } from '../../scenario/service-links.ts';
import { ContractError, isContractError } from '../contract/errors.ts';
import { resetOffsets, setOffsets } from '../explorer/group-changes.ts';
import { listFromAll } from '../explorer/group-requests.ts';
import { isRetriable } from '../explorer/kafka-errors.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import { latestTimestamp, listAllOffsets, partitionKey } from '../explorer/offsets.ts';
import { createTopic } from '../explorer/topics.ts';
import { redriveGroup } from './dead-letters.ts';

/** By `topic-partition`. */
export type Offsets = ReadonlyMap<string, number>;

export type PreparedTopics = {
  /** Those that were not there before. */
  readonly made: readonly string[];
  /** Where what is there is not what the scenario asks for; English. */
  readonly remarks: readonly string[];
};

export type PreparedGroups = {
  readonly made: readonly string[];
  /** Where each partition ended when the run began. */
  readonly starts: Offsets;
};

const defaultPartitionCount = 3;
const defaultReplication = 3;
/** A group whose last run was killed keeps a ghost as member until its session ends. */
const groupWaitMs = 20_000;
const retryDelayMs = 500;
const retryCount = 20;

/** Makes the topics that are missing; `signal` ends waiting for a cluster that is not up yet. */
export async function prepareTopics(
  link: KafkaLink,
  scenario: ScenarioDefinition,
  signal: AbortSignal,
): Promise<PreparedTopics> {
  const { topics: existing, brokers } = await link.metadata({ isFresh: true });
  const missing = scenario.topics.filter(({ name }) => !existing.has(name));
  const made = await Promise.all(
    missing.map((topic) => patiently(signal, () => create(link, topic, brokers.size))),
  );
  const remarks = scenario.topics.flatMap(({ name, partitions = defaultPartitionCount }) => {
    const count = existing.get(name)?.partitions.length;
    if (count === undefined || count === partitions) return [];
    return [`Topic ${name} is there already with ${count} partitions; the file says ${partitions}`];
  });
  return { made: made.flat(), remarks };
}

/** Answers the name, or nothing when somebody else was faster. */
async function create(
  link: KafkaLink,
  topic: TopicDefinition,
  brokerCount: number,
): Promise<readonly string[]> {
  const { name, partitions, replication = defaultReplication, config } = topic;
  try {
    await createTopic(link, {
      topic: name,
      partitionCount: partitions ?? defaultPartitionCount,
      replicationFactor: Math.max(1, Math.min(replication, brokerCount)),
      configs: config ?? {},
    });
    return [name];
  } catch (error) {
    if (!isContractError(error, 'topic-exists')) throw error;
    return [];
  }
}

/**
 * Lets every group begin where its service says: at the present end of its topics, because a run
 * is about its own records, or at their beginning.
 */
export async function prepareGroups(
  link: KafkaLink,
  scenario: ScenarioDefinition,
  signal: AbortSignal,
): Promise<PreparedGroups> {
  await link.metadata({ isFresh: true });
  const starts = await endOffsets(link, scenario);
  const consumers = scenario.services.filter(({ consume }) => consume !== undefined);
  const { listed } = await listFromAll(link);
  const before = new Set(listed.map(({ groupId }) => groupId));
  const letters = deadLetterTopics(scenario);
  const groups = consumers.map((service) => groupOf(service));
  if (letters.length > 0) groups.push(redriveGroup(scenario.name));
  await Promise.all([
    ...consumers.map((service) => {
      const to = service.from === 'beginning' ? 'earliest' : 'latest';
      const start = { groupId: groupOf(service), topics: readTopics(service), to } as const;
      return startGroup(link, start, signal);
    }),
    startGroup(
      link,
      { groupId: redriveGroup(scenario.name), topics: letters, to: 'latest' },
      signal,
    ),
  ]);
  return { made: groups.filter((group) => !before.has(group)), starts };
}

type Start = {
  readonly groupId: string;
  readonly topics: readonly string[];
  /** Or exactly these. */
  readonly to: 'latest' | 'earliest' | Offsets;
};

/** Commits for a group, as soon as it has no members; one topic after the other. */
export async function startGroup(
  link: KafkaLink,
  { groupId, topics, to }: Start,
  signal: AbortSignal,
): Promise<void> {
  for (const topic of topics) {
    await patiently(signal, async () => {
      if (typeof to === 'string') {
        await resetOffsets(link, { groupId, topic, target: { to }, isDryRun: false });
        return;
      }
      const known = (await link.metadata()).topics.get(topic)?.partitions ?? [];
      const names = known.map(({ partition }) => ({ topic, partition }));
      const offsets = names.map((name) => ({ ...name, offset: to.get(partitionKey(name)) ?? 0 }));
      if (offsets.length > 0) await setOffsets(link, groupId, offsets);
    });
  }
}

/** The end of every partition of the scenario's topics. */
export async function endOffsets(
  link: KafkaLink,
  { topics }: ScenarioDefinition,
): Promise<Offsets> {
  const metadata = await link.metadata();
  const names = topics.flatMap(({ name }) =>
    (metadata.topics.get(name)?.partitions ?? []).map(({ partition }) => ({
      topic: name,
      partition,
    })),
  );
  const ends = await listAllOffsets(link, names, latestTimestamp);
  return new Map(names.map((name) => [partitionKey(name), ends.get(partitionKey(name)) ?? 0]));
}

/** Tries again what may pass: a moving leader, a group that is about to be empty. */
async function patiently<Value>(signal: AbortSignal, action: () => Promise<Value>): Promise<Value> {
  const deadlineMs = Date.now() + groupWaitMs;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await action();
    } catch (error) {
      const isBusy = isContractError(error, 'group-not-empty');
      const mayPass = isBusy || (error instanceof ContractError && isRetriable(error));
      const isTried = attempt >= retryCount && !isBusy;
      if (!mayPass || isTried || Date.now() > deadlineMs || signal.aborted) throw error;
      await delay(retryDelayMs, undefined, { signal });
    }
  }
}
