/** All producers, or the one that the address names. */
import { useRoute } from '../../ui/route.ts';
import { ProducerDetailPage } from './producer-detail.tsx';
import { ProducerList } from './producer-list.tsx';

export function ProducersView() {
  const { item } = useRoute();
  return item === null ? <ProducerList /> : <ProducerDetailPage key={item} id={item} />;
}
