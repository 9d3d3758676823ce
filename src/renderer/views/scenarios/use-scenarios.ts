/** Scenarios, the run that is on, what its services show, and what can be done to a run. */
import { api } from '../../client/connection.ts';
import { useFeed, useLive } from '../../client/live.ts';
import { useAction, useQuery } from '../../client/use-query.ts';
import type { ServiceTrouble, Speed } from '../../../main/contract/index.ts';

export function useScenarioList() {
  return useQuery('scenarios', () => api['scenarios.list']());
}

/** Null: nothing is asked, for a scenario that was never saved. */
export function useScenario(name: string | null) {
  return useQuery(name, () => api['scenarios.get']({ name: name ?? '' }));
}

export function useAddScenario() {
  return useAction((file: string) => api['scenarios.add']({ file }));
}

export function useSaveScenario() {
  return useAction((source: string, isForeign: boolean) =>
    api['scenarios.save']({ source, ...(isForeign ? { isForeign } : {}) }),
  );
}

export function useRemoveScenario() {
  return useAction((name: string) => api['scenarios.remove']({ name }));
}

/** SQL and TypeScript too, which the browser cannot check. */
export function useFullCheck(source: string | null) {
  return useQuery(source, () => api['scenarios.check']({ source: source ?? '' }), {
    keepsPrevious: false,
  });
}

export function useRun() {
  return useLive('scenarioRun', {});
}

export function useFlow() {
  return useLive('scenarioFlow', {});
}

/** The runs that ended; asked again when another one does. */
export function useHistory(endedAtMs: number | null) {
  return useQuery(`history ${endedAtMs}`, () => api['scenarios.history'](), {
    keepsPrevious: true,
  });
}

const rowsMax = 50;

export function useServiceTable(service: string, table: string) {
  return useLive('scenarioTable', { service, table, limit: rowsMax });
}

export function useServiceLog(service: string) {
  return useLive('scenarioLog', { service });
}

const tailMax = 60;

/** The newest records of a topic, as they are written. */
export function useTail(topic: string) {
  return useFeed('tail', { topic }, tailMax);
}

export function useRunActions(name: string) {
  const actions = {
    finish: useAction(() => api['scenarios.finish']()),
    stop: useAction(() => api['scenarios.stop']()),
    setSpeed: useAction((speed: Speed) => api['scenarios.setSpeed']({ speed })),
    setPaused: useAction((isPaused: boolean) => api['scenarios.setPaused']({ isPaused })),
    step: useAction(() => api['scenarios.step']({})),
    setService: useAction((service: string, isUp: boolean) =>
      api['scenarios.setService']({ service, isUp }),
    ),
    scale: useAction((service: string, instanceCount: number) =>
      api['scenarios.scale']({ service, instanceCount }),
    ),
    trouble: useAction((service: string, trouble: ServiceTrouble) =>
      api['scenarios.trouble']({ service, trouble }),
    ),
    poison: useAction((topic: string) => api['scenarios.poison']({ topic })),
    redrive: useAction((topic: string) => api['scenarios.redrive']({ topic })),
    rebuild: useAction((service: string) => api['scenarios.rebuild']({ service })),
    cleanUp: useAction(() => api['scenarios.cleanUp']({ name })),
  };
  const error = Object.values(actions).find((action) => action.error !== null)?.error ?? null;
  return { ...actions, error };
}

export type RunActions = ReturnType<typeof useRunActions>;

export function useStartRun() {
  return useAction((name: string, speed: Speed, isTrusted: boolean) =>
    api['scenarios.run']({ name, speed, ...(isTrusted ? { isTrusted } : {}) }),
  );
}

export function useRunSamples(runId: string) {
  return useQuery(runId, () => api['scenarios.historyOf']({ runId }));
}

/** Asked once, so that a name that is taken is not overwritten unseen. */
export function useNamesTaken() {
  return useAction(async () => {
    const { scenarios } = await api['scenarios.list']();
    return scenarios.map(({ name, isOwn }) => ({ name, isOwn }));
  });
}
