/** One answer of the application: asked for when the key changes, when told to, and on reconnect. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { connection } from './connection.ts';

export type Query<Value> = {
  readonly status: 'loading' | 'ready' | 'failed';
  /** Kept while a newer answer is on its way. */
  readonly value: Value | undefined;
  readonly error: unknown;
  readonly reload: () => void;
};

type Answer<Value> = Omit<Query<Value>, 'reload'> & { readonly key: string | null };

export type QueryOptions = {
  /** The answer to another key is shown until the new one is there. */
  readonly keepsPrevious?: boolean;
};

/** `ask` may change from render to render; only `key` decides about asking again. Null: do not ask. */
export function useQuery<Value>(
  key: string | null,
  ask: () => Promise<Value>,
  { keepsPrevious = false }: QueryOptions = {},
): Query<Value> {
  const [answer, setAnswer] = useState<Answer<Value>>({
    key: null,
    status: 'loading',
    value: undefined,
    error: null,
  });
  const latestAsk = useRef(ask);
  const round = useRef(0);
  useEffect(() => {
    latestAsk.current = ask;
  });

  const load = useCallback(async () => {
    if (key === null) return;
    round.current += 1;
    const own = round.current;
    try {
      const value = await latestAsk.current();
      if (own === round.current) setAnswer({ key, status: 'ready', value, error: null });
    } catch (error) {
      if (own !== round.current) return;
      setAnswer((before) => ({
        key,
        status: 'failed',
        value: before.key === key ? before.value : undefined,
        error,
      }));
    }
  }, [key]);

  useEffect(() => connection.onOpen(() => void load()), [load]);

  if (answer.key === key) return { ...answer, reload: load };
  const value = keepsPrevious ? answer.value : undefined;
  return { status: value === undefined ? 'loading' : 'ready', value, error: null, reload: load };
}

export type Action<Args extends readonly unknown[], Value> = {
  readonly run: (...args: Args) => Promise<Value | undefined>;
  readonly isRunning: boolean;
  readonly error: unknown;
  readonly clear: () => void;
};

/** Something the user tells the application to do: running, failed with this error, or neither. */
export function useAction<Args extends readonly unknown[], Value>(
  perform: (...args: Args) => Promise<Value>,
): Action<Args, Value> {
  const [state, setState] = useState<{ isRunning: boolean; error: unknown }>({
    isRunning: false,
    error: null,
  });
  const latest = useRef(perform);
  useEffect(() => {
    latest.current = perform;
  });
  const run = useCallback(async (...args: Args) => {
    setState({ isRunning: true, error: null });
    try {
      const value = await latest.current(...args);
      setState({ isRunning: false, error: null });
      return value;
    } catch (error) {
      setState({ isRunning: false, error });
      return undefined;
    }
  }, []);
  const clear = useCallback(() => setState({ isRunning: false, error: null }), []);
  return { ...state, run, clear };
}
