/** What is found of a key: from the log at first, then as it happens. */
import { useCallback, useEffect, useReducer, useRef } from 'react';
import { connection } from '../../client/connection.ts';
import { useLive } from '../../client/live.ts';
import { openFeed } from '../../client/subscription.ts';
import type { FollowProgress } from '../../../main/contract/index.ts';
import { type Asking, paramsOf } from './asking.ts';
import { addKnown, type Known, nothingKnown } from './model.ts';

export type Following = {
  readonly known: Known;
  readonly progress: FollowProgress | null;
  readonly error: unknown;
  /** Told to stop; what was found stays. */
  readonly isStopped: boolean;
};

const atFirst: Following = { known: nothingKnown, progress: null, error: null, isStopped: false };

export function useFollow(asking: Asking) {
  const [state, change] = useReducer(
    (before: Following, by: (before: Following) => Partial<Following>) => ({
      ...before,
      ...by(before),
    }),
    atFirst,
  );
  const close = useRef<(() => void) | null>(null);
  const key = JSON.stringify(asking);

  useEffect(() => {
    change(() => atFirst);
    const params = paramsOf(JSON.parse(key) as Asking, Date.now());
    if (params === null) return undefined;
    close.current = openFeed(connection, 'follow', params, {
      onItems: (items, isStart) =>
        change(({ known, progress }) => ({
          known: items.reduce<Known>(addKnown, isStart ? nothingKnown : known),
          progress: items.at(-1)?.progress ?? progress,
          error: null,
        })),
      onFailed: (error) => change(() => ({ error })),
    });
    return () => close.current?.();
  }, [key]);

  const stop = useCallback(() => {
    close.current?.();
    close.current = null;
    change(() => ({ isStopped: true }));
  }, []);
  return { ...state, stop };
}

export function useTopicNames(): readonly string[] {
  const { value } = useLive('topics', {});
  return Object.keys(value?.topics ?? {}).sort();
}
