/** All consumer groups, or the one that the address names. */
import { useRoute } from '../../ui/route.ts';
import { GroupDetailPage } from './group-detail.tsx';
import { GroupList } from './group-list.tsx';

export function GroupsView() {
  const { item } = useRoute();
  return item === null ? <GroupList /> : <GroupDetailPage key={item} groupId={item} />;
}
