/** Scenarios as files to take along, and drawings of what is elsewhere. */
import { api } from '../client/connection.ts';
import { useAction } from '../client/use-query.ts';
import type { ImportedScenario, ScenarioExportFormat } from '../../main/contract/index.ts';

/** By its text, so that what is drawn is what goes out, kept or not. */
export function useScenarioExport() {
  return useAction((source: string, format: ScenarioExportFormat) =>
    api['scenarios.export']({ source, format }),
  );
}

export function useScenarioImport() {
  return useAction(
    (text: string | null): Promise<ImportedScenario> =>
      text === null
        ? api['scenarios.importTopology']({})
        : api['scenarios.importAsyncApi']({ text }),
  );
}
