/** What happened to the logs since the view was opened, newest first. */
import { useEffect, useReducer } from 'react';
import type { ReplicaLog } from '../../../main/contract/index.ts';
import { eventsBetween, type LogEvent } from './segments.ts';

type Logs = { readonly [replica: string]: ReplicaLog };

const eventsMax = 50;

type Seen = { readonly logs: Logs; readonly events: readonly LogEvent[] };
type Change = { readonly logs: Logs; readonly atMs: number };

export function useLogEvents(logs: Logs): readonly LogEvent[] {
  const [{ events }, take] = useReducer(afterChange, { logs, events: [] });
  useEffect(() => take({ logs, atMs: Date.now() }), [logs]);
  return events;
}

function afterChange(seen: Seen, { logs, atMs }: Change): Seen {
  if (seen.logs === logs) return seen;
  const more = eventsBetween(seen.logs, logs, atMs);
  return { logs, events: [...more.toReversed(), ...seen.events].slice(0, eventsMax) };
}
