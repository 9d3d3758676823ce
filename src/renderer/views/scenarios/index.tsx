/** All scenarios, the one that the address names, a new one, or a file that is to become one. */
import { useRoute } from '../../ui/route.ts';
import { AddScenario } from './add-scenario.tsx';
import { ScenarioList } from './list/scenario-list.tsx';
import { FileDrop } from './open-file.tsx';
import { StudioPage } from './studio-page.tsx';

export function ScenariosView() {
  return (
    <FileDrop>
      <Shown />
    </FileDrop>
  );
}

function Shown() {
  const { item, query } = useRoute();
  if (item !== null) return <StudioPage key={item} name={item} />;
  // A number of its own for each file that is opened, so that each begins anew.
  if (query['new'] !== undefined) return <StudioPage key={`new ${query['new']}`} name={null} />;
  return query['import'] ? (
    <AddScenario key={query['import']} file={query['import']} />
  ) : (
    <ScenarioList />
  );
}
