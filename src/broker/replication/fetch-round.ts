/** One Fetch on its way to an answer: what it asks for, what was found, when that is enough. */
import { Lease } from '../log/slabs.ts';
import type { ClientCounts } from '../metrics/client-meter.ts';
import type { FetchBudget, FetchData, FetchTerms, PartitionRead } from './fetch-read.ts';
import type { FetchEntry, FetchSession } from './fetch-session.ts';

type Item = { readonly entry: FetchEntry; readonly read: PartitionRead };
export type Outcome = {
  readonly items: Item[];
  sizeBytes: number;
  isUrgent: boolean;
  budget: FetchBudget;
};

/** One request on its way to an answer. */
export type Round = {
  readonly session: FetchSession;
  /** The answer names all partitions, not only those with news. */
  readonly isFull: boolean;
  readonly terms: FetchTerms;
  readonly minBytes: number;
  readonly maxBytes: number;
  /** Of the answer; takes over what the outcome holds that is answered with. */
  readonly lease: Lease;
  /** Where what is served is counted. */
  readonly client: ClientCounts | undefined;
  /** See Caller. */
  readonly listenerName: string | undefined;
};

export function newOutcome({ maxBytes }: Round): Outcome {
  const budget = { bytesLeft: maxBytes, hasRecords: false, lease: new Lease() };
  return { items: [], sizeBytes: 0, isUrgent: false, budget };
}

export type ResponseTopic = { topic: string; topicId: string; partitions: FetchData[] };

export function addTo(
  topics: Map<string, ResponseTopic>,
  entry: FetchEntry,
  data: FetchData,
): void {
  const key = entry.session.usesTopicIds ? entry.topicId : entry.topic;
  const topic = topics.get(key);
  if (topic) topic.partitions.push(data);
  else topics.set(key, { topic: entry.topic, topicId: entry.topicId, partitions: [data] });
}

export function take(outcome: Outcome, entry: FetchEntry, read: PartitionRead): void {
  outcome.items.push({ entry, read });
  outcome.sizeBytes += read.sizeBytes;
  if (read.isUrgent) outcome.isUrgent = true;
}

export function isEnough(round: Round, outcome: Outcome): boolean {
  return outcome.isUrgent || outcome.sizeBytes >= round.minBytes || isStartNews(round, outcome);
}

/** What an incremental answer has to tell: records, an error, a moved high watermark or start. */
export function hasNews(entry: FetchEntry, { data, sizeBytes, isUrgent }: PartitionRead): boolean {
  return (
    sizeBytes > 0 ||
    isUrgent ||
    data.highWatermark !== entry.sentHighWatermark ||
    data.logStartOffset !== entry.sentLogStartOffset
  );
}

/** A follower waits with DeleteRecords for this, so it is told at once. */
function isStartNews(round: Round, outcome: Outcome): boolean {
  if (!round.terms.isReplica) return false;
  for (const { entry, read } of outcome.items) {
    const sent = entry.sentLogStartOffset;
    if (sent >= 0 && read.data.logStartOffset !== sent) return true;
  }
  return false;
}

export function markTold(entry: FetchEntry, { data, isUrgent }: PartitionRead): void {
  // What went wrong is told again until it is right, and then that it is.
  entry.sentHighWatermark = isUrgent ? -1 : data.highWatermark;
  entry.sentLogStartOffset = isUrgent ? -1 : (data.logStartOffset ?? -1);
}
