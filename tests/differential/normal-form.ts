/** An answer without what must differ between two clusters: addresses, folders, ids and times. */
import { decompress } from '../../src/broker/protocol/compression.ts';
import { codecOf, decodeRecords, headersOf } from '../../src/broker/protocol/record-batch.ts';
import { zeroUuid } from '../../src/broker/protocol/types.ts';
import { passingGroup } from './pools.ts';
import type { Side } from './sides.ts';

/** What one side calls what both have. */
export class Names {
  private readonly side: Side;
  private readonly topicOfId = new Map<string, string>();
  private readonly idOfTopic = new Map<string, string>();
  private readonly texts: readonly (readonly [from: string, to: string])[];
  private readonly nodeOfPort: ReadonlyMap<number, string>;

  constructor(side: Side) {
    this.side = side;
    const addresses = [
      ...side.brokers.map((it, index) => [it, `<broker ${index + 1}>`] as const),
      ...side.controllers.map((it, index) => [it, `<controller ${index + 1}>`] as const),
    ];
    const folders = side.brokers.map(
      (_, index) => [side.logDirOf(index + 1), `<folder ${index + 1}>`] as const,
    );
    this.texts = [...addresses, ...folders];
    this.nodeOfPort = new Map(addresses.map(([it, name]) => [Number(it.split(':')[1]), name]));
  }

  /** Remembers the ids of topics that an answer tells. */
  learn(value: unknown): void {
    if (Array.isArray(value)) for (const element of value) this.learn(element);
    else if (typeof value === 'object' && value !== null && !Buffer.isBuffer(value)) {
      const { name, topicId } = value as { name?: unknown; topicId?: unknown };
      const isTold = typeof name === 'string' && typeof topicId === 'string';
      if (isTold && name !== '' && topicId !== zeroUuid) {
        this.topicOfId.set(topicId, name);
        this.idOfTopic.set(name, topicId);
      }
      for (const field of Object.values(value)) this.learn(field);
    }
  }

  idOf(topic: string): string {
    return this.idOfTopic.get(topic) ?? 'bm90LXlldC1tYWRlLXRvcA';
  }

  topicOf(id: string): string | undefined {
    return this.topicOfId.get(id);
  }

  nodeAt(port: number): string {
    return this.nodeOfPort.get(port) ?? `port ${port}`;
  }

  folder(): string {
    return this.side.logDirOf(1);
  }

  hide(text: string): string {
    return this.texts.reduce((all, [from, to]) => all.replaceAll(from, to), text);
  }
}

/** Texts for people: that there is one matters, not its words. */
const message = (value: unknown) => (value === null || value === '' ? null : '<message>');
const given = (what: string) => (value: unknown) =>
  typeof value === 'number' && value >= 0 ? `<${what}>` : value;

/** Fields by the end of `Api.path`; the first that fits. */
const varying: readonly [RegExp, (value: never) => unknown][] = [
  [/throttleTimeMs$/, () => '<throttle>'],
  [/[eE]rrorMessage$/, message],
  // Brokers name any broker: the active controller is not for clients.
  [/^(Metadata|DescribeCluster)\.controllerId$/, given('a broker')],
  [/^ApiVersions\.(finalizedFeaturesEpoch)$/, given('epoch')],
  [/(logAppendTimeMs|lastFetchTimestamp|lastCaughtUpTimestamp)$/, given('time')],
  [/^InitProducerId\.producerId$/, given('producer id')],
  [/(brokerEpoch|incarnationId|clientInstanceId|subscriptionId)$/, () => '<incarnation>'],
  [/^DescribeQuorum\..*(highWatermark|logEndOffset|leaderEpoch)$/, given('offset')],
  [/^(Vote|BeginQuorumEpoch|EndQuorumEpoch|FetchSnapshot)\..*[eE]poch$/, given('epoch')],
  [/^DescribeLogDirs\..*(totalBytes|usableBytes)$/, given('bytes')],
  [/^Fetch\.sessionId$/, (value: number) => (value > 0 ? '<session>' : value)],
  [/(memberId|leader|memberIds)$/, (value) => memberName(value)],
  [/^JoinGroup\.leader$/, (value) => memberName(value)],
  [/[dD]irectoryId$|replicaDirectoryId$/, () => '<directory>'],
];

