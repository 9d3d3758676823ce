/** Three questions that come before the first topic, or the one that the address names. */
import { useRoute } from '../../ui/route.ts';
import { Compare } from './compare.tsx';
import { Kraft } from './kraft.tsx';
import { Landing } from './landing.tsx';
import { NeedKafka } from './need-kafka.tsx';

export function QuestionsView() {
  const { item } = useRoute();
  switch (item) {
    case 'compare':
      return <Compare />;
    case 'need-kafka':
      return <NeedKafka />;
    case 'kraft':
      return <Kraft />;
    default:
      return <Landing />;
  }
}
