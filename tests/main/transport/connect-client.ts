/** The renderer's side of a channel, for tests. */
import { createBirpc } from 'birpc';
import type { Events } from '../../../src/main/contract/index.ts';
import { deserialize, serialize } from '../../../src/main/contract/wire.ts';

export type Told = { readonly [Name in keyof Events]: Events[Name][] };

export type TestClient = {
  readonly call: (method: string, ...params: readonly unknown[]) => Promise<unknown>;
  /** Events in the order in which they came. */
  readonly told: Told;
};

export function connectClient(
  send: (text: string) => void,
  onText: (listener: (text: string) => void) => void,
): TestClient {
  const told: Told = {
    'live.patch': [],
    'live.items': [],
    'live.failed': [],
    'clusters.selected': [],
  };
  const rpc = createBirpc<Record<string, (...params: unknown[]) => unknown>, object, false>(
    {
      'live.patch': (event: Events['live.patch']) => told['live.patch'].push(event),
      'live.items': (event: Events['live.items']) => told['live.items'].push(event),
      'live.failed': (event: Events['live.failed']) => told['live.failed'].push(event),
      'clusters.selected': (event: Events['clusters.selected']) =>
        told['clusters.selected'].push(event),
    },
    { post: send, on: onText, serialize, deserialize, proxify: false },
  );
  return { call: (method, ...params) => rpc.$call(method, ...params), told };
}
