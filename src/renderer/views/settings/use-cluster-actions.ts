/** What can be done to whole clusters. */
import { useEffect } from 'react';
import { type Api, ContractError, type TaskStarted } from '../../../main/contract/index.ts';
import { api } from '../../client/connection.ts';
import { useLive } from '../../client/live.ts';
import { selectCluster } from '../../client/use-clusters.ts';
import { useAction } from '../../client/use-query.ts';
import { useT } from '../../i18n/index.ts';
import { showToast } from '../../ui/toasts.ts';

export { useClusters } from '../../client/use-clusters.ts';

type Params<Name extends keyof Api> = Parameters<Api[Name]>[0];

const measureIntervalMs = 30_000;

/** Sizes on disk as long as somebody looks at them. */
export function useMeasuring(): void {
  useEffect(() => {
    const measure = () => void api['clusters.measure']().catch(() => {});
    measure();
    const timer = setInterval(measure, measureIntervalMs);
    return () => clearInterval(timer);
  }, []);
}

export function useTasks() {
  return useLive('tasks', {}).value?.tasks ?? {};
}

export function useCreate() {
  return useAction(async (params: Params<'clusters.create'>, isStarted: boolean) => {
    const { id } = await api['clusters.create'](params);
    // It is there, whatever becomes of its start: its row in the list tells.
    if (isStarted) await api['clusters.start']({ id });
    return id;
  });
}

export function useStart() {
  return useAction((id: string) => api['clusters.start']({ id }));
}

export function useStop() {
  return useAction((id: string) => api['clusters.stop']({ id }));
}

export function useLook() {
  return useAction((id: string) => selectCluster(id));
}

export function useRename() {
  return useAction(async (id: string, name: string) => {
    await api['clusters.rename']({ id, name });
    return true;
  });
}

export function useMove() {
  return useAction(async (id: string, port: number) => {
    await api['clusters.setPort']({ id, port });
    return true;
  });
}

export function useDuplicate() {
  return useAction((id: string, name: string) => api['clusters.duplicate']({ id, name }));
}

export function useExport() {
  return useAction((params: Params<'clusters.export'>) => api['clusters.export'](params));
}

export function useDelete() {
  return useAction(async (id: string) => {
    await api['clusters.delete']({ id });
    return true;
  });
}

/** Without a screen where the app runs there is no file manager: the path is what one gets. */
export function useOpenFolder() {
  const t = useT();
  return useAction(async (id: string, dir: string) => {
    const { isOpened } = await api['clusters.openFolder']({ id });
    if (!isOpened) showToast({ tone: 'attention', text: t('settings.noFileManager', { dir }) });
  });
}

export function useTest() {
  return useAction((params: Params<'clusters.test'>) => api['clusters.test'](params));
}

export function useSaveConnection() {
  return useAction(
    async (id: string | null, params: Params<'clusters.connect'>): Promise<string> => {
      if (id === null) return (await api['clusters.connect'](params)).id;
      await api['clusters.changeConnection']({ ...params, id });
      return id;
    },
  );
}

/** A file that was chosen in the browser is sent first; the desktop app knows its path. */
export function useImport() {
  return useAction(async (chosen: File | string, name: string): Promise<TaskStarted> => {
    const file = typeof chosen === 'string' ? chosen : await pathOf(chosen);
    return api['clusters.import']({ file, ...(name !== '' && { name }) });
  });
}

async function pathOf(file: File): Promise<string> {
  if (window.rivulet) return window.rivulet.pathOf(file);
  const response = await fetch(`uploads/${encodeURIComponent(uploadName(file.name))}`, {
    method: 'PUT',
    body: file,
  });
  if (response.ok) return ((await response.json()) as { readonly file: string }).file;
  const detail = `PUT uploads: ${response.status}`;
  throw new ContractError('archive-invalid', { file: file.name, detail }, detail);
}

/** The server takes letters, digits and few signs; the name means nothing to it. */
function uploadName(name: string): string {
  return `f${name.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(-150)}`;
}
