/** All topics, or the one that the address names. */
import { useRoute } from '../../ui/route.ts';
import { TopicDetailPage } from './topic-detail.tsx';
import { TopicList } from './topic-list.tsx';

export function TopicsView() {
  const { item } = useRoute();
  return item === null ? <TopicList /> : <TopicDetailPage key={item} topic={item} />;
}
