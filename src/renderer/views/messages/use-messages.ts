/** Messages of a topic from a position on, searched or not, and those that arrive now. */
import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import { api, connection } from '../../client/connection.ts';
import { useLive } from '../../client/live.ts';
import { openFeed } from '../../client/subscription.ts';
import { useAction, useQuery } from '../../client/use-query.ts';
import type {
  DecoderChoice,
  ExportFormat,
  Message,
  MessageFacts,
  Offsets,
  RegistryCheck,
} from '../../../main/contract/index.ts';
import {
  beginStretch,
  isNewestFirst,
  isSearch,
  nothingShown,
  pause,
  type Reading,
  readFrom,
  resume,
  selectionOf,
  type Shown,
  showBatch,
  showHits,
  showMore,
  showPage,
  stopSearch,
} from './model.ts';

const pageSize = 200;
const hitsMax = 500;

type State = { readonly shown: Shown; readonly isLoading: boolean; readonly error: unknown };
type Change = (state: State) => Partial<State>;

const atFirst: State = { shown: nothingShown, isLoading: true, error: null };

const changeShown =
  (by: (shown: Shown) => Shown): Change =>
  ({ shown }) => ({ shown: by(shown) });

export function useTopics() {
  return useLive('topics', {});
}

/** `round` grows when the same is to be read again, decoded otherwise say. */
export function useMessages(reading: Reading, round: number) {
  const [{ shown, isLoading, error }, change] = useReducer(
    (state: State, by: Change) => ({ ...state, ...by(state) }),
    atFirst,
  );
  const [retries, setRetries] = useState(0);
  const key = JSON.stringify(reading);
  const search = useRef<{ readonly open: (from?: Offsets) => void; readonly stop: () => void }>(
    null,
  );

  useEffect(() => {
    const wanted = JSON.parse(key) as Reading;
    let isCurrent = true;
    const changeIfCurrent = (by: Change) => isCurrent && change(by);
    const onFailed = (cause: unknown) =>
      changeIfCurrent(() => ({ error: cause, isLoading: false }));
    change(() => atFirst);
    search.current = isSearch(wanted) ? openSearch(wanted, changeIfCurrent, onFailed) : null;
    const load = () => loadPage(wanted, changeIfCurrent, onFailed);
    search.current?.open();
    const close =
      wanted.from === 'live' && wanted.untilMs === null
        ? openTail(wanted, changeIfCurrent, onFailed, search.current ? undefined : load)
        : search.current
          ? undefined
          : connection.onOpen(() => void load());
    return () => {
      isCurrent = false;
      search.current?.stop();
      close?.();
    };
  }, [key, retries, round]);

  const more = useAction(async () => {
    if (shown.next === null) return;
    if (search.current) return search.current.open(shown.next);
    const newestFirst = isNewestFirst(reading);
    const page = await api['messages.read']({
      ...pageParams(reading),
      from: newestFirst ? { at: 'older', than: shown.next } : { at: 'newer', than: shown.next },
      limit: pageSize,
    });
    change(changeShown((state) => showMore(state, page, newestFirst)));
  });

  return {
    shown,
    isLoading,
    error,
    more,
    pause: useCallback(() => change(changeShown(pause)), []),
    resume: useCallback(() => change(changeShown(resume)), []),
    reload: useCallback(() => setRetries((old) => old + 1), []),
    stop: useCallback(() => {
      search.current?.stop();
      change(changeShown(stopSearch));
    }, []),
  };
}

type ChangeIfCurrent = (by: Change) => void;
type OnFailed = (cause: unknown) => void;

async function loadPage(wanted: Reading, change: ChangeIfCurrent, onFailed: OnFailed) {
  try {
    const from = readFrom(wanted);
    const page = await api['messages.read']({ ...pageParams(wanted), from, limit: pageSize });
    change((state) => ({
      shown: showPage(state.shown, page, isNewestFirst(wanted)),
      isLoading: false,
      error: null,
    }));
  } catch (cause) {
    onFailed(cause);
  }
}

function openTail(
  wanted: Reading,
  change: ChangeIfCurrent,
  onFailed: OnFailed,
  load: (() => void) | undefined,
): () => void {
  const { fromMs: _from, toMs: _to, fromOffset: _offset, ...params } = selectionOf(wanted);
  return openFeed(connection, 'tail', params, {
    // Also after a lost connection: what was missed meanwhile is read again.
    onItems: (batches, isStart) => {
      if (isStart) load?.();
      for (const batch of batches) {
        change(changeShown((state) => showBatch(state, batch, Date.now())));
      }
    },
    onFailed,
  });
}

