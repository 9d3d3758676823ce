/** Scenarios, the run that is on, the services' tables, and what can be done to a run. */
import { api } from '../../client/connection.ts';
import { useLive } from '../../client/live.ts';
import { useAction, useQuery } from '../../client/use-query.ts';
import type { Speed } from '../../../main/contract/index.ts';

export function useScenarioList() {
  return useQuery('scenarios', () => api['scenarios.list']());
}

export function useScenario(name: string) {
  return useQuery(name, () => api['scenarios.get']({ name }));
}

export function useAddScenario() {
  return useAction((file: string) => api['scenarios.add']({ file }));
}

export function useRemoveScenario() {
  return useAction((name: string) => api['scenarios.remove']({ name }));
}

export function useRun() {
  return useLive('scenarioRun', {});
}

/** The runs that ended; asked again when another one does. */
export function useHistory(endedAtMs: number | null) {
  return useQuery(`history ${endedAtMs}`, () => api['scenarios.history'](), {
    keepsPrevious: true,
  });
}

const rowsMax = 50;

export function useServiceTable(service: string) {
  return useLive('scenarioTable', { service, limit: rowsMax });
}

export function useRunActions(name: string) {
  const start = useAction((speed: Speed) => api['scenarios.run']({ name, speed }));
  const finish = useAction(() => api['scenarios.finish']());
  const stop = useAction(() => api['scenarios.stop']());
  const setSpeed = useAction((speed: Speed) => api['scenarios.setSpeed']({ speed }));
  const setService = useAction((service: string, isUp: boolean) =>
    api['scenarios.setService']({ service, isUp }),
  );
  const error = start.error ?? finish.error ?? stop.error ?? setSpeed.error ?? setService.error;
  return { start, finish, stop, setSpeed, setService, error };
}
