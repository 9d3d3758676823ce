/** Topics that a request names by id in newer versions and by name in older ones. */
import type { MetadataImage, TopicImage } from '../metadata/image.ts';
import type { Uuid } from '../protocol/types.ts';

export function namedTopic(
  image: MetadataImage,
  asked: { readonly name: string; readonly topicId: Uuid },
  isById: boolean,
): TopicImage | undefined {
  return isById ? image.topicsById.get(asked.topicId) : image.topicsByName.get(asked.name);
}
