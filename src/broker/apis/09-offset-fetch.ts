/**
 * OffsetFetch v1-10: committed offsets of groups; a partition without one is answered with -1.
 *
 * v1 cannot carry an error of the whole group, so every partition carries it. v2: null topics ask
 * for all. v8: many groups. v9: member epoch of the new protocol, which classic groups ignore.
 * v10: topics by id. v7's requireStable has no effect without transactions.
 */
import type {
  FetchedOffsets,
  FetchedTopic,
  OffsetsQuery,
} from '../coordinator/group/offset-fetch.ts';
import { noOffset } from '../coordinator/group/offset-fetch.ts';
import type { MetadataImage } from '../metadata/image.ts';
import type { RequestOf, ResponseOf } from '../protocol/api.ts';
import { errors } from '../protocol/errors.ts';
import { offsetFetchApi } from '../protocol/messages/09-offset-fetch.ts';
import { type Uuid, zeroUuid } from '../protocol/types.ts';
import { handler, type RequestContext } from './handler.ts';
import { namedTopic } from './named-topic.ts';

const groupErrorVersion = 2;
const manyGroupsVersion = 8;
const topicIdVersion = 10;

type Request = RequestOf<typeof offsetFetchApi>;
type AskedTopic = NonNullable<Request['topics']>[number] & { readonly topicId?: Uuid };
type GroupRequest = Request['groups'][number];
type GroupResponse = NonNullable<ResponseOf<typeof offsetFetchApi>['groups']>[number];

export const offsetFetch = handler(offsetFetchApi, async (context, request) => {
  if (context.apiVersion < manyGroupsVersion) return fetchOne(context, request);
  const image = context.services.metadata.image();
  const isById = context.apiVersion >= topicIdVersion;
  const groups = request.groups.map(async (group) => {
    const query = { groupId: group.groupId, topics: knownTopics(image, group.topics, isById) };
    const fetched = await context.services.groups.fetchOffsets(query);
    return isById ? withIds(image, group, fetched) : fetched;
  });
  return { groups: await Promise.all(groups) };
});

async function fetchOne({ apiVersion, services }: RequestContext, request: Request) {
  const { groupId } = request;
  const image = services.metadata.image();
  const topics = knownTopics(image, request.topics, false);
  const { errorCode, topics: fetched } = await services.groups.fetchOffsets({ groupId, topics });
  if (errorCode === errors.none || apiVersion >= groupErrorVersion)
    return { errorCode, topics: fetched };
  const failed = request.topics?.map(({ name, partitionIndexes }) => ({
    name,
    partitions: partitionIndexes.map((partition) => noOffset(partition, errorCode)),
  }));
  return { topics: failed ?? [] };
}

function knownTopics(
  image: MetadataImage,
  topics: readonly AskedTopic[] | null,
  isById: boolean,
): OffsetsQuery['topics'] {
  if (topics === null) return null;
  return topics.flatMap((asked) => {
    const topic = namedTopic(image, { topicId: zeroUuid, ...asked }, isById);
    const topicId = topic?.id ?? zeroUuid;
    if (isById) return topic ? [{ ...asked, name: topic.name, topicId }] : [];
    return [{ ...asked, topicId }];
  });
}

/** Names become ids again. What has no id cannot be told; who asks for an unknown id is told so. */
function withIds(
  image: MetadataImage,
  asked: GroupRequest,
  fetched: FetchedOffsets,
): GroupResponse {
  const known = fetched.topics.flatMap((topic): FetchedTopic[] => {
    const topicId = image.topicsByName.get(topic.name)?.id;
    return topicId === undefined ? [] : [{ ...topic, topicId }];
  });
  const unknown = (asked.topics ?? [])
    .filter(({ topicId }) => !image.topicsById.has(topicId))
    .map(
      ({ topicId, partitionIndexes }): FetchedTopic => ({
        name: '',
        topicId,
        partitions: partitionIndexes.map((index) => noOffset(index, errors.unknownTopicId)),
      }),
    );
  const isFailed = fetched.errorCode !== errors.none;
  return { ...fetched, topics: isFailed ? [] : [...known, ...unknown] };
}
