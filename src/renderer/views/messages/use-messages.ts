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

type Change = (shown: Shown) => Shown;

export function useTopics() {
  return useLive('topics', {});
}

export function useMessages(reading: Reading) {
  const [shown, change] = useReducer((state: Shown, by: Change) => by(state), nothingShown);
  const [isLoading, setIsLoading] = useState(true);
  const [error, setError] = useState<unknown>(null);
  const [round, setRound] = useState(0);
  const key = JSON.stringify(reading);

  useEffect(() => {
    const wanted = JSON.parse(key) as Reading;
    let isCurrent = true;
    const fail = (cause: unknown) => isCurrent && setError(cause);
    const load = async () => {
      try {
        const page = await api['messages.read']({
          ...commonParams(wanted),
          from: readFrom(wanted),
          limit: pageSize,
        });
        if (!isCurrent) return;
        change((state) => showPage(state, page, isNewestFirst(wanted)));
        setError(null);
      } catch (cause) {
        fail(cause);
      }
      if (isCurrent) setIsLoading(false);
    };
    change(() => nothingShown);
    setIsLoading(true);
    setError(null);
    const { topic, partitions, filter } = commonParams(wanted);
    const close =
      wanted.from === 'live'
        ? openFeed(
            connection,
            'tail',
            { topic, partitions, filter },
            {
              // Also after a lost connection: what was missed meanwhile is read again.
              onItems: (batches, isStart) => {
                if (!isCurrent) return;
                if (isStart) void load();
                for (const batch of batches) change((state) => showBatch(state, batch));
              },
              onFailed: (cause) => {
                fail(cause);
                setIsLoading(false);
              },
            },
          )
        : connection.onOpen(() => void load());
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
    change((state) => showMore(state, page, newestFirst));
  });

  return {
    shown,
    isLoading,
    error,
    more,
    pause: useCallback(() => change(pause), []),
    resume: useCallback(() => change(resume), []),
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
