/** All scenarios, or the one that the address names. */
import { useRoute } from '../../ui/route.ts';
import { ScenarioList } from './scenario-list.tsx';
import { ScenarioPage } from './scenario-page.tsx';

export function ScenariosView() {
  const { item } = useRoute();
  return item === null ? <ScenarioList /> : <ScenarioPage key={item} name={item} />;
}
