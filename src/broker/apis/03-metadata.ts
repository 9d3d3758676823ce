/**
 * Metadata v0-13: brokers, and the topics asked for with their leaders.
 *
 * v1: null means all topics, an empty list none; v0: an empty list means all. v4: the client may
 * forbid automatic creation. v10: topic ids in answers; v12: topics may be asked for by id, and
 * names beside ids are not looked at. v13: an error of the whole request.
 * Each topic is told once, those that exist first.
 * A topic that is created automatically is waited for, so that the first answer has its leaders.
 */
import type { MetadataImage, TopicImage } from '../metadata/image.ts';
import type { RequestOf, ResponseOf } from '../protocol/api.ts';
import { errors } from '../protocol/errors.ts';
import { metadataApi } from '../protocol/messages/03-metadata.ts';
import { isInternalTopic, topicNameProblem } from '../protocol/topic-names.ts';
import { zeroUuid } from '../protocol/types.ts';
import { createMissingTopics } from './auto-create-topics.ts';
import { handler, type RequestContext } from './handler.ts';
import {
  clusterOperations,
  controllerIdFor,
  liveBrokers,
  operationsNotAsked,
  type PartitionView,
  partitionView,
  topicOperations,
} from './topic-views.ts';

type Request = RequestOf<typeof metadataApi>;
type AskedTopic = NonNullable<Request['topics']>[number];
type TopicResult = ResponseOf<typeof metadataApi>['topics'][number];
type Terms = Pick<RequestContext, 'apiVersion' | 'listenerName'> & {
  readonly withOperations: boolean;
};

const topicIdVersion = 12;
/** Versions before know no error for a leader without the listener that the client came through. */
const listenerErrorVersion = 6;

export const metadata = handler(metadataApi, async (context, request) => {
  const { services, apiVersion } = context;
  const { topics: asked } = request;
  const isAll = asked === null || (apiVersion === 0 && asked.length === 0);
  if (!isAll && asked.some((topic) => isRefused(topic, apiVersion))) return refused(asked);
  const wanted = isAll ? [] : distinct(asked);
  await createMissing(context, request, wanted);
  const image = await services.metadata.settledImage();
  const terms = {
    apiVersion,
    listenerName: context.listenerName,
    withOperations: request.includeTopicAuthorizedOperations,
  };
  const topics = isAll
    ? [...image.topicsByName.values()].map((topic) => found(image, topic, terms))
    : ordered(wanted.map((topic) => describe(image, topic, terms)));
  return answer(context, request, topics);
});

function answer(
  { services, listenerName }: RequestContext,
  request: Request,
  topics: TopicResult[],
): ResponseOf<typeof metadataApi> {
  const image = services.metadata.image();
  const { random } = services.env;
  return {
    brokers: liveBrokers(image, listenerName),
    clusterId: services.clusterId,
    controllerId: controllerIdFor(image, services.raft.leaderId, () => random.next(), listenerName),
    topics,
    clusterAuthorizedOperations: request.includeClusterAuthorizedOperations
      ? clusterOperations
      : operationsNotAsked,
    errorCode: errors.none,
  };
}

/** Nothing else is told then. A name cannot be null in answers of these versions. */
const refused = (asked: readonly AskedTopic[]): ResponseOf<typeof metadataApi> => ({
  brokers: [],
  topics: asked.map(({ name, topicId }) =>
    failed({ name: name ?? '', topicId }, errors.invalidRequest),
  ),
  errorCode: errors.none,
});

/** Versions 10 and 11 know topic ids but do not take them in requests. */
const isRefused = ({ name, topicId }: AskedTopic, version: number): boolean =>
  version < topicIdVersion ? name === null || topicId !== zeroUuid : false;

/** Each topic once; where any is asked for by id, only those are. */
function distinct(asked: readonly AskedTopic[]): AskedTopic[] {
  const byId = asked.filter(({ topicId }) => topicId !== zeroUuid);
  const wanted = byId.length > 0 ? byId : asked;
  const keyOf = ({ topicId, name }: AskedTopic) => (topicId === zeroUuid ? name : topicId);
  return [...new Map(wanted.map((topic) => [keyOf(topic), topic])).values()];
}

/** As Kafka has it: ids that are not known, topics, names that stand for none. */
function ordered(results: readonly TopicResult[]): TopicResult[] {
  const rankOf = ({ errorCode }: TopicResult) =>
    errorCode === errors.unknownTopicId ? 0 : errorCode === errors.none ? 1 : 2;
  return results.toSorted((left, right) => rankOf(left) - rankOf(right));
}

async function createMissing(
  { services }: RequestContext,
  request: Request,
  asked: readonly AskedTopic[],
): Promise<void> {
  if (!request.allowAutoTopicCreation || !services.config.autoCreateTopicsEnable) return;
  const { topicsByName } = services.metadata.image();
  const missing = asked.flatMap(({ name, topicId }) =>
    name !== null &&
    topicId === zeroUuid &&
    !topicsByName.has(name) &&
    topicNameProblem(name) === undefined
      ? [name]
      : [],
  );
  if (missing.length > 0) await createMissingTopics(services, [...new Set(missing)]);
}

function describe(image: MetadataImage, asked: AskedTopic, terms: Terms): TopicResult {
  const { name, topicId } = asked;
  if (topicId !== zeroUuid) {
    const topic = image.topicsById.get(topicId);
    if (topic) return found(image, topic, terms);
    return failed({ name: null, topicId }, errors.unknownTopicId);
  }
  const topic = name === null ? undefined : image.topicsByName.get(name);
  if (topic) return found(image, topic, terms);
  const isLegal = name !== null && topicNameProblem(name) === undefined;
  return {
    ...failed(asked, isLegal ? errors.unknownTopicOrPartition : errors.invalidTopicException),
    topicAuthorizedOperations: operationsOf(terms.withOperations),
  };
}

const operationsOf = (isAsked: boolean): number => (isAsked ? topicOperations : operationsNotAsked);

const failed = ({ name, topicId }: AskedTopic, errorCode: number): TopicResult => ({
  errorCode,
  name,
  topicId,
  isInternal: name !== null && isInternalTopic(name),
  partitions: [],
});

function found(image: MetadataImage, topic: TopicImage, terms: Terms): TopicResult {
  const { apiVersion, listenerName } = terms;
  const partitions = topic.partitions.map((partition, index) =>
    partitionView(image, index, partition, listenerName),
  );
  return {
    errorCode: errors.none,
    name: topic.name,
    topicId: topic.id,
    isInternal: isInternalTopic(topic.name),
    partitions: apiVersion < listenerErrorVersion ? partitions.map(withOldError) : partitions,
    topicAuthorizedOperations: operationsOf(terms.withOperations),
  };
}

const withOldError = (view: PartitionView): PartitionView =>
  view.errorCode === errors.listenerNotFound
    ? { ...view, errorCode: errors.leaderNotAvailable }
    : view;