/** A search that can go on from where it had hits enough. */
function openSearch(wanted: Reading, change: ChangeIfCurrent, onFailed: OnFailed) {
  let close: (() => void) | null = null;
  const newestFirst = isNewestFirst(wanted);
  const order = newestFirst ? 'newest' : 'oldest';
  const stop = () => {
    close?.();
    close = null;
  };
  const open = (from?: Offsets) => {
    stop();
    change(changeShown(beginStretch));
    const params = { ...selectionOf(wanted), order, limit: hitsMax, ...(from && { resume: from }) };
    close = openFeed(connection, 'search', params as never, {
      onItems: (items, isStart) =>
        change((state) => ({
          shown: showHits(state.shown, items, newestFirst, isStart),
          isLoading: false,
          error: null,
        })),
      onFailed,
    });
  };
  return { open, stop };
}

function pageParams({ topic, partition, isCommittedOnly, hasControl }: Reading) {
  return {
    topic,
    ...(partition !== null && { partitions: [partition] }),
    isCommittedOnly,
    hasControl,
  };
}

/** Characters of a payload that are shown without being asked for. */
const detailTextMax = 256 * 1024;

/** The message again, with the facts of its batch; all of it once that is asked for. */
export function useWholeMessage(topic: string, message: Message, round: number) {
  const [isWhole, setIsWhole] = useState(false);
  const { partition, offset } = message;
  const place = { topic, partition, offset };
  const query = useQuery<MessageFacts>(
    `${topic} ${partition} ${offset} ${isWhole} ${round}`,
    () => api['messages.get'](isWhole ? place : { ...place, textMax: detailTextMax }),
    { keepsPrevious: true },
  );
  return {
    message: query.value ?? message,
    batch: query.value?.batch ?? null,
    error: query.error,
    load: () => setIsWhole(true),
  };
}

const hexPage = 16 * 1024;

/** The beginning of a payload's bytes, and more of it when asked for. */
export function useBytes(topic: string, message: Message, part: 'key' | 'value') {
  const [length, setLength] = useState(hexPage);
  const { partition, offset } = message;
  const query = useQuery(
    `${topic} ${partition} ${offset} ${part} ${length}`,
    () => api['messages.bytes']({ topic, partition, offset, part, from: 0, length }),
    { keepsPrevious: true },
  );
  return { ...query, more: () => setLength((old) => Math.min(old * 4, 1024 * 1024)) };
}

export function useHistogram(reading: Reading, isOpen: boolean) {
  const { topic, partition } = reading;
  return useQuery(isOpen ? `histogram ${topic} ${partition}` : null, () =>
    api['messages.histogram']({ topic, ...(partition !== null && { partitions: [partition] }) }),
  );
}

/** Where messages of a key are, by what Kafka's own clients do. */
export function usePartitionOfKey(topic: string) {
  return useAction((text: string) => api['messages.partitionOfKey']({ topic, key: { text } }));
}

export function useExport(reading: Reading) {
  return useAction((format: ExportFormat) =>
    api['messages.export']({ ...selectionOf(reading), format }),
  );
}

export function useSavedSearches(topic: string) {
  const query = useQuery(`searches ${topic}`, () => api['searches.list']({ topic }));
  const save = useAction(async (name: string, address: string) => {
    await api['searches.save']({ topic, name, address });
    query.reload();
  });
  const remove = useAction(async (name: string) => {
    await api['searches.remove']({ topic, name });
    query.reload();
  });
  return { searches: query.value ?? [], save, remove };
}

export function useDecoders(topic: string) {
  const query = useQuery(`decoders ${topic}`, () => api['decoders.get']({ topic }));
  const set = useAction(async (part: 'key' | 'value', choice: DecoderChoice) => {
    const now = await api['decoders.get']({ topic });
    await api['decoders.set']({ topic, ...now, [part]: choice });
    query.reload();
  });
  return { decoders: query.value, set };
}

export function useSchemas() {
  const query = useQuery('schemas', () => api['schemas.list']());
  const changing =
    <Args extends readonly unknown[]>(perform: (...args: Args) => Promise<unknown>) =>
    async (...args: Args) => {
      await perform(...args);
      query.reload();
    };
  const add = useAction(
    changing(async (file: File) => {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
      await api['schemas.add']({ name: file.name, base64 });
    }),
  );
  const remove = useAction(changing((name: string) => api['schemas.remove']({ name })));
  const setRegistry = useAction(
    changing((registry: { url: string; user: string; password?: string } | null) =>
      api['schemas.setRegistry']({ registry }),
    ),
  );
  const [answer, setAnswer] = useState<RegistryCheck | null>(null);
  const check = useAction(async () => setAnswer(await api['schemas.checkRegistry']()));
  return { schemas: query.value, add, remove, setRegistry, check: { ...check, answer } };
}
