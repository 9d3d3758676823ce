/** All brokers, one of them, or what counts for all. */
import { useRoute } from '../../ui/route.ts';
import { AllBrokersPage } from './all-brokers.tsx';
import { BrokerDetail } from './broker-detail.tsx';
import { BrokerList } from './broker-list.tsx';
import { allBrokersItem } from './model.ts';

export function BrokersView() {
  const { item } = useRoute();
  if (item === null) return <BrokerList />;
  if (item === allBrokersItem) return <AllBrokersPage />;
  return <BrokerDetail key={item} brokerId={Number(item)} />;
}
