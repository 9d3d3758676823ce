/** All scenarios, the one that the address names, or a file that is to become one. */
import { useRoute } from '../../ui/route.ts';
import { AddScenario } from './add-scenario.tsx';
import { ScenarioList } from './scenario-list.tsx';
import { ScenarioPage } from './scenario-page.tsx';

export function ScenariosView() {
  const { item, query } = useRoute();
  if (item !== null) return <ScenarioPage key={item} name={item} />;
  return query['import'] ? (
    <AddScenario key={query['import']} file={query['import']} />
  ) : (
    <ScenarioList />
  );
}
