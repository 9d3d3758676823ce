/** The Kafka side of a run: its topics, where its groups begin, and how far behind they are. */
import { setTimeout as delay } from 'node:timers/promises';
import { isContractError } from '../contract/errors.ts';
import { resetOffsets } from '../explorer/group-changes.ts';
import { committedOffsets } from '../explorer/groups.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import { isRetriable } from '../explorer/kafka-errors.ts';
import { latestTimestamp, listAllOffsets, partitionKey } from '../explorer/offsets.ts';
import { createTopic } from '../explorer/topics.ts';
import type { ScenarioDefinition } from './definition.ts';
import { groupOf } from './service-group.ts';

export type Progress = {
  /** Service -> records that wait for it; absent for one that consumes nothing. */
  readonly lags: ReadonlyMap<string, number>;
  /** Topic -> records written since the run began. */
  readonly written: ReadonlyMap<string, number>;
};

type Ends = ReadonlyMap<string, number>;

/** A group whose last run was killed keeps a ghost as member until its session ends. */
const groupWaitMs = 20_000;
const retryDelayMs = 500;

/** Makes the topics that are missing. */
export async function prepareTopics(link: KafkaLink, scenario: ScenarioDefinition): Promise<void> {
  const { topics: existing } = await link.metadata({ isFresh: true });
  const missing = scenario.topics.filter(({ name }) => !existing.has(name));
  await Promise.all(
    missing.map(async ({ name, partitions, config }) => {
      try {
        await createTopic(link, { topic: name, partitionCount: partitions, configs: config ?? {} });
      } catch (error) {
        if (!isContractError(error, 'topic-exists')) throw error;
      }
    }),
  );
}

/** Lets every group begin at the present end of its topics: a run is about its own records. */
export async function prepareGroups(
  link: KafkaLink,
  scenario: ScenarioDefinition,
  signal: AbortSignal,
): Promise<Ends> {
  await link.metadata({ isFresh: true });
  const ends = await endOffsets(link, scenario);
  await Promise.all(
    scenario.services.flatMap((service) =>
      (service.consume ?? []).map(({ topic }) => commitEnd(link, groupOf(service), topic, signal)),
    ),
  );
  return ends;
}

/** Committed positions are read before the ends, so that a lag of 0 everywhere is the truth. */
export async function readProgress(
  link: KafkaLink,
  scenario: ScenarioDefinition,
  starts: Ends,
): Promise<Progress> {
  const consumers = scenario.services.filter(({ consume }) => consume !== undefined);
  const committed = await Promise.all(
    consumers.map((service) => committedOffsets(link, groupOf(service))),
  );
  const ends = await endOffsets(link, scenario);
  const lags = consumers.map(({ name, consume = [] }, index): [string, number] => {
    const own = committed[index] ?? new Map<string, number>();
    const topics = new Set(consume.map(({ topic }) => topic));
    const lag = sumOver(ends, (key, end) =>
      topics.has(topicOfKey(key)) ? Math.max(0, end - (own.get(key) ?? starts.get(key) ?? 0)) : 0,
    );
    return [name, lag];
  });
  const written = scenario.topics.map(({ name }): [string, number] => [
    name,
    sumOver(ends, (key, end) =>
      topicOfKey(key) === name ? Math.max(0, end - (starts.get(key) ?? 0)) : 0,
    ),
  ]);
  return { lags: new Map(lags), written: new Map(written) };
}

async function commitEnd(
  link: KafkaLink,
  groupId: string,
  topic: string,
  signal: AbortSignal,
): Promise<void> {
  const deadlineMs = Date.now() + groupWaitMs;
  for (;;) {
    try {
      await resetOffsets(link, { groupId, topic, target: { to: 'latest' }, isDryRun: false });
      return;
    } catch (error) {
      const mayPass = isContractError(error, 'group-not-empty') || isRetriable(error);
      if (!mayPass || Date.now() > deadlineMs || signal.aborted) throw error;
      await delay(retryDelayMs, undefined, { signal });
    }
  }
}

async function endOffsets(link: KafkaLink, { topics }: ScenarioDefinition): Promise<Ends> {
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

function topicOfKey(key: string): string {
  return key.slice(0, key.lastIndexOf('-'));
}

function sumOver(ends: Ends, valueOf: (key: string, end: number) => number): number {
  return [...ends].reduce((sum, [key, end]) => sum + valueOf(key, end), 0);
}
