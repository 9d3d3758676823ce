/** LAN access of one local cluster. */
import type { Api } from '../../../main/contract/index.ts';
import { api } from '../../client/connection.ts';
import { useAction, useQuery } from '../../client/use-query.ts';

type Params<Name extends keyof Api> = Parameters<Api[Name]>[0];

export function useLan(id: string | null) {
  return useQuery(id === null ? null : `lan ${id}`, () => api['lan.get']({ id: id ?? '' }));
}

/** Each of them resolves once all brokers that ran are back. */
export function useTurnOn() {
  return useAction((params: Params<'lan.turnOn'>) => api['lan.turnOn'](params));
}

export function useTurnOff() {
  return useAction(async (id: string) => {
    await api['lan.turnOff']({ id });
    return true;
  });
}

export function useMoveLan() {
  return useAction(async (params: Params<'lan.move'>) => {
    await api['lan.move'](params);
    return true;
  });
}

export function useSetPassword() {
  return useAction((id: string, user: string) => api['lan.setPassword']({ id, user }));
}

export function useRemoveUser() {
  return useAction(async (id: string, user: string) => {
    await api['lan.removeUser']({ id, user });
    return true;
  });
}
