/** Everything of the produce panel that speaks to the application. */
import { api } from '../../../client/connection.ts';
import { useLive } from '../../../client/live.ts';
import { useAction, useQuery } from '../../../client/use-query.ts';
import type {
  FakeLocale,
  FileParams,
  LoadParams,
  MessagePlace,
  Progress,
  RepublishParams,
  SendParams,
  TemplateParams,
} from '../../../../main/contract/index.ts';
import { type Draft, localInput } from './model.ts';

const chunkBytes = 512 * 1024;
const previewCount = 3;

export function useTopicNames(): readonly string[] {
  const topics = useLive('topics', {}).value?.topics ?? {};
  return Object.keys(topics)
    .filter((name) => !topics[name]?.isInternal)
    .sort();
}

export function usePartitionCount(topic: string): number {
  return useLive('topics', {}).value?.topics[topic]?.partitionCount ?? 0;
}

export function useSend() {
  return useAction((params: SendParams) => api['produce.send'](params));
}

/** A message as a draft: its bytes as they are, texts to be edited. */
export function useDraftOf(place: MessagePlace | undefined) {
  const key = place ? JSON.stringify(place) : null;
  return useQuery(key, async (): Promise<Draft> => {
    const asked = place as MessagePlace;
    const message = await api['messages.get'](asked);
    const bytesOf = async (part: 'key' | 'value') => {
      const payload = message[part];
      // What was decoded or is no text goes back as the bytes it was.
      const isPlain = payload === null || (payload.kind !== 'binary' && !('as' in payload));
      return isPlain ? null : readBytes(asked, part);
    };
    const [keyBase64, valueBase64] = await Promise.all([bytesOf('key'), bytesOf('value')]);
    return {
      keyBase64,
      valueBase64,
      key: message.key?.text ?? '',
      hasKey: message.key !== null,
      value: message.value?.text ?? '',
      isTombstone: message.value === null,
      partition: message.partition,
      timestamp: localInput(message.timestampMs),
      headers: message.headers.map(({ name, value }, index) => ({
        id: index + 1,
        name,
        value: value?.text ?? '',
      })),
    };
  });
}

async function readBytes(place: MessagePlace, part: 'key' | 'value'): Promise<string> {
  const parts: string[] = [];
  let from = 0;
  for (;;) {
    // A multiple of three bytes: the pieces' base64 joins to that of the whole.
    const slice = await api['messages.bytes']({ ...place, part, from, length: 3 * 2 ** 18 });
    parts.push(slice.base64);
    from += 3 * 2 ** 18;
    if (from >= slice.sizeBytes) return parts.join('');
  }
}

/** Starts the import and feeds it until it ends; resolves with its task as soon as it has one. */
export function useFileImport(
  onStarted: (taskId: string) => void,
  onProgress: (progress: Progress) => void,
) {
  return useAction(async (file: Blob, params: FileParams) => {
    const { taskId } = await api['produce.openFile'](params);
    onStarted(taskId);
    return feed(taskId, file, onProgress);
  });
}

/** A gigabyte does not fit into memory: piece by piece, each when the one before is taken up. */
async function feed(taskId: string, file: Blob, onProgress: (progress: Progress) => void) {
  let start = 0;
  for (;;) {
    const end = Math.min(file.size, start + chunkBytes);
    const base64 = await toBase64(file.slice(start, end));
    const isLast = end >= file.size;
    const progress = await api['produce.fileChunk']({ taskId, base64, isLast });
    onProgress(progress);
    if (isLast) return progress;
    start = end;
  }
}

async function toBase64(blob: Blob): Promise<string> {
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error ?? new Error('the file cannot be read'));
    reader.readAsDataURL(blob);
  });
  return url.slice(url.indexOf(',') + 1);
}

export function useFailures(taskId: string, round: number) {
  return useQuery(`${taskId} ${round}`, () => api['produce.failures']({ taskId }));
}

export function useReadyTemplates(locale: FakeLocale) {
  return useQuery(locale, () => api['produce.readyTemplates']({ locale }));
}

export function usePreview(params: TemplateParams, round: number) {
  return useQuery(
    `${round} ${JSON.stringify(params)}`,
    () => api['produce.preview']({ ...params, count: previewCount }),
    { keepsPrevious: true },
  );
}

export function useLoads() {
  return useLive('loads', {}).value?.loads ?? {};
}

export function useLoadActions() {
  return {
    start: useAction((params: LoadParams) => api['produce.startLoad'](params)),
    stop: useAction((taskId: string) => api['tasks.cancel']({ taskId })),
    setRate: useAction((taskId: string, ratePerS: number | null) =>
      api['produce.setLoadRate']({ taskId, ratePerS }),
    ),
  };
}

export function useOrigins(places: readonly MessagePlace[] | null) {
  return useQuery(places === null ? null : JSON.stringify(places), () =>
    api['produce.origins']({ places: places ?? [] }),
  );
}

export function useRepublish() {
  return useAction((params: RepublishParams) => api['produce.republish'](params));
}