/** The id that a coordinator makes: the client's, or the instance's, and a random part. */
function memberName(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return value.replace(/[0-9a-f]{8}-[0-9a-f-]{27}$|(?<=-)[A-Za-z0-9_-]{22}$/, '<random>');
}

/** Groups that come and go as their members' sessions end. */
const isPassing = (element: unknown): boolean =>
  typeof element === 'object' &&
  element !== null &&
  'groupId' in element &&
  passing.test(`${element.groupId as string}`);
const passing = new RegExp(`^(${passingGroup}|group-v|static-v)`);

type FetchedTopic = {
  readonly topic: string;
  readonly topicId: string;
  readonly partitions: object[];
};

/** Kafka may tell a topic twice, its errors apart. */
function together(topics: readonly FetchedTopic[]): FetchedTopic[] {
  const merged = new Map<string, FetchedTopic>();
  for (const topic of topics) {
    const key = `${topic.topic} ${topic.topicId}`;
    const before = merged.get(key)?.partitions ?? [];
    merged.set(key, { ...topic, partitions: [...before, ...topic.partitions] });
  }
  return [...merged.values()];
}

const isInternalTopic = (value: object): boolean =>
  'name' in value && `${value.name as string}`.startsWith('__');
const sizeless = (partition: object) => ({ ...partition, partitionSize: '<size>' });

/** Lists whose order carries a meaning. */
const ordered = /(replicas|replicaNodes|assignments)$/;

export function normalForm(api: string, value: unknown, names: Names): unknown {
  return walk(value, api, names);
}

function walk(value: unknown, path: string, names: Names): unknown {
  const rule = varying.find(([pattern]) => pattern.test(path));
  if (rule) {
    const replaced = rule[1](value as never);
    if (replaced !== value || !Array.isArray(value)) return replaced;
  }
  if (Array.isArray(value)) {
    const whole = path === 'Fetch.responses' ? together(value as FetchedTopic[]) : value;
    const told = path === 'ListGroups.groups' ? whole.filter((it) => !isPassing(it)) : whole;
    const elements = told.map((element: unknown) => walk(element, path, names));
    if (ordered.test(path)) return elements;
    return elements
      .map((element) => [JSON.stringify(element), element] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([, element]) => element);
  }
  if (Buffer.isBuffer(value))
    return /records$/i.test(path) ? batchesOf(value) : value.toString('hex');
  if (typeof value === 'object' && value !== null) {
    const isInternal = path === 'DescribeLogDirs.results.topics' && isInternalTopic(value);
    const entries = Object.entries(value).map(([name, field]) => [
      name,
      // What coordinators write down has another size.
      walk(
        isInternal && Array.isArray(field) ? field.map(sizeless) : field,
        `${path}.${name}`,
        names,
      ),
    ]);
    return Object.fromEntries(entries) as object;
  }
  if (typeof value === 'number' && /port$/i.test(path) && value > 0) return names.nodeAt(value);
  if (typeof value === 'string') {
    const topic = path.endsWith('Id') ? names.topicOf(value) : undefined;
    return topic === undefined ? names.hide(value) : `<id of ${topic}>`;
  }
  return value;
}

/** Batches by their headers and records, so that other compressed bytes of the same are the same. */
function batchesOf(bytes: Buffer): unknown {
  const batches: unknown[] = [];
  let end = 0;
  for (const header of headersOf(bytes)) {
    const { position, sizeBytes, producerId, ...rest } = header;
    end = position + sizeBytes;
    const body = bytes.subarray(position + 61, end);
    const codec = codecOf(header.attributes);
    const records = decodeRecords(bytes, header, codec === 0 ? undefined : decompress(codec, body));
    const texts = records.map(({ offset, timestampMs, key, value, headers }) =>
      [offset, timestampMs, key?.toString('latin1') ?? null, value?.toString('latin1') ?? null]
        .concat(headers.map((it) => `${it.key}=${it.value?.toString('latin1')}`))
        .join('|'),
    );
    batches.push({ ...rest, producerId: given('producer id')(producerId), records: texts });
  }
  return end === bytes.length ? batches : [...batches, `and ${bytes.length - end} bytes`];
}
