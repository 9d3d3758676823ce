/** What is worth a notification while nobody looks at a window. */
import type { ClusterEvent } from '../contract/cluster.ts';
import type { Say } from './words.ts';

export type Notice = { readonly title: string; readonly body: string; readonly route: string };

/** Null: nothing that somebody must hear of. */
export function noticeOf(
  event: ClusterEvent,
  restartPolicy: 'always' | 'never',
  say: Say,
): Notice | null {
  if (event.kind === 'broker-exited') {
    const { brokerId, exit } = event;
    // Who stopped or killed it in the app knows.
    if (exit.reason === 'stopped' || exit.reason === 'killed-by-user') return null;
    const then = restartPolicy === 'always' ? 'brokerDiedBack' : 'brokerDiedDown';
    return {
      title: say('brokerDied', { id: brokerId }),
      body: [exit.message, say(then)].filter(Boolean).join(' '),
      route: '#/cluster',
    };
  }
  if (event.kind === 'replica-damaged' && event.state === 'found') {
    const { brokerId, topic, partition, offset } = event;
    const values = { id: brokerId, partition: `${topic}-${partition}`, offset };
    return { title: say('damaged'), body: say('damagedText', values), route: '#/cluster' };
  }
  return null;
}

const quietMs = 60_000;

/** The same title once a minute: a broker that dies again and again is one piece of news. */
export function noticeGate(now: () => number = Date.now): (notice: Notice) => boolean {
  const shownAtMs = new Map<string, number>();
  return ({ title }) => {
    const before = shownAtMs.get(title);
    if (before !== undefined && now() - before < quietMs) return false;
    shownAtMs.set(title, now());
    return true;
  };
}
