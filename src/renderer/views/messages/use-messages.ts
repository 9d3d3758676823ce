/** Messages of a topic from a position on, older and newer ones, and those that arrive now. */
import { useCallback, useEffect, useReducer, useState } from 'react';
import { api, connection } from '../../client/connection.ts';
import { useLive } from '../../client/live.ts';
import { openFeed } from '../../client/subscription.ts';
import { useAction, useQuery } from '../../client/use-query.ts';
import type { Message, ProduceParams } from '../../../main/contract/index.ts';
import {
  filterOf,
  isNewestFirst,
  nothingShown,
  pause,
  type Reading,
  readFrom,
  resume,
  type Shown,
  showBatch,
  showMore,
  showPage,
} from './model.ts';

const pageSize = 200;

type State = { readonly shown: Shown; readonly isLoading: boolean; readonly error: unknown };
type Change = (state: State) => Partial<State>;

const atFirst: State = { shown: nothingShown, isLoading: true, error: null };

const changeShown =
  (by: (shown: Shown) => Shown): Change =>
  ({ shown }) => ({ shown: by(shown) });

export function useTopics() {
  return useLive('topics', {});
}

export function useMessages(reading: Reading) {
  const [{ shown, isLoading, error }, change] = useReducer(
    (state: State, by: Change) => ({ ...state, ...by(state) }),
    atFirst,
  );
  const [round, setRound] = useState(0);
  const key = JSON.stringify(reading);

  useEffect(() => {
    const wanted = JSON.parse(key) as Reading;
    let isCurrent = true;
    const changeIfCurrent = (by: Change) => isCurrent && change(by);
    const onFailed = (cause: unknown) =>
      changeIfCurrent(() => ({ error: cause, isLoading: false }));
    const load = async () => {
      try {
        const from = readFrom(wanted);
        const page = await api['messages.read']({ ...commonParams(wanted), from, limit: pageSize });
        changeIfCurrent((state) => ({
          shown: showPage(state.shown, page, isNewestFirst(wanted)),
          isLoading: false,
          error: null,
        }));
      } catch (cause) {
        onFailed(cause);
      }
    };
    const tail = () =>
      openFeed(connection, 'tail', commonParams(wanted), {
        // Also after a lost connection: what was missed meanwhile is read again.
        onItems: (batches, isStart) => {
          if (isStart) void load();
          for (const batch of batches) {
            changeIfCurrent(changeShown((state) => showBatch(state, batch)));
          }
        },
        onFailed,
      });
    change(() => atFirst);
    const close = wanted.from === 'live' ? tail() : connection.onOpen(() => void load());
    return () => {
      isCurrent = false;
      close();
    };
  }, [key, round]);

  const more = useAction(async () => {
    if (shown.next === null) return;
    const newestFirst = isNewestFirst(reading);
    const page = await api['messages.read']({
      ...commonParams(reading),
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
    reload: useCallback(() => setRound((old) => old + 1), []),
  };
}

function commonParams(reading: Reading) {
  return {
    topic: reading.topic,
    partitions: reading.partition === null ? undefined : [reading.partition],
    filter: filterOf(reading),
  };
}

/** The message again, all of it, once it is asked for. */
export function useWholeMessage(topic: string, message: Message) {
  const [isAsked, setIsAsked] = useState(false);
  const { partition, offset } = message;
  const query = useQuery(isAsked ? `${topic} ${partition} ${offset}` : null, () =>
    api['messages.get']({ topic, partition, offset }),
  );
  return { message: query.value ?? message, error: query.error, load: () => setIsAsked(true) };
}

export function useProduce() {
  return useAction((params: ProduceParams) => api['messages.produce'](params));
}
